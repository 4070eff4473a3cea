import type { Transaction } from '../../platform/database/index.ts';

/** The first run of the unmodified sample costs nothing, once per organization (rulings §2.3): one row says whose it is. */
export async function isSampleRunUsed(transaction: Transaction): Promise<boolean> {
  return (await transaction.query('select 1 from sample_runs where organization_id = app.org()')).rowCount > 0;
}

/**
 * Takes the free run for a job, or finds it taken by the same one. Whoever asks at the same moment waits for this
 * transaction and then is the second.
 */
export async function claimSampleRun(transaction: Transaction, jobId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into sample_runs as s (organization_id, job_id) values (app.org(), $1)
       on conflict (organization_id) do update set job_id = s.job_id where s.job_id = excluded.job_id`,
    [jobId],
  );
  return rowCount > 0;
}

/** A job that ends before it delivered has not used the run. */
export async function releaseSampleRun(transaction: Transaction, jobId: string): Promise<void> {
  await transaction.query(
    `delete from sample_runs where job_id = $1 and not exists (
       select 1 from deliveries d join jobs j on j.id = d.job_id where j.id = $1 or j.parent_job_id = $1)`,
    [jobId],
  );
}
