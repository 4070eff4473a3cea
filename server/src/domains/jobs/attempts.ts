import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WorkflowInput } from '../../platform/workflows/index.ts';
import type { JobRow } from './rows.ts';
import { findJob } from './store.ts';

/** The row of a job that is still this workflow's to run, with a line for the try that begins; undefined when it is not. */
export async function openAttempt(
  transaction: Transaction,
  input: WorkflowInput,
  executor: string,
): Promise<{ job: JobRow; attemptId: string } | undefined> {
  const job = await findJob(transaction, input.jobId);
  if (job?.status !== 'processing' || job.run !== input.run || job.attempt !== input.attempt) return undefined;
  await transaction.query(
    `update attempts set state = 'interrupted', finished_at = clock_timestamp() where job_id = $1 and state = 'running'`,
    [job.id],
  );
  await transaction.query('update jobs set is_awaiting_leaves = false where id = $1 and is_awaiting_leaves', [job.id]);
  const attemptId = newId();
  await transaction.query(
    `insert into attempts (id, organization_id, job_id, run, attempt, executor, state) values ($1, app.org(), $2, $3, $4, $5, 'running')`,
    [attemptId, job.id, job.run, job.attempt, executor],
  );
  return { job, attemptId };
}

/** How often a run has failed so far. Its number of tries says less: a job that waited for somebody is taken up as another try. */
export async function countFailures(transaction: Transaction, jobId: string, run: number): Promise<number> {
  const { rows } = await transaction.query<{ count: number }>(
    `select count(*)::int from attempts where job_id = $1 and run = $2 and state = 'failed'`,
    [jobId, run],
  );
  return rows[0]!.count;
}

export type AttemptEnd =
  | { state: 'completed' | 'cancelled' | 'interrupted' }
  | { state: 'failed'; code: string; text: string };

export async function endAttempt(transaction: Transaction, attemptId: string, end: AttemptEnd): Promise<void> {
  await transaction.query(
    `update attempts set state = $2, error_code = $3, error = $4, finished_at = clock_timestamp() where id = $1 and state = 'running'`,
    [attemptId, end.state, end.state === 'failed' ? end.code : null, end.state === 'failed' ? end.text : null],
  );
}
