import { setTimeout as sleep } from 'node:timers/promises';
import { type ComfyUiEmulator, startComfyUiEmulator } from '@kinora/providers/emulators';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { MustWait } from '../jobs/index.ts';
import { until } from '../jobs/testing/harness.ts';
import { addConnection } from './add-connection.ts';
import { lookAndSave, startComfyWatcher } from './comfy/look.ts';
import { setDraining } from './comfy/server-store.ts';
import { keepOne } from './keeper.ts';
import { createRoutingHarness, orderPicture, type RoutingHarness } from './testing/harness.ts';

let routing: RoutingHarness;
let one: ComfyUiEmulator;
let two: ComfyUiEmulator;

const order = () => ({ ...orderPicture(), route: { connection: 'comfyui:pool', model: 'sdxl:fast' } });

async function addServer(name: string, { baseUrl }: ComfyUiEmulator, tokens: number | null = null): Promise<string> {
  const id = newId();
  const { organizationId } = routing;
  const fields = { id, organizationId, provider: 'comfyui', name, baseUrl, secret: '', createdBy: null };
  await routing.database.inOrganization(organizationId, (transaction) =>
    addConnection(transaction, routing.parts, { ...fields, maxConcurrent: tokens, submissionsPerMinute: null }),
  );
  await lookAndSave(routing.parts, organizationId, id);
  return id;
}
const drain = (id: string, isDraining: boolean) =>
  routing.database.inOrganization(routing.organizationId, (transaction) => setDraining(transaction, id, isDraining));
const newest = async (jobId: string) => (await routing.intentsOf(jobId)).at(-1);
const untilAccepted = (jobId: string) =>
  until(async () => (await newest(jobId))?.state === 'accepted', 'accepted', 20_000);

beforeEach(async () => {
  routing = await createRoutingHarness();
  [one, two] = await Promise.all([startComfyUiEmulator(), startComfyUiEmulator()]);
  one.openDoor();
  two.openDoor();
});
afterEach(async () => {
  await routing.close();
  await one.close();
  await two.close();
});

it('waits at a full server rather than go back to one that has forgotten this piece', { timeout: 60_000 }, async () => {
  await addServer('gpu-1', one, 1);
  const second = await addServer('gpu-2', two, 1);
  one.setWorkMs(60_000);
  two.setWorkMs(60_000);
  const filling = await routing.addJob();
  const direct = { ...order(), route: { connection: second, model: 'sdxl:fast' } };
  const filled = routing.generate(filling, { order: direct });
  await untilAccepted(filling);
  const jobId = await routing.addJob();
  const made = routing.generate(jobId, { order: order() });
  await untilAccepted(jobId);
  expect(one.submissions()).toHaveLength(1);
  // It is there again and has room, and would be asked for the same piece round and round.
  one.restart();
  one.setWorkMs(0);
  await until(async () => (await routing.intentsOf(jobId)).length === 2, 'its turn at the second server', 20_000);
  await sleep(3000);
  expect(one.submissions()).toHaveLength(0);
  expect((await routing.intentsOf(jobId)).map(({ state }) => state)).toEqual(['failed', 'intent']);
  two.setWorkMs(0);
  two.endNow((await newest(filling))!.id);
  expect((await made).madeBy).toContain('gpu-2');
  await filled;
});

it('sends nothing to a server that drains by now, and comes back when it takes work again', {
  timeout: 60_000,
}, async () => {
  routing.parts.patienceMs = 200;
  const server = await addServer('gpu-1', one, 1);
  one.setWorkMs(60_000);
  const filling = await routing.addJob();
  const filled = routing.generate(filling, { order: order() });
  await untilAccepted(filling);
  const jobId = await routing.addJob();
  await expect(routing.generate(jobId, { order: order() })).rejects.toBeInstanceOf(MustWait);
  await routing.setJob(jobId, 'waiting', 'capacity');
  one.setWorkMs(0);
  one.endNow((await newest(filling))!.id);
  await filled;
  await drain(server, true);
  const intent = (await newest(jobId))!;
  const keep = () => keepOne(routing.parts, { id: intent.id, organization_id: routing.organizationId, job_id: jobId });
  await keep();
  expect(await routing.statusOf(jobId)).toBe('waiting');
  await expect(routing.generate(jobId, { order: order() })).rejects.toThrow(new MustWait('server_draining'));
  expect(one.submissions()).toHaveLength(1);
  await drain(server, false);
  await keep();
  expect(await routing.statusOf(jobId)).toBe('pending');
  expect((await routing.generate(jobId, { order: order() })).files).toHaveLength(1);
});

it('takes what a silent server has made, when that speaks again as it is given up', { timeout: 60_000 }, async () => {
  await routing.close();
  let tells = true;
  routing = await createRoutingHarness({
    wrap: (provider) =>
      provider.id !== 'comfyui'
        ? provider
        : {
            ...provider,
            poll: (call, remote) =>
              tells
                ? provider.poll(call, remote)
                : Promise.resolve({
                    kind: 'unreachable',
                    fault: { kind: 'provider_down', message: 'silent', retryAfterMs: null },
                  }),
            // It answers just now, and has made it.
            cancel: async () => {
              tells = true;
              return { kind: 'too_late' };
            },
          },
  });
  routing.parts.lostAfterMs = 500;
  await addServer('gpu-1', one);
  one.setWorkMs(60_000);
  const jobId = await routing.addJob();
  const made = routing.generate(jobId, { order: order() });
  await untilAccepted(jobId);
  await addServer('gpu-2', two);
  tells = false;
  one.endNow(one.submissions()[0]!.id);
  expect((await made).madeBy).toContain('gpu-1');
  expect(two.submissions()).toHaveLength(0);
  expect((await routing.intentsOf(jobId)).map(({ state }) => state)).toEqual(['finished']);
});

it('looks at every server in its turn, although one of them does not answer', { timeout: 60_000 }, async () => {
  const silent = await addServer('gpu-1', one);
  const other = await addServer('gpu-2', two);
  const lookedAt = async (id: string) => {
    const { rows } = await routing.database.inOrganization(routing.organizationId, (transaction) =>
      transaction.query<{ looked_at: Date }>('select looked_at from comfy_servers where id = $1', [id]),
    );
    return rows[0]!.looked_at.getTime();
  };
  const makeDue = (id: string) =>
    routing.database.inOrganization(routing.organizationId, (transaction) =>
      transaction.query('update comfy_servers set look_due_at = clock_timestamp() where id = $1', [id]),
    );
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { http } = routing.parts;
  const watcher = startComfyWatcher({
    ...routing.parts,
    http: async (request) => {
      if (request.url.startsWith(one.baseUrl)) await gate;
      return http(request);
    },
    files: routing.parts.agents.files,
    onError: console.error,
    roundMs: 100,
  });
  try {
    await makeDue(silent);
    for (let turn = 0; turn < 2; turn += 1) {
      const before = await lookedAt(other);
      await makeDue(other);
      await until(async () => (await lookedAt(other)) > before, `look ${turn}`, 10_000);
    }
  } finally {
    release();
    await watcher.stop();
  }
});
