import type { BulkJobsResult, Job, JobLogLine, JobTree, OperatorQueues, QueueStatus } from '@kinora/contract';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { runQueueCommandAt } from '../../queue-mode.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { admitJobs } from './dispatcher.ts';

/** Hosted prices, so that credits come back; no worker, so that jobs stay where they are put. */
let studio: StudioApp;
let owner: StudioPerson;
let editor: StudioPerson;
let viewer: StudioPerson;
let stranger: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp({ preset: 'hosted' });
  owner = await studio.setUp();
  editor = await studio.join(owner, 'editor', 'editor');
  viewer = await studio.join(owner, 'viewer', 'viewer');
  stranger = await studio.signUp('stranger');
});
afterAll(() => studio.close());

const api = (path: string) => `/api/v1${path}`;
async function get<Body>(caller: Caller, path: string): Promise<Body> {
  const answer = await caller.ask({ url: api(path) });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as Body;
}
const send = (caller: Caller, path: string, payload: object) =>
  caller.ask({ method: 'POST', url: api(path), payload, headers: { 'idempotency-key': newId() } });
async function make(caller: Caller): Promise<Job> {
  const input = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'] };
  const answer = await send(caller, '/jobs/film', { input, maxCredits: 50 });
  expect(answer.statusCode, answer.body).toBe(202);
  return (answer.json() as { job: Job }).job;
}
async function bulk(caller: Caller, action: string, ids: string[]): Promise<BulkJobsResult> {
  const answer = await send(caller, '/jobs/bulk', { action, ids });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as BulkJobsResult;
}
const queueOf = (caller: Caller, isPaused: boolean) => send(caller, '/queue/paused', { isPaused });
const statusOf = (caller: Caller, query = '') => get<QueueStatus>(caller, `/queue/status${query}`);
const treeOf = (caller: Caller, id: string) => get<JobTree>(caller, `/jobs/${id}`);
const balanceOf = async (caller: Caller) => (await get<{ balance: number }>(caller, '/credits')).balance;
const listIds = async (caller: Caller, query: string) =>
  (await get<{ items: Job[] }>(caller, `/jobs?${query}`)).items.map(({ id }) => id);

/** Stands for a process that takes films; the dispatcher of the test admits, and nothing runs them. */
async function offer(films: number): Promise<void> {
  await studio.test.database.jobs.query(
    `insert into executors (id, slots, seen_at) values ('test', $1, clock_timestamp() + interval '1 hour')
       on conflict (id) do update set slots = excluded.slots`,
    [films === 0 ? {} : { studio: films }],
  );
}
const mode = (command: 'pause' | 'drain' | 'resume' | 'status') => runQueueCommandAt(studio.test.ownerUrl, command);

it('stops many at once, tells what came back and why each of the rest was left alone, and a second press changes nothing', async () => {
  const before = await balanceOf(owner);
  const jobs = [await make(owner), await make(editor)];
  const unknown = newId();
  const ids = [...jobs.map(({ id }) => id), unknown];
  const done = await bulk(owner, 'cancel', ids);
  expect(done.doneIds).toEqual(jobs.map(({ id }) => id));
  expect(done.creditsReturned).toBe(jobs[0]!.quotedCredits + jobs[1]!.quotedCredits);
  expect(done.refused).toMatchObject([{ id: unknown, code: 'jobs.not_found' }]);
  expect(await balanceOf(owner)).toBe(before);
  const again = await bulk(owner, 'cancel', ids);
  expect(again).toMatchObject({ doneIds: [], creditsReturned: 0 });
  expect(again.refused.map(({ code }) => code)).toEqual(['jobs.already_ended', 'jobs.already_ended', 'jobs.not_found']);
  expect(again.refused[0]!.sentence).toBe('This job has already ended.');
});

it('is for makers, on their own organization’s jobs', async () => {
  const job = await make(owner);
  expect((await send(viewer, '/jobs/bulk', { action: 'cancel', ids: [job.id] })).statusCode).toBe(403);
  expect((await bulk(stranger, 'cancel', [job.id])).refused).toMatchObject([{ code: 'jobs.not_found' }]);
  expect((await stranger.ask({ url: api(`/jobs/${job.id}/log`) })).statusCode).toBe(404);
  expect((await get<{ items: JobLogLine[] }>(viewer, `/jobs/${job.id}/log`)).items).toHaveLength(1);
  expect((await bulk(owner, 'cancel', [job.id])).doneIds).toEqual([job.id]);
});

