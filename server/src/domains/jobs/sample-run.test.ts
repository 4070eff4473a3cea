import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset, Job, Quote } from '@kinora/contract';
import { SAMPLE_BRAND } from '@kinora/studios';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
beforeAll(async () => {
  studio = await createStudioApp({ preset: 'hosted' });
  await placeDrawnSample(join(studio.folder, 'sample'));
  person = await signUpWithSample('sample');
});
afterAll(() => studio.close());

/** The sample's photographs as they lie there once they were drawn, which takes half a minute: plain ones serve here. */
async function placeDrawnSample(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, name] of ['tote', 'scarf', 'beanie', 'balm'].entries()) {
    const background = { r: 40 * index, g: 90, b: 120 };
    await sharp({ create: { width: 640, height: 480, channels: 3, background } })
      .jpeg()
      .toFile(join(folder, `${name}.jpg`));
  }
}

type Person = StudioPerson & { sample: Record<string, unknown> };
let person: Person;

async function signUpWithSample(name: string): Promise<Person> {
  const owner = await studio.signUp(name);
  const answer = await owner.ask({ method: 'POST', url: '/api/v1/sample?language=en' });
  const { brief, pictures, brand } = answer.json() as { brief: string; pictures: Asset[]; brand: { id: string } };
  const sample = { brief, brandId: brand.id, pictures: pictures.map(({ id }) => id), seconds: 15, sample: true };
  return { ...owner, sample };
}

async function priceOf(change: object = {}): Promise<number> {
  const payload = { ...person.sample, ...change };
  const answer = await person.ask({ method: 'POST', url: '/api/v1/quotes/film', payload });
  expect(answer.statusCode, answer.body).toBe(200);
  return (answer.json() as Quote).totalCredits;
}
const press = () =>
  person.ask({
    method: 'POST',
    url: '/api/v1/jobs/film',
    headers: { 'idempotency-key': newId() },
    payload: { input: person.sample, maxCredits: 0 },
  });
const act = (job: Job, what: 'cancel' | 'retry') =>
  person.ask({ method: 'POST', url: `/api/v1/jobs/${job.id}/${what}` });
const paint = (colours: readonly string[]) =>
  person.ask({ method: 'PATCH', url: `/api/v1/brands/${person.sample['brandId']}`, payload: { colours } });

it('is free as long as neither its form nor its kit was changed', async () => {
  expect(await priceOf()).toBe(0);
  expect(await priceOf({ seconds: 60 })).toBeGreaterThan(0);
  await paint(['#ff0000']);
  expect(await priceOf()).toBeGreaterThan(0);
  await paint(SAMPLE_BRAND.colours);
  expect(await priceOf()).toBe(0);
});

it('stays free after a press that was refused', async () => {
  const refused = await person.ask({
    method: 'POST',
    url: '/api/v1/jobs/film',
    headers: { 'idempotency-key': newId() },
    payload: { input: person.sample, quoteId: newId() },
  });
  expect(refused.statusCode, refused.body).toBe(409);
  expect(refused.json().details.quote.totalCredits).toBe(0);
  expect(await priceOf()).toBe(0);
});

let first: Job;

it('is free for one of several presses at once', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, press));
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([202, 409, 409, 409, 409]);
  first = answers.find((answer) => answer.statusCode === 202)!.json().job;
  const refused = answers.find((answer) => answer.statusCode === 409)!.json();
  expect([refused.code, refused.details.quote.totalCredits > 0]).toEqual(['credits.price_changed', true]);
});

it('is given back by a film that ends before it delivered, and is one film’s when that one goes on', async () => {
  await act(first, 'cancel');
  const second = (await press()).json().job as Job;
  expect(second.quotedCredits).toBe(0);
  const late = await act(first, 'retry');
  expect([late.statusCode, late.json().code]).toEqual([409, 'credits.sample_used']);
  await act(second, 'cancel');
  expect((await act(second, 'retry')).json().job).toMatchObject({ id: second.id, quotedCredits: 0 });
  expect((await press()).statusCode).toBe(409);
});
