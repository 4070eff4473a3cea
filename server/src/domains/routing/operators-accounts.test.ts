import {
  type Asset,
  type Connection,
  filmInput,
  type Job,
  type LogoIdeas,
  type OfferedModel,
  type ProjectTree,
  type Storyboard,
} from '@kinora/contract';
import {
  startElevenLabsEmulator,
  startFalEmulator,
  startOpenAiEmulator,
  type VendorEmulator,
} from '@kinora/providers/emulators';
import { writeLogosByTheBrief } from '@kinora/studios/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { drawSquare, uploadFile } from '../../testing/fill-studio.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { createFilmPort } from '../projects/index.ts';

/** Accounts that the operator shares, one of each kind of work, from the price to the line in the books. */
const CLONE = 'noa-clone';
let studio: StudioApp;
let owner: StudioPerson;
let other: StudioPerson;
let fal: VendorEmulator;
let openAi: VendorEmulator;
let voices: VendorEmulator;

async function call<Answer>(method: 'GET' | 'POST', path: string, payload?: object, person = owner) {
  const headers = { 'idempotency-key': newId() };
  const response = await person.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer & { code?: string } };
}
const balanceOf = async (person = owner) =>
  (await call<{ balance: number }>('GET', '/credits', undefined, person)).body.balance;

async function finish<Output>(started: { status: number; body: { job: Job } }, person = owner) {
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  return until(
    async () => {
      const { body } = await call<{ job: Job; output: Output }>(
        'GET',
        `/jobs/${started.body.job.id}`,
        undefined,
        person,
      );
      return ['completed', 'failed', 'cancelled'].includes(body.job.status) && body;
    },
    `job ${started.body.job.id}`,
    90_000,
  );
}

async function planFilm(voice: string): Promise<string> {
  const input = {
    brief: 'A linen shirt that breathes. Every shirt is sewn by hand.',
    seconds: 15,
    music: 'none',
    ratios: ['16:9'],
    quality: 'draft',
    language: 'en',
    voice: 'female-soft',
    voiceBy: { connection: 'operator:elevenlabs', model: 'eleven_multilingual_v2', voice },
  };
  const { storyboard } = (await call<{ storyboard: Storyboard }>('POST', '/films/plan', input)).body;
  const port = createFilmPort(
    { database: studio.test.database, appendEvent },
    { organizationId: owner.organizationId, userId: owner.userId },
  );
  const { projectId } = await port.open(newId(), filmInput.parse(input), 'Linen');
  await port.saveStoryboard(projectId, storyboard, null);
  return projectId;
}
const speak = async (projectId: string) =>
  finish(
    await call<{ job: Job }>('POST', `/projects/${projectId}/refresh`, {
      shotIds: [],
      renderAfter: false,
      maxCredits: 50,
    }),
  );

