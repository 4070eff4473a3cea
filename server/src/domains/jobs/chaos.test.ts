import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { getBalances } from '../credits/index.ts';
import type { JobActor } from './service.ts';
import { ALL_SLOTS, createHarness, type Harness, until } from './testing/harness.ts';

const ROUNDS = Number(process.env['KINORA_KILLS'] ?? 5);

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(() => harness.close());

type Order = { names: string[]; ms?: number; kind?: 'light' | 'render' };

function start(actor: JobActor, { names, ms = 150, kind = 'light' }: Order) {
  return harness.jobs.create(actor, {
    studio: 'test',
    input: { folder: harness.folder, text: 't', pieces: names.map((name) => ({ name, ms })), kind },
    consent: { maxCredits: 50 },
    requestKey: newId(),
  });
}

async function treeOf(actor: JobActor, jobId: string) {
  return harness.jobs.get(actor.organizationId, jobId);
}

function untilCompleted(actor: JobActor, jobId: string, timeoutMs = 30_000) {
  return until(async () => (await treeOf(actor, jobId)).job.status === 'completed', `job ${jobId}`, timeoutMs);
}

async function sumOfEntries(): Promise<number> {
  const owner = new pg.Client({ connectionString: harness.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ sum: string }>('select coalesce(sum(amount), 0) as sum from ledger_entries');
  await owner.end();
  return Number(rows[0]!.sum);
}

describe('a worker that is killed', () => {
  it(`loses nothing and pays once, at ${ROUNDS} moments`, { timeout: 60_000 * ROUNDS }, async () => {
    const survivor = await harness.startWorker();
    for (let round = 0; round < ROUNDS; round += 1) {
      const actor = await harness.addOrganization();
      const victim = await harness.startWorker();
      const names = [1, 2, 3, 4].map((index) => `k${round}-${index}`);
      const job = await start(actor, { names });
      await sleep(Math.random() * 700);
      await victim.kill();
      const killedAt = performance.now();
      await untilCompleted(actor, job.id);
      console.log(`round ${round}: completed ${Math.round(performance.now() - killedAt)} ms after the kill`);
      const tree = await treeOf(actor, job.id);
      expect(tree.leaves.map((leaf) => leaf.status)).toEqual(Array(4).fill('completed'));
      expect(tree.job.paidCredits).toBe(4);
      expect(await harness.database.inOrganization(actor.organizationId, getBalances)).toEqual({
        balance: 46,
        reserved: 0,
        debt: 0,
      });
      const settled = await harness.database.inOrganization(actor.organizationId, (tx) =>
        tx.query(`select 1 from ledger_transfers where kind = 'settle'`),
      );
      expect(settled.rowCount).toBe(4);
      expect(await sumOfEntries()).toBe(0);
    }
    await survivor.stop();
  });

  it('as the only one goes on after the next start', async () => {
    const actor = await harness.addOrganization();
    const first = await harness.startWorker();
    const job = await start(actor, { names: ['n1', 'n2', 'n3'], ms: 400 });
    await until(async () => (await harness.log('n1')).length > 0, 'first piece');
    await first.kill();
    const second = await harness.startWorker();
    await untilCompleted(actor, job.id);
    expect((await harness.log('plan')).length).toBe(1);
    await second.stop();
  });
});

describe('a worker that is asked to stop', () => {
  it('ends within ten seconds, and its unfinished work goes on with the next', async () => {
    const actor = await harness.addOrganization();
    const first = await harness.startWorker();
    const job = await start(actor, { names: ['g1', 'g2'], ms: 9000 });
    await until(async () => (await harness.log('g1')).length > 0, 'first piece');
    const asked = performance.now();
    const code = await first.stop();
    const took = performance.now() - asked;
    console.log(`stopped in ${Math.round(took)} ms with work in hand`);
    expect(code).toBe(0);
    expect(took).toBeLessThan(10_000);
    expect((await treeOf(actor, job.id)).job.status).toBe('processing');
    const second = await harness.startWorker();
    await untilCompleted(actor, job.id);
    await second.stop();
  });
});

describe('the database', () => {
  it('may drop every connection: the work goes on', async () => {
    const actor = await harness.addOrganization();
    const worker = await harness.startWorker();
    const job = await start(actor, { names: ['d1', 'd2', 'd3', 'd4'], ms: 500 });
    await until(async () => (await harness.log('d1')).length > 0, 'first piece');
    const owner = new pg.Client({ connectionString: harness.ownerUrl });
    await owner.connect();
    for (let time = 0; time < 3; time += 1) {
      await owner.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await sleep(300);
    }
    await owner.end();
    expect(worker.child.exitCode, worker.output()).toBe(null);
    await until(
      async () => {
        const status = await treeOf(actor, job.id)
          .then((tree) => tree.job.status)
          .catch(() => 'unreachable');
        return status === 'completed';
      },
      'job after the connections were dropped',
      30_000,
    );
    expect(await sumOfEntries()).toBe(0);
    await worker.stop();
  });
});

describe('two organizations', () => {
  it('share the slots fairly, however much one of them asks for', async () => {
    const [many, few] = [await harness.addOrganization(), await harness.addOrganization()];
    const names = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const large = await start(many, { names, ms: 120, kind: 'render' });
    const worker = await harness.startWorker({ ...ALL_SLOTS, render: 1 });
    await until(
      async () => (await harness.log('m0')).length > 0 || (await harness.log('m1')).length > 0,
      'first piece',
    );
    const small = await start(few, { names: ['f1', 'f2', 'f3'], ms: 120, kind: 'render' });
    await untilCompleted(few, small.id);
    const done = (await treeOf(many, large.id)).leaves.filter((leaf) => leaf.status === 'completed').length;
    console.log(`3 pieces of the second were done when ${done} of 12 of the first were`);
    expect(done).toBeLessThan(9);
    await untilCompleted(many, large.id);
    await worker.stop();
  });

  it('are told where they stand in the queue', async () => {
    const actor = await harness.addOrganization();
    const worker = await harness.startWorker();
    const job = await start(actor, { names: ['q1', 'q2', 'q3'], ms: 600, kind: 'render' });
    const waiting = await until(async () => {
      const { leaves } = await treeOf(actor, job.id);
      const pending = leaves.filter((leaf) => leaf.status === 'pending');
      return pending.length === 2 && pending;
    }, 'two waiting leaves');
    expect(waiting.map((leaf) => leaf.position)).toEqual([1, 2]);
    expect(waiting[1]!.expectedSeconds).toBeGreaterThan(0);
    await untilCompleted(actor, job.id);
    await worker.stop();
  });

  it('are told that nobody can do a piece when no process has its slot', async () => {
    const actor = await harness.addOrganization();
    const worker = await harness.startWorker({ studio: 1, light: 1 });
    const job = await start(actor, { names: ['z1'], kind: 'render' });
    const leaf = await until(async () => (await treeOf(actor, job.id)).leaves[0], 'the leaf');
    expect(leaf).toMatchObject({ status: 'waiting', waitingReason: 'capacity' });
    const second = await harness.startWorker({ render: 1 });
    await untilCompleted(actor, job.id);
    await Promise.all([worker.stop(), second.stop()]);
  });
});
