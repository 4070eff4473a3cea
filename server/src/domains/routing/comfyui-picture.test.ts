import type { Connection, GenerationIntent, Job, OfferedModel } from '@kinora/contract';
import { type ComfyUiEmulator, startComfyUiEmulator, startOpenAiEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { planLinenFilm } from './testing/linen-film.ts';

let studio: StudioApp;
let owner: StudioPerson;
let server: ComfyUiEmulator;
let projectId: string;
let shotId: string;

async function call<Answer>(method: 'GET' | 'POST', path: string, payload?: object) {
  const headers = { 'idempotency-key': newId() };
  const response = await owner.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer };
}
const connect = (change: object) =>
  call<Connection & { code?: string }>('POST', '/connections', { provider: 'comfyui', name: 'gpu-1', ...change });

async function make(connection: string): Promise<{ job: Job; leaves: Job[] }> {
  const wish = { projectId, connection, model: 'sdxl:fast', maxCredits: 0 };
  const { body } = await call<{ job: Job }>('POST', `/shots/${shotId}/picture`, wish);
  return until(
    async () => {
      const tree = (await call<{ job: Job; leaves: Job[] }>('GET', `/jobs/${body.job.id}`)).body;
      return ['completed', 'failed'].includes(tree.job.status) && tree;
    },
    `job ${body.job.id}`,
    90_000,
  );
}

beforeAll(async () => {
  server = await startComfyUiEmulator({ width: 1344, height: 768 });
  server.openDoor();
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  await studio.app.startWork();
  ({ projectId, shotId } = await planLinenFilm(studio, owner));
});
afterAll(async () => {
  await studio.close();
  await server.close();
});

it('a server of one’s own is connected without a key, which no vendor is', async () => {
  const made = await connect({ baseUrl: server.baseUrl });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ lastFour: '', health: { state: 'works' }, limits: { concurrent: 2 } });
  expect(made.body.account).toContain('18.0 of 24.0 GB free');
  expect((await connect({ provider: 'replicate' })).body.code).toBe('connection.no_key');
  const { items } = (await call<{ items: OfferedModel[] }>('GET', '/models')).body;
  const offered = items.filter(({ provider }) => provider === 'comfyui');
  expect(offered.length).toBe(26);
  expect(offered.every(({ connections }) => connections.some(({ id }) => id === made.body.id))).toBe(true);
});

it('makes a shot’s picture there, for no money, under the intent’s own name', async () => {
  const { id } = (await connect({ name: 'gpu-2', baseUrl: server.baseUrl })).body;
  const { job } = await make(id);
  expect(job.failure).toBe(null);
  const { items } = (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body;
  expect(items).toMatchObject([{ state: 'finished', sends: 1, cost: { micros: 0 } }]);
  expect(items[0]!.remoteId).toBe(items[0]!.id);
  expect(server.submissions().map((one) => one.id)).toEqual([items[0]!.id]);
});

it('tells no vendor of words that stay on one’s own server', async () => {
  const openAi = await startOpenAiEmulator();
  const account = { provider: 'openai', name: 'Words', secret: openAi.key, baseUrl: openAi.baseUrl };
  await call('POST', '/connections', account);
  const { id } = (await connect({ name: 'gpu-4', baseUrl: server.baseUrl })).body;
  expect((await make(id)).job.failure).toBe(null);
  expect(openAi.countOf('moderation')).toBe(0);
  await openAi.close();
});

it('names the file that the server lacks, and has the name ready for other languages', async () => {
  const { id } = (await connect({ name: 'gpu-3', baseUrl: server.baseUrl })).body;
  server.setFiles({});
  const { job, leaves } = await make(id);
  expect(job.failure?.sentence).toContain('sd_xl_base_1.0');
  const [leaf] = leaves;
  expect(leaf!.failure).toMatchObject({ code: 'generation.model_gone' });
  const { sentence } = leaf!.failure!;
  expect(leaf!.messages?.[sentence]).toEqual({
    code: 'fault.missing_file',
    values: { file: 'sd_xl_base_1.0', folder: 'checkpoints', model: 'SDXL' },
  });
  const { items } = (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body;
  expect(items[0]!.fault?.sentence).toBe(sentence);
  expect(server.submissions().length).toBe(2);
});
