import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { getBalances } from '../credits/index.ts';
import type { JobActor } from './service.ts';
import { createHarness, type Harness, until, type Worker } from './testing/harness.ts';
import { resumeJob } from './waiting.ts';

let harness: Harness;
let worker: Worker;
beforeAll(async () => {
  harness = await createHarness();
  worker = await harness.startWorker({ studio: 1, light: 1 });
});
afterAll(async () => {
  await worker.stop();
  await harness.close();
});

const treeOf = (actor: JobActor, id: string) => harness.jobs.get(actor.organizationId, id);
const balances = (actor: JobActor) => harness.database.inOrganization(actor.organizationId, getBalances);

/** One piece that cannot go on by itself, beside one that can. */
async function startOneThatAsks() {
  const actor = await harness.addOrganization();
  const name = `asks-${newId()}`;
  await writeFile(join(harness.folder, `fail-${name}`), '');
  const pieces = [
    { name, ms: 10, failure: 'wait' as const },
    { name: `plain-${newId()}`, ms: 10 },
  ];
  const input = { folder: harness.folder, text: 't', pieces, kind: 'light' };
  const job = await harness.jobs.create(actor, {
    studio: 'test',
    input,
    consent: { maxCredits: 9 },
    requestKey: newId(),
  });
  const tree = await until(async () => {
    const seen = await treeOf(actor, job.id);
    return (
      seen.leaves.some((leaf) => leaf.status === 'waiting') &&
      seen.leaves.some((leaf) => leaf.status === 'completed') &&
      seen
    );
  }, 'one that waits and one that is done');
  return { actor, job, name, waiting: tree.leaves.find((leaf) => leaf.status === 'waiting')! };
}

it('waits for a person without a slot, keeps its credits, is shown at the whole, and goes on when asked to', async () => {
  const { actor, job, name, waiting } = await startOneThatAsks();
  expect(waiting).toMatchObject({ waitingReason: 'unknown_outcome', failure: null });
  const shown = await until(async () => {
    const { job: seen } = await treeOf(actor, job.id);
    return seen.status === 'waiting' && seen;
  }, 'the whole is shown as waiting');
  expect(shown.waitingReason).toBe('unknown_outcome');
  expect(
    (await harness.jobs.getQueueStatus(actor.organizationId)).slots.find(({ kind }) => kind === 'light')!.used,
  ).toBe(0);
  expect(await balances(actor)).toEqual({ balance: 48, reserved: 1, debt: 0 });
  await rm(join(harness.folder, `fail-${name}`));
  const resume = () => harness.database.inOrganization(actor.organizationId, (tx) => resumeJob(tx, waiting.id));
  expect(await resume()).toBe(true);
  expect(await resume()).toBe(false);
  await until(async () => (await treeOf(actor, job.id)).job.status === 'completed', 'completed');
  expect(await balances(actor)).toEqual({ balance: 48, reserved: 0, debt: 0 });
  const { attempts } = await treeOf(actor, waiting.id);
  expect(attempts.map(({ attempt, state }) => [attempt, state])).toEqual([
    [1, 'interrupted'],
    [2, 'completed'],
  ]);
});

it('gives everything back when it is cancelled while it waits', async () => {
  const { actor, job } = await startOneThatAsks();
  await harness.jobs.cancel(actor, job.id);
  const { job: ended, leaves } = await treeOf(actor, job.id);
  expect(ended.status).toBe('cancelled');
  expect(leaves.map((leaf) => leaf.status).sort()).toEqual(['cancelled', 'completed']);
  expect(await balances(actor)).toEqual({ balance: 49, reserved: 0, debt: 0 });
});

it('tells of each try what it worked at: what the first had finished is not among the steps of the second', async () => {
  const actor = await harness.addOrganization();
  const name = `hard-${newId()}`;
  await writeFile(join(harness.folder, `fail-${name}`), '');
  const job = await harness.jobs.create(actor, {
    studio: 'test',
    input: { folder: harness.folder, text: 't', pieces: [{ name, ms: 10, failure: 'hard' }], kind: 'light' },
    consent: { maxCredits: 9 },
    requestKey: newId(),
  });
  await until(async () => (await treeOf(actor, job.id)).job.status === 'failed', 'failed');
  await rm(join(harness.folder, `fail-${name}`));
  await harness.jobs.retry(actor, job.id);
  await until(async () => (await treeOf(actor, job.id)).job.status === 'completed', 'completed');
  const own = (await treeOf(actor, job.id)).attempts.filter(({ jobId }) => jobId === job.id);
  expect(own.map(({ run, state }) => [run, state])).toEqual([
    [1, 'failed'],
    [2, 'completed'],
  ]);
  expect(own.map(({ steps }) => steps!.map((step) => [step.name, step.status]))).toEqual([
    [['plan', 'completed']],
    [['finish', 'completed']],
  ]);
});
