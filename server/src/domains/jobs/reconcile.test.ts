import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { getBalances } from '../credits/index.ts';
import { admitJobs } from './dispatcher.ts';
import { failDeadJobs } from './reconcile.ts';
import type { JobActor } from './service.ts';
import { createHarness, type Harness } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.close());

/** A job that was given to the engine a while ago, with a slot but without anybody who works. */
async function admit(actor: JobActor): Promise<string> {
  const pieces = [{ name: 'p1', ms: 10 }];
  const input = { folder: harness.folder, text: 't', pieces, kind: 'light' };
  const job = await harness.jobs.create(actor, {
    studio: 'test',
    input,
    consent: { maxCredits: 9 },
    requestKey: newId(),
  });
  await harness.database.jobs.query(
    `insert into executors (id, slots) values ('one', '{"studio": 4}') on conflict (id) do update set seen_at = clock_timestamp()`,
  );
  expect(await admitJobs(harness.database)).toBe(1);
  await harness.database.jobs.query(
    `update jobs set admitted_at = clock_timestamp() - interval '11 seconds' where id = $1`,
    [job.id],
  );
  return job.id;
}

it('leaves work alone that the engine still holds', async () => {
  const actor = await harness.addOrganization();
  const jobId = await admit(actor);
  expect(await failDeadJobs(harness.database)).toBe(0);
  expect((await harness.jobs.get(actor.organizationId, jobId)).job.status).toBe('processing');
});

it.each([
  ['the engine has given up', `update dbos.workflow_status set status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'`],
  ['the engine has lost', 'delete from dbos.workflow_status'],
])('ends work that %s, in words, gives the credits back and lets it go on', async (_what, sql) => {
  const actor = await harness.addOrganization();
  const jobId = await admit(actor);
  await harness.database.jobs.query(`${sql} where workflow_uuid like $1`, [`${jobId}:%`]);
  expect(await failDeadJobs(harness.database)).toBe(1);
  expect(await failDeadJobs(harness.database)).toBe(0);
  const { job } = await harness.jobs.get(actor.organizationId, jobId);
  expect(job).toMatchObject({ status: 'failed', failure: { code: 'jobs.worker_died', isRetryable: true } });
  expect(job.failure?.sentence).toContain('stopped several times');
  const balances = () => harness.database.inOrganization(actor.organizationId, getBalances);
  expect(await balances()).toEqual({ balance: 50, reserved: 0, debt: 0 });
  expect((await harness.jobs.retry(actor, jobId)).status).not.toBe('failed');
  expect((await balances()).reserved).toBe(1);
  await harness.jobs.cancel(actor, jobId);
});
