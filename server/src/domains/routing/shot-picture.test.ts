import {
  type Connection,
  filmInput,
  type GenerationIntent,
  type Job,
  type ProjectTree,
  type Quote,
  type Storyboard,
} from '@kinora/contract';
import { startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { createFilmPort } from '../projects/index.ts';

let studio: StudioApp;
let owner: StudioPerson;
let emulator: VendorEmulator;
let connection: string;
let projectId: string;
let shot: { shotId: string; key: string };

async function call<Answer>(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const headers = { 'idempotency-key': newId() };
  const response = await owner.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer };
}
const FLUX = 'black-forest-labs/flux-schnell';
const order = (change: object = {}) => ({ projectId, connection, model: FLUX, maxCredits: 0, ...change });
const press = (change: object = {}) =>
  call<{ job: Job; code?: string }>('POST', `/shots/${shot.shotId}/picture`, order(change));
const getJob = async (id: string) => (await call<{ job: Job; leaves: Job[] }>('GET', `/jobs/${id}`)).body;

async function untilEnded(id: string) {
  return until(
    async () => {
      const tree = await getJob(id);
      return ['completed', 'failed', 'cancelled'].includes(tree.job.status) && tree;
    },
    `job ${id}`,
    90_000,
  );
}
const getShot = async () =>
  (await call<ProjectTree>('GET', `/projects/${projectId}/tree`)).body.scenes
    .flatMap((scene) => scene.shots)
    .find(({ id }) => id === shot.shotId)!;

beforeAll(async () => {
  emulator = await startReplicateEmulator({ picture: { width: 1024, height: 576 } });
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  await studio.app.startWork();
  const account = { provider: 'replicate', name: 'Ours', secret: emulator.key, baseUrl: emulator.baseUrl };
  connection = (await call<Connection>('POST', '/connections', account)).body.id;
  const input = {
    brief: 'A linen shirt that breathes.',
    seconds: 15,
    music: 'none',
    ratios: ['16:9'],
    quality: 'draft',
  };
  const { storyboard } = (await call<{ storyboard: Storyboard }>('POST', '/films/plan', input)).body;
  const port = createFilmPort(
    { database: studio.test.database, appendEvent },
    { organizationId: owner.organizationId, userId: owner.userId },
  );
  projectId = (await port.open(newId(), filmInput.parse(input), 'Linen')).projectId;
  const saved = await port.saveStoryboard(projectId, storyboard, null);
  shot = saved.shots[1]!;
});
afterAll(async () => {
  await studio.close();
  await emulator.close();
});

it('says who would make it and at which price, and asks nobody for it', async () => {
  const { body } = await call<Quote>('POST', `/shots/${shot.shotId}/picture?dryRun=true`, order());
  expect(body).toMatchObject({ totalCredits: 0, priceLabel: '$0.0030 · your connection' });
  expect(body.lines[0]).toMatchObject({ madeBy: 'Replicate · FLUX schnell', credits: 0 });
  expect(body.lines[0]!.why).toContain('Replicate charges about $0.0030');
  expect(emulator.countOf('submit')).toBe(0);
});

it('has a shot’s picture made, draws the shot with it, and the take says who made it', {
  timeout: 120_000,
}, async () => {
  emulator.failNext('submit', { kind: 'lose_answer' });
  const { status, body } = await press();
  expect(status, JSON.stringify(body)).toBe(202);
  const tree = await untilEnded(body.job.id);
  expect(tree.job, JSON.stringify(tree.job.failure)).toMatchObject({ status: 'completed', paidCredits: 0 });
  expect(emulator.submissions().length).toBe(1);
  const made = await getShot();
  expect(made.state).toBe('ready');
  expect(made.scene).toMatchObject({ kind: 'photo', subjects: [{ use: 'photo', width: 1024, height: 576 }] });
  expect(made.takes.at(-1)!.madeBy).toBe('Replicate · FLUX schnell + Built-in engine');
  const { items } = (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${body.job.id}/intents`)).body;
  expect(items).toMatchObject([
    { name: 'picture', number: 1, state: 'finished', provider: 'replicate', model: FLUX, sends: 1 },
  ]);
  const month = (await call<{ items: Connection[] }>('GET', '/connections')).body.items[0]!.month;
  expect(month).toMatchObject({ submissions: 1, finished: 1, inWork: 0 });
});

it('fails in words when the vendor refuses, keeps what was, and goes on when a person presses Retry', {
  timeout: 120_000,
}, async () => {
  emulator.refuseNext('moderated');
  const before = await getShot();
  const { job } = (await press()).body;
  const failed = await untilEnded(job.id);
  expect(failed.job.failure).toMatchObject({ code: 'generation.moderated' });
  expect(failed.job.failure!.sentence).toContain('safety rules');
  expect((await getShot()).scene).toEqual(before.scene);
  expect(emulator.submissions().length).toBe(2);
  await call('POST', `/jobs/${job.id}/retry`);
  expect((await untilEnded(job.id)).job.status).toBe('completed');
  expect(emulator.submissions().length).toBe(3);
  const { items } = (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body;
  expect(items.map(({ number, state }) => [number, state])).toEqual([
    [1, 'failed'],
    [2, 'finished'],
  ]);
});

it('never takes another maker: an unknown model, a film model or a connection turned off is refused', async () => {
  const submissions = emulator.submissions().length;
  expect((await press({ model: 'nobody/nothing' })).body.code).toBe('generation.unknown_model');
  expect((await press({ model: 'bytedance/seedance-1-pro' })).body.code).toBe('generation.unknown_model');
  expect((await press({ connection: newId() })).body.code).toBe('connection.not_found');
  await call('PATCH', `/connections/${connection}`, { isEnabled: false });
  expect((await press()).body.code).toBe('connection.off');
  expect(emulator.submissions().length).toBe(submissions);
});

it('reaches the vendor when it is cancelled', { timeout: 60_000 }, async () => {
  await call('PATCH', `/connections/${connection}`, { isEnabled: true });
  emulator.setWorkMs(600_000);
  const { job } = (await press()).body;
  const charges = emulator.charges().length;
  await until(
    async () =>
      (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body.items[0]?.state === 'accepted',
    'accepted',
  );
  expect((await call('POST', `/jobs/${job.id}/cancel`)).status).toBe(202);
  await until(
    async () =>
      (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body.items[0]?.state ===
      'cancelled',
    'cancelled',
  );
  expect(emulator.countOf('cancel')).toBe(1);
  expect(emulator.charges().length).toBe(charges);
});
