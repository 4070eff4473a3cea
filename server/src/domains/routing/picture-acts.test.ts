import type { Asset, Connection, GenerationIntent, Job, Quote } from '@kinora/contract';
import { startFalEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { uploadFile } from '../../testing/fill-studio.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';

const BRIA = 'fal-ai/bria/background/remove';
const FASHN = 'fal-ai/fashn/tryon/v1.6';

let studio: StudioApp;
let owner: StudioPerson;
let emulator: VendorEmulator;
let connection: string;
let coat: Asset;
let person: Asset;

async function call<Answer>(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const headers = { 'idempotency-key': newId() };
  const response = await owner.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer };
}
async function send(name: string, background: string): Promise<Asset> {
  const size = { width: 320, height: 240, channels: 3 } as const;
  const bytes = await sharp({ create: { ...size, background } })
    .png()
    .toBuffer();
  const { id } = await uploadFile(owner, name, bytes);
  return (await call<Asset>('GET', `/assets/${id}`)).body;
}
const cutOut = (change: object = {}) => ({ act: 'cut_out', assetId: coat.id, connection, model: BRIA, ...change });
const tryOn = (change: object = {}) => ({
  act: 'try_on',
  personAssetId: person.id,
  garmentAssetId: coat.id,
  garment: 'tops',
  connection,
  model: FASHN,
  ...change,
});
const press = (input: object) =>
  call<{ job: Job; code?: string }>('POST', '/jobs/picture-act', { input, maxCredits: 0 });
async function make(input: object) {
  const { status, body } = await press(input);
  expect(status, JSON.stringify(body)).toBe(202);
  return until(
    async () => {
      const tree = (await call<{ job: Job; output: { assetId?: string } | null }>('GET', `/jobs/${body.job.id}`)).body;
      return ['completed', 'failed', 'cancelled'].includes(tree.job.status) && tree;
    },
    `job ${body.job.id}`,
    60_000,
  );
}

beforeAll(async () => {
  emulator = await startFalEmulator();
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  await studio.app.startWork();
  const account = { provider: 'fal', name: 'Ours', secret: emulator.key, baseUrl: emulator.baseUrl };
  connection = (await call<Connection>('POST', '/connections', account)).body.id;
  coat = await send('coat.png', '#8a5a2e');
  person = await send('noa.png', '#d8c0a8');
});
afterAll(async () => {
  await studio.close();
  await emulator.close();
});

it('says what it would cost, and asks nobody', async () => {
  const { body } = await call<Quote>('POST', '/quotes/picture-act', cutOut());
  expect(body).toMatchObject({ totalCredits: 0, priceLabel: '$0.02 · your connection' });
  expect(body.lines).toMatchObject([{ madeBy: 'fal · Bria background removal' }]);
  const unpriced = await call<Quote>('POST', '/quotes/picture-act', cutOut({ model: 'fal-ai/birefnet/v2' }));
  expect(unpriced.body.warnings).toHaveLength(1);
  expect(emulator.countOf('submit')).toBe(0);
});

it('takes a photograph’s ground away, once, and keeps the file beside its photograph', {
  timeout: 90_000,
}, async () => {
  const { job, output } = await make(cutOut());
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed', paidCredits: 0 });
  expect(emulator.submissions()).toHaveLength(1);
  const { body: made } = await call<Asset & { detail?: unknown }>('GET', `/assets/${output!.assetId}`);
  expect(made).toMatchObject({ name: 'coat cut-out.png', kind: 'image', madeBy: 'fal · Bria background removal' });
  const library = (await call<{ items: Asset[] }>('GET', '/assets')).body.items;
  expect(library.map(({ name }) => name)).toContain('coat cut-out.png');
  const { items } = (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body;
  expect(items).toMatchObject([{ name: 'cut_out', capability: 'background-removal', state: 'finished', sends: 1 }]);
});

it('puts a garment on a person, whose consent is asked for first', { timeout: 90_000 }, async () => {
  await call('PATCH', `/assets/${person.id}`, { showsPerson: true });
  const refused = await make(tryOn());
  expect(refused.job).toMatchObject({ status: 'failed', failure: { code: 'consent.missing' } });
  expect(emulator.submissions()).toHaveLength(1);
  const consent = await call<{ id: string }>('POST', '/consents', {
    personName: 'Noa',
    kind: 'face',
    voiceId: null,
    scope: 'Pictures of our coats',
    proof: 'Folder 3',
    validUntil: null,
  });
  await call('PATCH', `/assets/${person.id}`, { consentIds: [consent.body.id] });
  const { job, output } = await make(tryOn());
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed' });
  expect((await call<Asset>('GET', `/assets/${output!.assetId}`)).body.name).toBe('noa try-on.png');
  const mark = JSON.parse(emulator.submissions()[1]!.mark) as Record<string, unknown>;
  expect(mark).toMatchObject({ category: 'tops', mode: 'quality' });
});

it('takes pictures alone, and models that do the act asked for', async () => {
  const wrongModel = await press(cutOut({ model: FASHN }));
  expect(wrongModel.body.code).toBe('generation.unknown_model');
  const gone = await press(cutOut({ assetId: newId() }));
  expect(gone.body.code).toBe('media.asset_missing');
  expect((await press({ ...tryOn(), garment: 'hat' })).status).toBe(422);
});

it('fails in words when nothing is left of an answer, and is not paid twice', { timeout: 90_000 }, async () => {
  const before = emulator.submissions().length;
  emulator.refuseNext('moderated');
  const { job } = await make(cutOut());
  expect(job.failure).toMatchObject({ code: 'generation.moderated' });
  expect(emulator.submissions()).toHaveLength(before + 1);
});
