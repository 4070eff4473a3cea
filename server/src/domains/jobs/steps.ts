import type { Database, Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

export type StepMemory = { isDone: true; result: unknown } | { isDone: false };

/** Opens a step, or answers what it gave when it was done before. */
export async function beginStep(transaction: Transaction, jobId: string, name: string): Promise<StepMemory> {
  const { rows } = await transaction.query<{ status: string; result: unknown }>(
    `insert into job_steps (id, organization_id, job_id, name, status) values ($1, app.org(), $2, $3, 'running')
       on conflict (organization_id, job_id, name) do update set
         status = case when job_steps.status = 'completed' then 'completed' else 'running' end,
         started_at = case when job_steps.status = 'completed' then job_steps.started_at else clock_timestamp() end,
         attempts = job_steps.attempts + case when job_steps.status = 'completed' then 0 else 1 end
       returning status, result`,
    [newId(), jobId, name],
  );
  const row = rows[0]!;
  return row.status === 'completed' ? { isDone: true, result: row.result } : { isDone: false };
}

export async function endStep(
  transaction: Transaction,
  jobId: string,
  step: { name: string; status: 'completed' | 'failed'; result?: unknown; note?: string },
): Promise<void> {
  await transaction.query(
    `update job_steps set status = $3, result = $4, note = $5, finished_at = clock_timestamp()
      where job_id = $1 and name = $2 and status = 'running'`,
    [jobId, step.name, step.status, step.result === undefined ? null : JSON.stringify(step.result), step.note ?? null],
  );
}

/**
 * Times a part of a leaf. It is written for people to read, not to be resumed from: a leaf begins again from its start.
 * An unfinished phase of an earlier try is simply opened anew.
 */
export async function timePhase<Result>(
  database: Database,
  job: { id: string; organization_id: string },
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const inOrganization = (work: (transaction: Transaction) => Promise<unknown>) =>
    database.inOrganization(job.organization_id, work);
  await inOrganization((transaction) =>
    transaction.query(
      `insert into job_steps (id, organization_id, job_id, name, status) values ($1, app.org(), $2, $3, 'running')
         on conflict (organization_id, job_id, name) do update set status = 'running', started_at = clock_timestamp(),
           finished_at = null, attempts = job_steps.attempts + 1`,
      [newId(), job.id, name],
    ),
  );
  try {
    const result = await run();
    await inOrganization((transaction) => endStep(transaction, job.id, { name, status: 'completed' }));
    return result;
  } catch (error) {
    await inOrganization((transaction) => endStep(transaction, job.id, { name, status: 'failed' }));
    throw error;
  }
}
