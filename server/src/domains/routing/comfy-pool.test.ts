import { join } from 'node:path';
import type {
  ComfyServer,
  ComfyTask,
  ComfyWorkflow,
  GenerationIntent,
  Job,
  OfferedModel,
  ProjectTree,
} from '@kinora/contract';
import { type ComfyUiEmulator, startComfyUiEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createLocalStorage } from '../../platform/storage/index.ts';
import { drawSquare } from '../../testing/fill-studio.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { sweepTasks } from './comfy/sweep-tasks.ts';
import { planLinenFilm } from './testing/linen-film.ts';

let studio: StudioApp;
let owner: StudioPerson;
let stranger: StudioPerson;
let one: ComfyUiEmulator;
let two: ComfyUiEmulator;
let projectId: string;
let shotId: string;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
async function call<Answer>(method: Method, path: string, payload?: object, person = owner) {
  const headers = { 'idempotency-key': newId() };
  const response = await person.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: (response.body === '' ? null : response.json()) as Answer };
}
type Added = { server: ComfyServer; agentKey: string | null };
const add = async (body: object) => (await call<Added>('POST', '/comfy-servers', { kind: 'direct', ...body })).body;
const listServers = async () => (await call<{ items: ComfyServer[] }>('GET', '/comfy-servers')).body.items;
const press = async (model = 'sdxl:fast') =>
  (
    await call<{ job: Job }>('POST', `/shots/${shotId}/picture`, {
      projectId,
      connection: 'comfyui:pool',
      model,
      maxCredits: 0,
    })
  ).body.job;