it('clears what has not begun, for keepers alone, and says beforehand how much that is', async () => {
  const jobs = [await make(owner), await make(editor)];
  const credits = jobs.reduce((sum, job) => sum + job.quotedCredits, 0);
  expect((await send(editor, '/queue/clear', {})).statusCode).toBe(403);
  const asked = (await send(owner, '/queue/clear', { dryRun: true })).json();
  expect(asked).toEqual({ count: 2, creditsReturned: credits, isDone: false });
  expect((await treeOf(owner, jobs[0]!.id)).job.status).toBe('waiting');
  expect((await send(stranger, '/queue/clear', {})).json()).toMatchObject({ count: 0 });
  expect((await send(owner, '/queue/clear', {})).json()).toEqual({ ...asked, isDone: true });
  expect((await send(owner, '/queue/clear', {})).json()).toEqual({ count: 0, creditsReturned: 0, isDone: true });
  expect((await treeOf(owner, jobs[1]!.id)).job.status).toBe('cancelled');
});

it('raises and lowers, keeps what happened as lines, and lists in the order in which work will start', async () => {
  await offer(1);
  const [first, second] = [await make(owner), await make(owner)];
  expect(await listIds(owner, 'order=queue&active=true')).toEqual([first.id, second.id]);
  await bulk(owner, 'raise', [second.id]);
  expect(await listIds(owner, 'order=queue&active=true')).toEqual([second.id, first.id]);
  expect((await treeOf(owner, second.id)).job).toMatchObject({
    priority: 1,
    position: 1,
    waitingFor: { limit: 'starting' },
  });
  expect((await treeOf(owner, first.id)).job).toMatchObject({
    position: 2,
    waitingFor: {
      limit: 'priority',
      slot: { kind: 'studio', used: 0, total: 1 },
      ahead: { own: 1, raised: 1, others: 0 },
    },
  });
  const page = await get<{ items: Job[]; nextCursor: string }>(owner, '/jobs?order=queue&active=true&limit=1');
  expect(await listIds(owner, `order=queue&active=true&limit=1&cursor=${page.nextCursor}`)).toEqual([first.id]);
  const { items } = await get<{ items: JobLogLine[] }>(owner, `/jobs/${second.id}/log`);
  expect(items.map(({ code, detail }) => [code, detail])).toEqual([
    ['priority', '1'],
    ['queued', null],
  ]);
  const rest = await get<{ items: JobLogLine[] }>(owner, `/jobs/${second.id}/log?limit=1`);
  expect(rest.items).toHaveLength(1);
  const raisedAt = items[0]!.at;
  const cut = async (query: string) =>
    (await get<{ items: JobLogLine[] }>(owner, `/jobs/${second.id}/log?${query}`)).items.map(({ code }) => code);
  expect(await cut(`since=${raisedAt}`)).toEqual(['priority']);
  expect(await cut(`until=${raisedAt}`)).toEqual(['queued']);
  // Back where it was, it waits behind an older one of the same priority for a place, and for nobody's hand.
  await bulk(owner, 'lower', [second.id]);
  expect((await treeOf(owner, second.id)).job.waitingFor).toMatchObject({
    limit: 'slot',
    ahead: { own: 1, raised: 0, others: 0 },
  });
  await bulk(owner, 'cancel', [first.id, second.id]);
  await offer(0);
});

it('counts jobs by group, mine or everybody’s, and says what holds the rest', async () => {
  const [mine, other] = [await make(owner), await make(editor)];
  const all = await statusOf(owner);
  expect(all).toMatchObject({ mode: 'open', isPaused: false, connections: [], lastHour: { completed: 0, failed: 0 } });
  expect(all.groups).toMatchObject({ running: 0, waiting: 2, needs_you: 0 });
  expect(all.waitingBy).toMatchObject({ capacity: 2, turn: 0, paused: 0 });
  expect((await statusOf(owner, '?scope=mine')).groups.waiting).toBe(1);
  expect((await statusOf(stranger)).groups.waiting).toBe(0);
  expect(await listIds(owner, 'group=waiting&scope=mine')).toEqual([mine.id]);
  expect(await listIds(owner, 'group=waiting&kind=product-film')).toEqual([]);
  expect((await treeOf(owner, other.id)).job.waitingFor).toMatchObject({ limit: 'no_worker' });
  await bulk(owner, 'cancel', [mine.id, other.id]);
});