beforeAll(async () => {
  fal = await startFalEmulator();
  openAi = await startOpenAiEmulator();
  openAi.setText!(({ turns }) => ({ text: writeLogosByTheBrief(turns[0]!.text) }));
  voices = await startElevenLabsEmulator({ clones: [CLONE] });
  const accounts = { FAL: fal, OPENAI: openAi, ELEVENLABS: voices };
  const environment = Object.fromEntries(
    Object.entries(accounts).flatMap(([vendor, { key, baseUrl }]) => [
      [`KINORA_CONNECTION_${vendor}`, key],
      [`KINORA_CONNECTION_${vendor}_URL`, baseUrl],
    ]),
  );
  studio = await createStudioApp({ environment: { ...environment, KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  other = await studio.signUp('other');
  await studio.app.startWork();
}, 120_000);
afterAll(async () => {
  await studio.close();
  await Promise.all([fal.close(), openAi.close(), voices.close()]);
});

it('are seen by every organization without their key, and offer what has a known price', async () => {
  for (const person of [owner, other]) {
    const { items } = (await call<{ items: Connection[] }>('GET', '/connections', undefined, person)).body;
    expect(items.map(({ id }) => id).sort()).toEqual(['operator:elevenlabs', 'operator:fal', 'operator:openai']);
    for (const { isOperators, lastFour } of items) expect([isOperators, lastFour]).toEqual([true, '']);
    for (const { key } of [fal, openAi, voices]) expect(JSON.stringify(items)).not.toContain(key);
  }
  const { items } = (await call<{ items: OfferedModel[] }>('GET', '/models')).body;
  const offered = items.filter(({ connections }) => connections.some(({ id }) => id === 'operator:fal'));
  expect(offered.map(({ id }) => id)).toContain('fal-ai/bria/background/remove');
});

it('make a picture, for the credits that its quote said, in the books of who asked alone', async () => {
  const asset = await uploadFile(owner, 'coat.png', await drawSquare(64, '#8a5a2e'));
  const input = {
    act: 'cut_out',
    assetId: asset.id,
    connection: 'operator:fal',
    model: 'fal-ai/bria/background/remove',
  };
  const [mine, theirs] = [await balanceOf(), await balanceOf(other)];
  const quote = (await call<{ totalCredits: number }>('POST', '/quotes/picture-act', input)).body;
  expect(quote.totalCredits).toBeGreaterThan(0);
  const { job, output } = await finish<{ assetId: string }>(
    await call<{ job: Job }>('POST', '/jobs/picture-act', { input, maxCredits: quote.totalCredits }),
  );
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed', paidCredits: quote.totalCredits });
  expect((await call<Asset>('GET', `/assets/${output.assetId}`)).body.madeBy).toBe('fal · Bria background removal');
  expect([await balanceOf(), await balanceOf(other)]).toEqual([mine - quote.totalCredits, theirs]);
  expect(fal.charges()).toHaveLength(1);
  const [used, unused] = [
    (await call<{ items: Connection[] }>('GET', '/connections')).body.items,
    (await call<{ items: Connection[] }>('GET', '/connections', undefined, other)).body.items,
  ].map((items) => items.find(({ id }) => id === 'operator:fal')!.month.submissions);
  expect([used, unused]).toEqual([1, 0]);
});

it('write, and give back what the answer did not cost', async () => {
  const { id } = (await call<{ id: string }>('POST', '/brands', { name: 'Sable' })).body;
  const order = { about: 'Leather bags', connection: 'operator:openai', model: 'gpt-5.4-mini' };
  const path = `/brands/${id}/logo-ideas/by-model`;
  const quote = (await call<{ totalCredits: number }>('POST', `${path}?dryRun=true`, order)).body;
  expect(quote.totalCredits).toBeGreaterThan(0);
  const before = await balanceOf();
  const { job, output } = await finish<LogoIdeas>(
    await call<{ job: Job }>('POST', path, { ...order, maxCredits: quote.totalCredits }),
  );
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed' });
  expect(output.isWritten).toBe(true);
  expect(await balanceOf()).toBe(before - job.paidCredits!);
});

it('speak with a voice that is everybody’s, and never with a clone of somebody', { timeout: 180_000 }, async () => {
  const film = await planFilm('rachel');
  const spoken = await speak(film);
  expect(spoken.job.failure).toBeNull();
  expect(spoken.job.paidCredits).toBeGreaterThan(0);
  const said = voices.submissions().length;
  expect(said).toBeGreaterThan(0);
  // Not even by the leave that this organization wrote down itself: the account is not its own.
  const consent = { personName: 'Noa', kind: 'voice', voiceId: CLONE, scope: 'Films', proof: 'Folder 1' };
  await call('POST', '/consents', consent);
  const refused = await speak(await planFilm(CLONE));
  expect(refused.job.failure).toMatchObject({ code: 'generation.voice_not_yours' });
  expect(voices.submissions().length).toBe(said);
  const { scenes } = (await call<ProjectTree>('GET', `/projects/${film}/tree`)).body;
  expect(scenes.length).toBeGreaterThan(0);
});
