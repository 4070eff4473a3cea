import { type ComfyUiEmulator, startComfyUiEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { until } from '../jobs/testing/harness.ts';
import { addConnection } from './add-connection.ts';
import { lookAndSave } from './comfy/look.ts';
import { createRoutingHarness, orderPicture, type RoutingHarness } from './testing/harness.ts';

let routing: RoutingHarness;
let one: ComfyUiEmulator;
let two: ComfyUiEmulator;

const LOST_MS = 500;
const order = () => ({ ...orderPicture(), route: { connection: 'comfyui:pool', model: 'sdxl:fast' } });

async function addServer(name: string, { baseUrl }: ComfyUiEmulator): Promise<string> {
  const id = newId();
  const { organizationId } = routing;
  const fields = { id, organizationId, provider: 'comfyui', name, baseUrl, secret: '', createdBy: null };
  await routing.database.inOrganization(organizationId, (transaction) =>
    addConnection(transaction, routing.parts, { ...fields, maxConcurrent: null, submissionsPerMinute: null }),
  );
  await lookAndSave(routing.parts, organizationId, id);
  return id;
}
const untilAccepted = (jobId: string) =>
  until(async () => (await routing.intentsOf(jobId)).at(-1)?.state === 'accepted', 'accepted', 20_000);

beforeAll(async () => {
  routing = await createRoutingHarness();
  routing.parts.lostAfterMs = LOST_MS;
  one = await startComfyUiEmulator();
  two = await startComfyUiEmulator();
  one.openDoor();
  two.openDoor();
});
afterAll(async () => {
  await routing.close();
  await one.close();
  await two.close();
});

it('waits for a silent server while there is no other', { timeout: 30_000 }, async () => {
  await addServer('gpu-1', one);
  one.setWorkMs(60_000);
  const jobId = await routing.addJob();
  const made = routing.generate(jobId, { order: order() });
  await untilAccepted(jobId);
  one.hang(true);
  await new Promise((resolve) => setTimeout(resolve, 2 * LOST_MS));
  one.endNow(one.submissions()[0]!.id);
  one.hang(false);
  expect((await made).madeBy).toBe('ComfyUI · gpu-1 · SDXL, fast');
  expect((await routing.intentsOf(jobId)).map(({ state }) => state)).toEqual(['finished']);
});

it('gives its work to another after the stated time, and says whose place that one took', {
  timeout: 30_000,
}, async () => {
  const second = await addServer('gpu-2', two);
  const jobId = await routing.addJob();
  const made = routing.generate(jobId, { order: order() });
  await untilAccepted(jobId);
  one.hang(true);
  expect((await made).madeBy).toBe('ComfyUI · gpu-2 · SDXL, fast');
  const intents = await routing.intentsOf(jobId);
  expect(intents).toMatchObject([
    { state: 'failed', fault_kind: 'provider_down' },
    { state: 'finished', number: 2 },
  ]);
  expect(one.submissions().length).toBe(2);
  expect(two.submissions().map(({ id }) => id)).toEqual([intents[1]!.id]);
  await lookAndSave(routing.parts, routing.organizationId, second);
});