it('holds for everybody when the operator pauses, lets what was begun end in a drain, and goes on afterwards', async () => {
  await offer(1);
  const begun = await make(owner);
  expect(await admitJobs(studio.test.database)).toBe(1);
  await offer(2);
  const job = await make(owner);
  expect(await mode('pause')).toContain('paused');
  expect(await admitJobs(studio.test.database)).toBe(0);
  expect((await treeOf(owner, job.id)).job).toMatchObject({
    waitingReason: 'paused',
    waitingFor: { limit: 'studio_paused' },
  });
  expect((await statusOf(stranger)).mode).toBe('paused');
  expect(await mode('drain')).toContain('Jobs begun and not finished: 1. Jobs that have not begun: 1.');
  expect(await admitJobs(studio.test.database)).toBe(0);
  expect((await treeOf(owner, job.id)).job.waitingFor).toEqual({ limit: 'studio_draining' });
  // Another try of a run that began is what a drain waits for.
  await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(`update jobs set status = 'pending', attempt = 2 where id = $1`, [begun.id]),
  );
  expect(await admitJobs(studio.test.database)).toBe(1);
  expect((await treeOf(owner, begun.id)).job.status).toBe('processing');
  expect(await mode('resume')).toContain('open');
  expect(await admitJobs(studio.test.database)).toBe(1);
  const { items } = await get<{ items: JobLogLine[] }>(owner, `/jobs/${begun.id}/log`);
  expect(items.map(({ code }) => code)).toEqual(['started', 'postponed', 'started', 'queued']);
});

it('expects a start after what is left of the work that runs, and at once where a place is free', async () => {
  await bulk(owner, 'cancel', await listIds(owner, 'group=running'));
  await offer(1);
  await make(owner);
  expect(await admitJobs(studio.test.database)).toBe(1);
  const job = await make(owner);
  const startOf = async () => (await treeOf(owner, job.id)).job.expectedSeconds;
  expect(await startOf()).toBeGreaterThan(0);
  await offer(2);
  expect(await startOf()).toBe(0);
});

