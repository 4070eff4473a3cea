import type { Database } from '../../platform/database/index.ts';
import { JOB_ERRORS } from './errors.ts';
import { failJob } from './transitions.ts';

/**
 * Ends jobs whose workflow is over although they are not: the engine gave up after their process died too often, or its
 * row was deleted by hand. Nobody runs them any more, so without this they would be processing for ever.
 */
export async function failDeadJobs(database: Database): Promise<number> {
  const { rows } = await database.jobs.query<{ id: string; organization_id: string; run: number; attempt: number }>(
    `select j.id, j.organization_id, j.run, j.attempt from jobs j
       left join dbos.workflow_status w on w.workflow_uuid = j.id::text || ':' || j.run || ':' || j.attempt
      where j.status = 'processing' and j.admitted_at < clock_timestamp() - interval '10 seconds'
        and (w.workflow_uuid is null or w.status not in ('PENDING', 'ENQUEUED', 'DELAYED'))`,
  );
  const failure = {
    code: 'jobs.worker_died',
    sentence: JOB_ERRORS['jobs.worker_died'].sentence,
    isRetryable: true,
  };
  let ended = 0;
  for (const row of rows) {
    const claim = { jobId: row.id, run: row.run, attempt: row.attempt };
    const isEnded = await database.inOrganization(row.organization_id, (transaction) =>
      failJob(transaction, claim, failure),
    );
    if (isEnded) ended += 1;
  }
  return ended;
}
