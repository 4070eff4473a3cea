import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { getBalances } from '../credits/index.ts';
import type { JobActor } from './service.ts';
import { createHarness, type Harness, until, type Worker } from './testing/harness.ts';

let harness: Harness;
let worker: Worker;
beforeAll(async () => {
  harness = await createHarness();
  worker = await harness.startWorker();
});
afterAll(async () => {
  await worker.stop();
  await harness.close();
});

type Options = { kind?: 'light' | 'render' | 'child'; text?: string; ms?: number; failure?: 'hard' | 'soft' };

async function start(actor: JobActor, names: string[], options: Options = {}) {
  const { kind = 'light', text = 'words', ms = 50, failure } = options;
  const pieces = names.map((name) => ({ name, ms, ...(failure ? { failure } : {}) }));
  return harness.jobs.create(actor, {
    studio: 'test',
    input: { folder: harness.folder, text, pieces, kind },
    consent: { maxCredits: 40 },
    requestKey: newId(),
  });
}

const statusOf = async (actor: JobActor, jobId: string) =>
  (await harness.jobs.get(actor.organizationId, jobId)).job.status;
const untilStatus = (actor: JobActor, jobId: string, status: string, timeoutMs?: number) =>
  until(async () => (await statusOf(actor, jobId)) === status, `${jobId} ${status}`, timeoutMs);
const balancesOf = (actor: JobActor) => harness.database.inOrganization(actor.organizationId, getBalances);

describe('a job', () => {
  it('runs its steps and leaves, is paid for what it made, and tells its result', async () => {
    const actor = await harness.addOrganization();
    const job = await start(actor, ['a1', 'a2', 'a3']);
    expect(job.quotedCredits).toBe(3);
    await untilStatus(actor, job.id, 'completed');
    const tree = await harness.jobs.get(actor.organizationId, job.id);
    expect(tree.output).toEqual({ names: ['a1', 'a2', 'a3'], text: 'words' });
    expect(tree.job).toMatchObject({ progress: 1, paidCredits: 3, failure: null });
    expect(tree.leaves.map((leaf) => leaf.status)).toEqual(['completed', 'completed', 'completed']);
    expect(tree.steps.map((step) => [step.name, step.status])).toEqual([
      ['plan', 'completed'],
      ['finish', 'completed'],
    ]);
    expect(await balancesOf(actor)).toEqual({ balance: 47, reserved: 0, debt: 0 });
  });

  it('is made once for one request', async () => {
    const actor = await harness.addOrganization();
    const request = {
      studio: 'test',
      input: { folder: harness.folder, text: 't', pieces: [{ name: 'once', ms: 20 }] },
      consent: { maxCredits: 1 },
      requestKey: newId(),
    };
    const [first, second] = [await harness.jobs.create(actor, request), await harness.jobs.create(actor, request)];
    expect(second.id).toBe(first.id);
    await untilStatus(actor, first.id, 'completed');
    expect(await harness.log('once')).toEqual(['start', 'end']);
  });

  it('is refused with the new price when the one agreed to does not hold', async () => {
    const actor = await harness.addOrganization();
    const input = {
      folder: harness.folder,
      text: 't',
      pieces: [
        { name: 'p', ms: 20 },
        { name: 'q', ms: 20 },
      ],
    };
    const attempt = harness.jobs.create(actor, {
      studio: 'test',
      input,
      consent: { maxCredits: 1 },
      requestKey: newId(),
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'credits.price_changed',
      details: { quote: { totalCredits: 2 } },
    });
    const quote = await harness.jobs.quote(actor, 'test', input);
    const job = await harness.jobs.create(actor, {
      studio: 'test',
      input,
      consent: { quoteId: quote.id },
      requestKey: newId(),
    });
    await untilStatus(actor, job.id, 'completed');
  });

  it('is not started without the credits for it, and leaves no trace', async () => {
    const actor = await harness.addOrganization();
    const pieces = Array.from({ length: 51 }, (_, index) => ({ name: `x${index}`, ms: 10 }));
    const attempt = harness.jobs.create(actor, {
      studio: 'test',
      input: { folder: harness.folder, text: 't', pieces },
      consent: { maxCredits: 100 },
      requestKey: newId(),
    });
    await expect(attempt).rejects.toMatchObject({ code: 'credits.insufficient' });
    expect(await harness.jobs.list(actor.organizationId, { limit: 10 })).toEqual([]);
    expect(await balancesOf(actor)).toEqual({ balance: 50, reserved: 0, debt: 0 });
  });

  it('goes on from the step that failed: finished steps and leaves are not made again', async () => {
    const actor = await harness.addOrganization();
    const marker = join(harness.folder, 'fail-r2');
    await writeFile(marker, '');
    const job = await start(actor, ['r1', 'r2'], { failure: 'hard' });
    await untilStatus(actor, job.id, 'failed');
    const failed = await harness.jobs.get(actor.organizationId, job.id);
    expect(failed.job.failure).toMatchObject({ code: 'jobs.part_failed' });
    expect(await balancesOf(actor)).toEqual({ balance: 49, reserved: 0, debt: 0 });
    await rm(marker);
    const plansBefore = (await harness.log('plan')).length;
    await harness.jobs.retry(actor, job.id);
    await untilStatus(actor, job.id, 'completed');
    expect(await harness.log('r1')).toEqual(['start', 'end']);
    expect(await harness.log('r2')).toEqual(['start', 'start', 'end']);
    expect((await harness.log('plan')).length).toBe(plansBefore);
    expect(await balancesOf(actor)).toEqual({ balance: 48, reserved: 0, debt: 0 });
    await expect(harness.jobs.retry(actor, job.id)).rejects.toMatchObject({ code: 'jobs.not_retryable' });
  });

  it('tries passing faults three times by itself, with growing waits', async () => {
    const actor = await harness.addOrganization();
    const marker = join(harness.folder, 'fail-s1');
    await writeFile(marker, '');
    const job = await start(actor, ['s1'], { failure: 'soft' });
    await untilStatus(actor, job.id, 'failed');
    expect(await harness.log('s1')).toEqual(['start', 'start', 'start']);
    expect(await balancesOf(actor)).toEqual({ balance: 50, reserved: 0, debt: 0 });
    await rm(marker);
  });

  it('stops within two seconds when it is cancelled, and its credits come back', async () => {
    const actor = await harness.addOrganization();
    const job = await start(actor, ['c1'], { kind: 'child', ms: 30_000 });
    await until(async () => (await harness.log('c1')).length > 0, 'child started');
    expect((await balancesOf(actor)).reserved).toBe(1);
    const started = performance.now();
    const cancelled = await harness.jobs.cancel(actor, job.id);
    expect(cancelled.status).toBe('cancelled');
    expect(await balancesOf(actor)).toEqual({ balance: 50, reserved: 0, debt: 0 });
    await until(async () => (await harness.log('c1')).includes('exit'), 'child ended', 2000);
    console.log(`cancel to child's end: ${Math.round(performance.now() - started)} ms`);
    await expect(harness.jobs.cancel(actor, job.id)).rejects.toMatchObject({ code: 'jobs.already_ended' });
    const after = await start(actor, ['c2'], { kind: 'render' });
    await untilStatus(actor, after.id, 'completed');
  });

  it('waits while the organization is paused, says so, and starts when released', async () => {
    const actor = await harness.addOrganization();
    await harness.jobs.setPaused(actor.organizationId, true);
    const job = await start(actor, ['w1']);
    expect(await harness.jobs.get(actor.organizationId, job.id)).toMatchObject({
      job: { status: 'waiting', waitingReason: 'paused' },
    });
    expect((await harness.jobs.getQueueStatus(actor.organizationId)).isPaused).toBe(true);
    await harness.jobs.setPaused(actor.organizationId, false);
    await untilStatus(actor, job.id, 'completed');
  });

  it('is not seen, stopped or started again by another organization', async () => {
    const [mine, other] = [await harness.addOrganization(), await harness.addOrganization()];
    const job = await start(mine, ['o1']);
    await untilStatus(mine, job.id, 'completed');
    await expect(harness.jobs.get(other.organizationId, job.id)).rejects.toMatchObject({ code: 'jobs.not_found' });
    await expect(harness.jobs.cancel(other, job.id)).rejects.toMatchObject({ code: 'jobs.not_found' });
    await expect(harness.jobs.retry(other, job.id)).rejects.toMatchObject({ code: 'jobs.not_found' });
    expect(await harness.jobs.list(other.organizationId, { limit: 10 })).toEqual([]);
    expect((await harness.jobs.list(mine.organizationId, { limit: 10 })).map((one) => one.id)).toEqual([job.id]);
  });
});