describe('how much an organization may have in work at once', () => {
  const limit = (caller: Caller, maxRunning: number | null, organizationId: string | null = null) =>
    caller.ask({ method: 'PUT', url: api('/admin/queues/limit'), payload: { maxRunning, organizationId } });
  const admit = () => admitJobs(studio.test.database);
  const runningOf = async (caller: Caller) => (await statusOf(caller)).organization;

  const cancelAll = async () => {
    for (const caller of [owner, stranger]) {
      const ids = await listIds(caller, 'active=true');
      if (ids.length > 0) await bulk(caller, 'cancel', ids);
    }
  };
  beforeEach(cancelAll);
  afterEach(async () => {
    await limit(owner, null);
    await limit(owner, null, stranger.organizationId);
    await cancelAll();
  });

  it('holds the rest back, says so, and lets others have the places', async () => {
    await offer(4);
    expect((await limit(owner, 2)).statusCode).toBe(204);
    const mine = [await make(owner), await make(editor), await make(owner)];
    await make(stranger);
    expect(await admit()).toBe(3);
    expect(await runningOf(owner)).toEqual({ used: 2, total: 2 });
    expect(await runningOf(stranger)).toEqual({ used: 1, total: 2 });
    const held = await treeOf(owner, mine[2]!.id);
    expect(held.job).toMatchObject({
      status: 'pending',
      waitingFor: { limit: 'organization', organization: { running: 2, total: 2 } },
    });
    expect(await admit()).toBe(0);
    await bulk(owner, 'cancel', [mine[0]!.id]);
    expect(await admit()).toBe(1);
    expect(await runningOf(owner)).toEqual({ used: 2, total: 2 });
  });

  it('holds for all kinds of places together, and gives the place it held to the next', async () => {
    await studio.test.database.jobs.query(
      `insert into executors (id, slots, seen_at) values ('test', $1, clock_timestamp() + interval '1 hour')
         on conflict (id) do update set slots = excluded.slots`,
      [{ studio: 1, light: 1 }],
    );
    await limit(owner, 1);
    const [mine, other] = [await make(owner), await make(owner)];
    const theirs = await make(stranger);
    // Each of ours stands first in its kind; only one of them may start, and theirs comes after the other.
    const tables = new pg.Client({ connectionString: studio.test.ownerUrl });
    await tables.connect();
    await tables.query(`update jobs set slot = 'light' where id = $1`, [other.id]);
    await tables.query('update queue_shares set finish_tag = finish_tag + 1e6 where organization_id = $1', [
      stranger.organizationId,
    ]);
    expect(await admit()).toBe(2);
    await tables.query('delete from queue_shares where organization_id = $1', [stranger.organizationId]);
    await tables.end();
    expect((await treeOf(stranger, theirs.id)).job.status).toBe('processing');
    const states = [(await treeOf(owner, mine.id)).job.status, (await treeOf(owner, other.id)).job.status];
    expect(states.toSorted()).toEqual(['pending', 'processing']);
  });

  it('is never passed by two dispatchers at once', async () => {
    await offer(6);
    await limit(owner, 2);
    for (let count = 0; count < 5; count += 1) await make(owner);
    const admitted = await Promise.all([admit(), admit(), admit()]);
    expect(admitted.reduce((sum, one) => sum + one)).toBe(2);
  });

  it('is the operator’s to set, for all or for one that then has its own', async () => {
    await offer(4);
    for (const caller of [stranger, editor, viewer]) expect((await limit(caller, 1)).statusCode).toBe(403);
    expect((await limit(owner, 1, newId())).json()).toMatchObject({ code: 'jobs.unknown_organization' });
    expect((await limit(owner, 0)).statusCode).toBe(422);
    await limit(owner, 1);
    await limit(owner, 3, stranger.organizationId);
    const queues = await get<OperatorQueues>(owner, '/admin/queues');
    expect(queues.maxRunning).toBe(1);
    expect(queues.organizations.find(({ id }) => id === stranger.organizationId)).toMatchObject({ maxRunning: 3 });
    for (let count = 0; count < 4; count += 1) await make(stranger);
    expect(await admit()).toBe(3);
    expect(await runningOf(stranger)).toEqual({ used: 3, total: 3 });
    await limit(owner, null);
    await limit(owner, null, stranger.organizationId);
    expect(await runningOf(stranger)).toEqual({ used: 3, total: null });
    expect(await admit()).toBe(1);
  });
});

