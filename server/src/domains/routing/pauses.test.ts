import { afterAll, beforeAll, expect, it } from 'vitest';
import { MustWait } from '../jobs/index.ts';
import { MOST_FAILURES } from './circuit.ts';
import { listForgotten } from './intent-store.ts';
import { keepOne } from './keeper.ts';
import { createRoutingHarness, orderPicture, type RoutingHarness } from './testing/harness.ts';

/** One vendor, whose connection is paused and turned off; each test takes connections of its own. */
let harness: RoutingHarness;
let aheadMs = 0;
beforeAll(async () => {
  harness = await createRoutingHarness();
  harness.parts.now = () => Date.now() + aheadMs;
});
afterAll(() => harness.close());

const count = () => harness.emulator.countOf('submit');
const BROKEN = { kind: 'answer', answer: { status: 503, body: { detail: 'over capacity' } } } as const;
const LIMITED = {
  kind: 'answer',
  answer: { status: 429, headers: { 'retry-after': '90' }, body: { detail: 'limited', status: 429 } },
} as const;
const orderThrough = (connection: string) => ({ route: { connection, model: orderPicture().route.model } });

/** As another process finds it: nothing but the database in common. */
async function send(order: object, options: { signal?: AbortSignal } = {}) {
  const job = await harness.addJob();
  return { job, made: await harness.generate(job, { order, ...options }) };
}

it('stops asking a connection whose calls fail, and asks once when its time is over', { timeout: 60_000 }, async () => {
  const connection = await harness.addConnection();
  const order = orderThrough(connection);
  for (let failed = 0; failed < MOST_FAILURES; failed += 1) harness.emulator.failNext('submit', BROKEN);
  const stopper = new AbortController();
  const first = harness.addJob().then((job) => harness.generate(job, { order, signal: stopper.signal }));
  // Each is lost, looked for, certainly absent, and sent again, until the circuit opens.
  const fallback = {
    route: { connection: 'operator:replicate', model: order.route.model },
    request: orderPicture().request,
  };
  first.catch(() => undefined);
  while (count() < MOST_FAILURES) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(count()).toBe(MOST_FAILURES);
  stopper.abort();
  // Paused, it was certainly not asked: the one named instead is, and says so.
  const { job, made } = await send({ ...order, fallbacks: [fallback] });
  expect(made.insteadOf).toMatchObject([
    { madeBy: 'Replicate · FLUX schnell', why: expect.stringContaining('Nothing was paid') },
  ]);
  expect((await harness.intentsOf(job)).map(({ state, sends }) => [state, sends])).toEqual([
    ['refused', 0],
    ['finished', 1],
  ]);
  const before = count();
  aheadMs += 16_000;
  await send(order);
  expect(count()).toBe(before + 1);
});

it('waits as long as a vendor asked, also for jobs that never met it', { timeout: 60_000 }, async () => {
  const connection = await harness.addConnection();
  harness.emulator.failNext('submit', LIMITED);
  const stopper = new AbortController();
  const limited = harness
    .addJob()
    .then((job) => harness.generate(job, { order: orderThrough(connection), signal: stopper.signal }));
  limited.catch(() => undefined);
  const before = count();
  while (count() === before) await new Promise((resolve) => setTimeout(resolve, 20));
  const waiting = harness
    .addJob()
    .then((job) => harness.generate(job, { order: orderThrough(connection), signal: stopper.signal }));
  waiting.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(count()).toBe(before + 1);
  stopper.abort();
  aheadMs += 91_000;
  await send(orderThrough(connection));
  expect(count()).toBe(before + 2);
});

it('keeps what was written for a connection that is turned off, and sends it when it is on again', async () => {
  const connection = await harness.addConnection();
  const job = await harness.addJob();
  const turn = (isOn: boolean) =>
    harness.database.inOrganization(harness.organizationId, (transaction) =>
      transaction.query('update connections set is_enabled = $2 where id = $1', [connection, isOn]),
    );
  const order = { ...orderPicture(), ...orderThrough(connection) };
  harness.emulator.failNext('submit', {
    kind: 'answer',
    answer: { status: 429, body: { detail: 'limited', status: 429 } },
  });
  const stopper = new AbortController();
  const first = harness.generate(job, { order, signal: stopper.signal });
  first.catch(() => undefined);
  while ((await harness.intentsOf(job))[0]?.sends !== 1) await new Promise((resolve) => setTimeout(resolve, 20));
  stopper.abort();
  await turn(false);
  aheadMs += 120_000;
  await harness.database.inOrganization(harness.organizationId, (transaction) =>
    transaction.query(`update intents set send_after = now() where job_id = $1`, [job]),
  );
  const before = count();
  await expect(harness.generate(job, { order })).rejects.toThrow(new MustWait('connection_off'));
  await harness.setJob(job, 'waiting', 'connection_off');
  const kept = { id: (await harness.intentsOf(job))[0]!.id, organization_id: harness.organizationId, job_id: job };
  await keepOne(harness.parts, kept);
  expect(await harness.statusOf(job)).toBe('waiting');
  expect(count()).toBe(before);
  await turn(true);
  await keepOne(harness.parts, kept);
  expect(await harness.statusOf(job)).toBe('pending');
  await harness.generate(job, { order });
  expect(count()).toBe(before + 1);
});

it('looks at every forgotten intent in turn, however many never end', async () => {
  const jobs = await Promise.all(Array.from({ length: 7 }, () => harness.addJob()));
  for (const job of jobs) await harness.leaveUnknown(job, { minutesAgo: 30 });
  await harness.database.inOrganization(harness.organizationId, (transaction) =>
    transaction.query(`update intents set check_after = now() - interval '1 minute' where job_id = any($1::uuid[])`, [
      jobs,
    ]),
  );
  const seen = new Set<string>();
  for (let round = 0; round < 4; round += 1)
    for (const { job_id: job } of await listForgotten(harness.database.jobs, 2)) seen.add(job);
  expect(jobs.filter((job) => !seen.has(job))).toEqual([]);
});