describe('the engine', () => {
  it('holds nothing private: no word of any job is in its tables', async () => {
    const actor = await harness.addOrganization();
    const secret = `secret-${newId()}`;
    const job = await start(actor, ['e1'], { text: secret });
    await untilStatus(actor, job.id, 'completed');
    const tables = await harness.database.jobs.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'dbos'`,
    );
    expect(tables.rows.length).toBeGreaterThan(3);
    let rowsSeen = 0;
    for (const { name } of tables.rows) {
      const found = await harness.database.jobs.query<{ all: number; hits: number }>(
        `select count(*)::int as all, count(*) filter (where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%')::int as hits from dbos.${name} t`,
        [secret, harness.folder],
      );
      expect(found.rows[0]!.hits, name).toBe(0);
      rowsSeen += found.rows[0]!.all;
    }
    expect(rowsSeen).toBeGreaterThan(0);
  });

  it('cannot be reached by the program except through the one function, which takes only what is processing', async () => {
    const actor = await harness.addOrganization();
    await expect(harness.database.app.query(`select dbos.enqueue_workflow('a', 'b')`)).rejects.toHaveProperty(
      'code',
      '42501',
    );
    await expect(harness.database.app.query('select app.enqueue_job($1)', [newId()])).rejects.toHaveProperty(
      'code',
      '42501',
    );
    const job = await start(actor, ['f1']);
    await untilStatus(actor, job.id, 'completed');
    await expect(harness.database.jobs.query('select app.enqueue_job($1)', [job.id])).rejects.toHaveProperty(
      'code',
      '55000',
    );
  });
});