describe('a job that ended can be deleted', () => {
  const remove = (caller: Caller, id: string) => caller.ask({ method: 'DELETE', url: api(`/jobs/${id}`) });
  const restore = (caller: Caller, id: string) => send(caller, `/jobs/${id}/restore`, {});

  it('and is gone from lists, counts and its page, until it is restored; its money stays', async () => {
    const job = await make(owner);
    const refused = await remove(owner, job.id);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'jobs.still_open']);
    await bulk(owner, 'cancel', [job.id]);
    const before = await statusOf(owner);
    const [balance, { ledger }] = [await balanceOf(owner), await treeOf(owner, job.id)];
    expect((await remove(owner, job.id)).statusCode).toBe(204);
    expect((await remove(owner, job.id)).statusCode).toBe(204);
    expect(await listIds(owner, 'limit=200')).not.toContain(job.id);
    expect((await statusOf(owner)).groups.cancelled).toBe(before.groups.cancelled - 1);
    for (const path of [`/jobs/${job.id}`, `/jobs/${job.id}/log`])
      expect((await owner.ask({ url: api(path) })).statusCode).toBe(404);
    expect((await send(owner, `/jobs/${job.id}/retry`, {})).statusCode).toBe(404);
    expect(await balanceOf(owner)).toBe(balance);
    expect((await restore(owner, job.id)).json()).toMatchObject({ job: { id: job.id, status: 'cancelled' } });
    expect((await treeOf(owner, job.id)).ledger).toEqual(ledger);
    expect(await listIds(owner, 'limit=200')).toContain(job.id);
  });

  it('many at once, by makers of its own organization alone', async () => {
    const [ended, open] = [await make(owner), await make(owner)];
    await bulk(owner, 'cancel', [ended.id]);
    expect((await remove(viewer, ended.id)).statusCode).toBe(403);
    expect((await remove(stranger, ended.id)).statusCode).toBe(404);
    const done = await bulk(owner, 'delete', [ended.id, open.id]);
    expect(done.doneIds).toEqual([ended.id]);
    expect(done.refused).toMatchObject([{ id: open.id, code: 'jobs.still_open' }]);
    expect((await restore(stranger, ended.id)).statusCode).toBe(404);
    expect((await bulk(owner, 'restore', [ended.id])).doneIds).toEqual([ended.id]);
    await bulk(owner, 'cancel', [open.id]);
  });

  it('whole: a part goes with its job', async () => {
    const { rows } = await studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
      const job = await make(owner);
      await bulk(owner, 'cancel', [job.id]);
      return transaction.query<{ id: string }>(
        `insert into jobs (id, organization_id, studio, kind, title, version, slot, input, expected_seconds, quoted_credits,
           escrow_credits, status, parent_job_id, leaf_key, finished_at, run)
         select $2, organization_id, studio, 'film/shot', title, version, 'render', input, 1, 0, 0, 'cancelled', id, 'shot.1',
           clock_timestamp(), run from jobs where id = $1 returning id`,
        [job.id, newId()],
      );
    });
    expect((await remove(owner, rows[0]!.id)).json()).toMatchObject({ code: 'jobs.part_of_job' });
  });
});

it('shows the operator the queues of all organizations as figures, and nobody else', async () => {
  const before = await get<OperatorQueues>(owner, '/admin/queues');
  const [mine, theirs] = [await make(editor), await make(stranger)];
  await queueOf(stranger, true);
  const after = await get<OperatorQueues>(owner, '/admin/queues');
  const pendingOf = ({ organizations }: OperatorQueues, { organizationId: id }: Job) =>
    organizations.find((one) => one.id === id)?.pending ?? 0;
  for (const job of [mine, theirs]) expect(pendingOf(after, job)).toBe(pendingOf(before, job) + 1);
  const row = after.organizations.find(({ id }) => id === theirs.organizationId)!;
  expect(row).toMatchObject({ isPaused: true, processing: 0, lastHour: { completed: 0, failed: 0 } });
  expect(row.oldestPendingSeconds).toBeGreaterThan(0);
  expect(after).toMatchObject({ mode: 'open' });
  // Figures and names of organizations; nothing of what was ordered.
  expect(JSON.stringify(after)).not.toContain('linen');
  for (const caller of [stranger, viewer, editor]) {
    const answer = await caller.ask({ url: api('/admin/queues') });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'access.forbidden']);
  }
  await queueOf(stranger, false);
  await bulk(owner, 'cancel', [mine.id]);
  await bulk(stranger, 'cancel', [theirs.id]);
});

it('answers the operator’s look to nobody else in the database either', async () => {
  const { rows } = await studio.test.database.app.query('select * from app.operator_queues($1)', [newId()]);
  expect(rows).toEqual([]);
});

it('counts what a person has to turn on among what needs people, and what a draining server holds among what waits', async () => {
  const keeper = await studio.signUp('keeper');
  const [off, drained] = [await make(keeper), await make(keeper)];
  const reasons = { [off.id]: 'connection_off', [drained.id]: 'server_draining' };
  await studio.test.database.inOrganization(keeper.organizationId, async (transaction) => {
    for (const [id, reason] of Object.entries(reasons))
      await transaction.query(`update jobs set status = 'waiting', waiting_reason = $2 where id = $1`, [id, reason]);
  });
  const status = await statusOf(keeper);
  expect(status.groups).toMatchObject({ needs_you: 1, waiting: 1 });
  expect(status.waitingBy).toMatchObject({ connection_off: 1, server_draining: 1 });
  expect(await listIds(keeper, 'group=needs_you')).toEqual([off.id]);
  expect((await treeOf(keeper, drained.id)).job.waitingFor).toEqual({ limit: 'server_draining' });
  await bulk(keeper, 'cancel', [off.id, drained.id]);
});