const intentsOf = async (job: Job) =>
  (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${job.id}/intents`)).body.items;
const untilEnded = (job: Job) =>
  until(
    async () => {
      const tree = (await call<{ job: Job }>('GET', `/jobs/${job.id}`)).body;
      return ['completed', 'failed'].includes(tree.job.status) && tree.job;
    },
    `job ${job.id}`,
    60_000,
  );
const untilAccepted = (job: Job) =>
  until(async () => (await intentsOf(job)).find(({ state }) => state === 'accepted'), 'accepted', 30_000);

beforeAll(async () => {
  [one, two] = (await Promise.all([1, 2].map(() => startComfyUiEmulator({ width: 1344, height: 768 })))) as [
    ComfyUiEmulator,
    ComfyUiEmulator,
  ];
  one.openDoor();
  two.openDoor();
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  stranger = await studio.signUp('stranger');
  await studio.app.startWork();
  ({ projectId, shotId } = await planLinenFilm(studio, owner));
}, 120_000);
afterAll(async () => {
  await studio.close();
  await Promise.all([one.close(), two.close()]);
});

it('adds a server after a look at it, shows what it has, and refuses what is none', { timeout: 60_000 }, async () => {
  one.setSizes({ 'sd_xl_base_1.0.safetensors': 7e9 });
  const { server, agentKey } = await add({ name: 'gpu-1', baseUrl: one.baseUrl });
  expect(agentKey).toBe(null);
  expect(server).toMatchObject({
    state: 'works',
    tokens: 2,
    inWork: 0,
    version: '0.3.64',
    queue: { running: 0, waiting: 0 },
  });
  expect(server.devices[0]!.memoryBytes).toBe(24 * 1024 ** 3);
  expect(server.models).toContainEqual({
    file: 'sd_xl_base_1.0.safetensors',
    folder: 'checkpoints',
    family: 'sdxl',
    bytes: 7e9,
  });
  expect(server.families.find(({ id }) => id === 'sdxl')).toMatchObject({ isReady: true, loras: 5 });
  expect(server.loras.length).toBe(2);
  const closed = await call<{ code: string }>('POST', '/comfy-servers', {
    name: 'x',
    kind: 'direct',
    baseUrl: 'http://127.0.0.1:1',
  });
  expect(closed.body.code).toBe('comfy.unreachable');
  expect((await call('GET', '/comfy-servers', undefined, stranger)).body).toEqual({ items: [] });
});

it('shows progress and frames of the socket, and says where it ran', { timeout: 90_000 }, async () => {
  one.setWorkMs(60_000);
  const job = await press();
  const intent = await untilAccepted(job);
  await until(async () => one.listeners() === 1, 'socket', 15_000);
  one.tell(intent.id, 0.5, await drawSquare(64, '#204060'));
  await until(
    async () => {
      const { leaves } = (await call<{ leaves: Job[] }>('GET', `/jobs/${job.id}`)).body;
      return leaves[0]?.previewAssetId != null && leaves[0].progress === 0.5;
    },
    'preview',
    15_000,
  );
  one.endNow(intent.id);
  one.setWorkMs(0);
  expect((await untilEnded(job)).failure).toBe(null);
  expect((await intentsOf(job))[0]!.placement).toEqual({ server: 'gpu-1', why: 'only', insteadOf: null });
  const tree = (await call<ProjectTree>('GET', `/projects/${projectId}/tree`)).body;
  const shot = tree.scenes.flatMap(({ shots }) => shots).find(({ id }) => id === shotId)!;
  expect(shot.takes.at(-1)!.madeBy).toContain('ComfyUI · gpu-1 · SDXL, fast');
});

it('goes on elsewhere when a server forgot it or ran out of memory, and once on each', {
  timeout: 90_000,
}, async () => {
  await add({ name: 'gpu-2', baseUrl: two.baseUrl });
  one.setWorkMs(60_000);
  const job = await press();
  await untilAccepted(job);
  expect(one.submissions().length).toBe(2);
  one.restart();
  expect((await untilEnded(job)).failure).toBe(null);
  const [first, second] = await intentsOf(job);
  expect(first).toMatchObject({ state: 'failed', placement: { server: 'gpu-1', why: 'loaded' } });
  expect(second).toMatchObject({
    state: 'finished',
    placement: { server: 'gpu-2', insteadOf: { server: 'gpu-1', why: 'lost' } },
  });
  one.setWorkMs(0);
  two.refuseNext('failed');
  one.refuseNext('failed');
  const again = await press('pony:fast');
  expect((await untilEnded(again)).status).toBe('failed');
  expect((await intentsOf(again)).map(({ placement }) => placement?.insteadOf?.why ?? null)).toEqual([null, 'memory']);
});

it('sends nothing to a server that drains, and names the file that none has', { timeout: 60_000 }, async () => {
  const [gpu1, gpu2] = await listServers();
  await call('PATCH', `/comfy-servers/${gpu1!.id}`, { isDraining: true });
  two.setFiles({});
  await call('POST', `/comfy-servers/${gpu2!.id}/test`);
  const wish = { projectId, connection: 'comfyui:pool', model: 'sdxl:fast', maxCredits: 0 };
  const refused = await call<{ detail: string; code: string }>('POST', `/shots/${shotId}/picture?dryRun=true`, wish);
  expect(refused.body.code).toBe('generation.model_gone');
  expect(JSON.stringify(refused.body)).toContain('sd_xl_base_1.0');
  await call('PATCH', `/comfy-servers/${gpu1!.id}`, { isDraining: false, name: 'gpu-one', tokens: 1 });
  expect((await listServers())[0]).toMatchObject({ name: 'gpu-one', tokens: 1, isDraining: false });
});

it('takes a workflow of one’s own, offers it as a model, and runs it with the words in their place', {
  timeout: 60_000,
}, async () => {
  const graph = {
    1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    2: { class_type: 'CLIPTextEncode', inputs: { text: 'x', clip: ['1', 1] }, _meta: { title: 'Words {prompt=text}' } },
    3: { class_type: 'EmptyLatentImage', inputs: { width: 1344, height: 768, batch_size: 1 } },
    4: {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        seed: 1,
        steps: 4,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        positive: ['2', 0],
        negative: ['2', 0],
        latent_image: ['3', 0],
        denoise: 1,
      },
      _meta: { title: '{seed}' },
    },
    5: { class_type: 'VAEDecode', inputs: { samples: ['4', 0], vae: ['1', 2] } },
    6: { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'own' } },
  };
  const made = await call<ComfyWorkflow>('POST', '/comfy-workflows', { name: 'Own look', workflow: graph });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body.inputs.map(({ name }) => name)).toEqual(['prompt', 'seed']);
  expect(
    (await call<{ code: string }>('POST', '/comfy-workflows', { name: 'x', workflow: { nodes: [] } })).body.code,
  ).toBe('comfy.workflow_not_api');
  const model = `workflow:${made.body.id}`;
  const { items } = (await call<{ items: OfferedModel[] }>('GET', '/models')).body;
  expect(items.find(({ id }) => id === model)).toMatchObject({ title: 'Own look', capability: 'image' });
  const ended = await untilEnded(await press(model));
  expect(ended.failure).toBe(null);
  const ran = one.graphs().at(-1)!;
  expect(ran['2']!.inputs['text']).not.toBe('x');
  expect(ran['6']!.inputs['filename_prefix']).toBe('own');
  await call('PATCH', `/comfy-workflows/${made.body.id}`, { name: 'Look' });
  expect((await call('DELETE', `/comfy-workflows/${made.body.id}`, undefined, stranger)).status).toBe(404);
  expect((await call('DELETE', `/comfy-workflows/${made.body.id}`)).status).toBe(204);
});

it('gives work to agents: one each, by lease, taken up by another, completed once', { timeout: 90_000 }, async () => {
  for (const { id } of await listServers()) await call('PATCH', `/comfy-servers/${id}`, { isDraining: true });
  const { server, agentKey } = await add({ name: 'attic', kind: 'agent' });
  const base = `/api/v1/comfy-servers/${server.id}/agent`;
  const speak = async <Answer>(
    path: string,
    payload: object | Buffer,
    key = agentKey,
    method: 'POST' | 'PUT' = 'POST',
  ) => {
    const type = Buffer.isBuffer(payload) ? 'application/octet-stream' : 'application/json';
    const response = await studio.app.http.inject({
      method,
      url: `${base}/${path}`,
      payload,
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
    });
    return {
      status: response.statusCode,
      body: (response.body === '' ? null : response.json()) as Answer & { code?: string },
    };
  };
  const [{ devices, queue }] = (await listServers()) as [ComfyServer];
  const files = {
    checkpoints: ['sd_xl_base_1.0.safetensors'],
    diffusion_models: [],
    text_encoders: [],
    vae: [],
    clip_vision: [],
    loras: [],
  };
  const look = { version: '0.3.64', devices, queue, files, fileBytes: {} };
  expect((await speak('register', look, 'kca_wrong')).body.code).toBe('comfy.wrong_key');
  expect((await speak<{ name: string }>('register', look)).body).toEqual({ name: 'attic', leaseSeconds: 60 });
  expect((await speak('next', {})).status).toBe(204);
  const job = await press();
  const task = (await speak<ComfyTask>('next', { waitSeconds: 20 })).body;
  expect(Object.values(task.graph).some(({ class_type: type }) => type === 'KSampler')).toBe(true);
  // Another agent of the same server gets nothing while the lease lives, and the work once it has run out.
  expect((await speak('next', {})).status).toBe(204);
  const frame = (await drawSquare(64, '#204060')).toString('base64');
  const told = { leaseId: task.leaseId, share: 0.3, preview: frame };
  expect((await speak('progress', told)).body).toEqual({ isCancelled: false });
  await until(
    async () => {
      const { leaves } = (await call<{ leaves: Job[] }>('GET', `/jobs/${job.id}`)).body;
      return leaves[0]?.previewAssetId != null;
    },
    'the frame of the agent',
    15_000,
  );
  const half = await drawSquare(300, '#602040');
  const left = await speak<{ hash: string }>(`files/${task.leaseId}/half.png`, half, agentKey, 'PUT');
  await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(`update comfy_tasks set lease_until = now() - interval '1 second' where id = $1`, [task.taskId]),
  );
  const taken = await Promise.all([speak<ComfyTask>('next', {}), speak<ComfyTask>('next', {})]);
  expect(taken.map(({ status }) => status).sort()).toEqual([200, 204]);
  const second = taken.find(({ status }) => status === 200)!.body;
  expect(second.taskId).toBe(task.taskId);
  expect((await speak('progress', { leaseId: task.leaseId, share: 0.9 })).body.code).toBe('comfy.lease_lost');
  const sent = await speak<{ hash: string }>(
    `files/${second.leaseId}/made.png`,
    await drawSquare(512, '#204060'),
    agentKey,
    'PUT',
  );
  expect(sent.status).toBe(200);
  const done = { leaseId: second.leaseId, files: [{ name: 'made.png', hash: sent.body.hash }], fault: null };
  expect((await speak('complete', done)).body).toEqual({ isTaken: true });
  expect((await speak('complete', { ...done, files: [], fault: 'again' })).body).toEqual({ isTaken: true });
  expect((await untilEnded(job)).failure).toBe(null);
  expect((await intentsOf(job))[0]).toMatchObject({ state: 'finished', placement: { server: 'attic' } });
  // What the agent brought that lost its lease is named by no end, and goes with the work.
  const storage = createLocalStorage({ folder: join(studio.folder, 'files') });
  const { organizationId } = owner;
  const isThere = async (hash: string) => (await storage.find({ organizationId, hash })) !== undefined;
  expect([await isThere(left.body.hash), await isThere(sent.body.hash)]).toEqual([true, true]);
  await studio.test.database.inOrganization(organizationId, (transaction) =>
    transaction.query(`update intents set finished_at = now() - interval '1 hour' where id = $1`, [task.taskId]),
  );
  await sweepTasks(studio.test.database, storage, organizationId);
  expect([await isThere(left.body.hash), await isThere(sent.body.hash)]).toEqual([false, true]);
  const renewed = (await call<Added>('POST', `/comfy-servers/${server.id}/agent-key`)).body.agentKey;
  expect((await speak('next', {})).body.code).toBe('comfy.wrong_key');
  expect((await speak('next', {}, renewed)).status).toBe(204);
  expect((await call('DELETE', `/comfy-servers/${server.id}`, undefined, stranger)).status).toBe(404);
  expect((await call('DELETE', `/comfy-servers/${server.id}`)).status).toBe(204);
});
