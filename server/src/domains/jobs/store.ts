import type { JobStatus } from '@kinora/contract';
import type { Queryable, Transaction } from '../../platform/database/index.ts';
import type { JobRow, ShownJobRow, ShownLeafRow, StepRow } from './rows.ts';

export type NewJob = {
  id: string;
  organizationId: string;
  studio: string;
  kind: string;
  title: string;
  version: number;
  slot: string;
  input: unknown;
  expectedSeconds: number;
  quotedCredits: number;
  escrowCredits: number;
  isFree: boolean;
  priority: number;
  projectId: string | null;
  actorUserId: string | null;
  quoteId?: string;
  parentJobId?: string;
  leafKey?: string;
  stepName?: string;
  requestKey?: string;
  isSampleRun?: boolean;
};

/** A leaf belongs to its parent's project, which may have come to be after the parent was read. */
export async function insertJob(transaction: Transaction, job: NewJob): Promise<JobRow> {
  const { rows } = await transaction.query<JobRow>(
    `insert into jobs (id, organization_id, studio, kind, title, version, slot, input, expected_seconds, quoted_credits,
        escrow_credits, is_free, priority, project_id, actor_user_id, quote_id, parent_job_id, leaf_key, step_name, request_key, is_sample_run)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        coalesce($14, (select p.project_id from jobs p where p.id = $17)), $15, $16, $17, $18, $19, $20, $21) returning *`,
    [
      job.id,
      job.organizationId,
      job.studio,
      job.kind,
      job.title,
      job.version,
      job.slot,
      JSON.stringify(job.input),
      Math.max(job.expectedSeconds, 0.1),
      job.quotedCredits,
      job.escrowCredits,
      job.isFree,
      job.priority,
      job.projectId,
      job.actorUserId,
      job.quoteId ?? null,
      job.parentJobId ?? null,
      job.leafKey ?? null,
      job.stepName ?? null,
      job.requestKey ?? null,
      job.isSampleRun ?? false,
    ],
  );
  return rows[0]!;
}

export async function findJob(transaction: Transaction, jobId: string): Promise<JobRow | undefined> {
  return (await transaction.query<JobRow>('select * from jobs where id = $1', [jobId])).rows[0];
}

/**
 * The job and, above it, its parent, both locked until the commit. The parent always first: whoever changes both then
 * takes the locks in one order.
 */
export async function lockJob(
  transaction: Transaction,
  jobId: string,
): Promise<{ job: JobRow; parent: JobRow | undefined } | undefined> {
  const seen = await findJob(transaction, jobId);
  if (!seen) return undefined;
  const parent = seen.parent_job_id === null ? undefined : await lockOne(transaction, seen.parent_job_id);
  return { job: (await lockOne(transaction, jobId))!, parent };
}

async function lockOne(transaction: Transaction, jobId: string): Promise<JobRow | undefined> {
  return (await transaction.query<JobRow>('select * from jobs where id = $1 for no key update', [jobId])).rows[0];
}

export async function findByRequest(transaction: Transaction, requestKey: string): Promise<JobRow | undefined> {
  return (await transaction.query<JobRow>('select * from jobs where request_key = $1', [requestKey])).rows[0];
}

export async function findLeaf(transaction: Transaction, parentJobId: string, leafKey: string) {
  const { rows } = await transaction.query<JobRow>(
    'select * from jobs where parent_job_id = $1 and leaf_key = $2 for no key update',
    [parentJobId, leafKey],
  );
  return rows[0];
}

export async function listOpenLeaves(transaction: Transaction, parentJobId: string): Promise<JobRow[]> {
  const { rows } = await transaction.query<JobRow>(
    `select * from jobs where parent_job_id = $1 and status in ('pending', 'processing', 'waiting') order by id for no key update`,
    [parentJobId],
  );
  return rows;
}

/** Only the fields named are written; each is a column of `jobs`. */
export async function updateJob(
  transaction: Transaction,
  jobId: string,
  fields: Partial<Record<keyof JobRow | 'available_at', unknown>>,
): Promise<void> {
  const names = Object.keys(fields);
  const sets = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
  await transaction.query(`update jobs set ${sets} where id = $1`, [jobId, ...Object.values(fields)]);
}

/**
 * Pending work that is held by something is shown as waiting, with the reason. It stays pending in the table: it starts by
 * itself once the reason is gone, without anybody having to wake it.
 */
const shown = `
  select j.*, p.place, p.starts_in_seconds,
    case when h.reason is null then j.status else 'waiting' end as shown_status,
    coalesce(h.reason, j.waiting_reason) as shown_reason
  from jobs j
  cross join lateral (select case
      when j.status = 'processing' and j.is_awaiting_leaves then (
        select w.waiting_reason from jobs w where w.parent_job_id = j.id and w.status = 'waiting'
          and not exists (select 1 from jobs o where o.parent_job_id = j.id and o.status in ('pending', 'processing')) limit 1)
      when j.status <> 'pending' then null
      when exists (select 1 from queue_settings q where q.organization_id = j.organization_id and q.is_paused) then 'paused'
      when not exists (select 1 from app.queue_slots() s where s.slot = j.slot) then 'capacity'
      when j.available_at > clock_timestamp() then 'scheduled' end as reason) h
  left join app.queue_places(array(select id from jobs where organization_id = app.org() and status = 'pending')) p on p.job_id = j.id`;

export type JobFilter = {
  beforeId?: string | undefined;
  status?: JobStatus | undefined;
  projectId?: string | undefined;
  isActive?: boolean | undefined;
  /** Who started them; undefined for everybody's. */
  actorUserId?: string | undefined;
  limit: number;
};

/** Jobs of people (not their leaves), newest first. */
export async function listJobRows(transaction: Transaction, filter: JobFilter): Promise<ShownJobRow[]> {
  const { rows } = await transaction.query<ShownJobRow>(
    `select * from (${shown} where j.parent_job_id is null and ($1::uuid is null or j.id < $1)
        and ($2::uuid is null or j.project_id = $2) and ($6::uuid is null or j.actor_user_id = $6)) as listed
      where ($3::text is null or shown_status = $3)
        and ($4::boolean is null or (shown_status in ('pending', 'processing', 'waiting')) = $4)
      order by id desc limit $5`,
    [
      filter.beforeId ?? null,
      filter.projectId ?? null,
      filter.status ?? null,
      filter.isActive ?? null,
      filter.limit,
      filter.actorUserId ?? null,
    ],
  );
  return rows;
}

export async function findShownJob(transaction: Transaction, jobId: string): Promise<ShownJobRow | undefined> {
  return (await transaction.query<ShownJobRow>(`${shown} where j.id = $1`, [jobId])).rows[0];
}

/** A leaf that makes a shot names it by its key in the plan; people's programs want its id. */
export async function listShownLeaves(transaction: Transaction, parentJobId: string): Promise<ShownLeafRow[]> {
  const { rows } = await transaction.query<ShownLeafRow>(
    `select l.*, s.id as shot_id from (${shown} where j.parent_job_id = $1) as l
      left join shots s on s.organization_id = l.organization_id and s.project_id = l.project_id
        and s.key = l.input ->> 'shotKey'
      order by l.created_at, l.id`,
    [parentJobId],
  );
  return rows;
}

export async function listSteps(transaction: Transaction, jobId: string): Promise<StepRow[]> {
  const { rows } = await transaction.query<StepRow>(
    'select name, status, note, started_at, finished_at from job_steps where job_id = $1 order by started_at, id',
    [jobId],
  );
  return rows;
}

export async function listStatuses(
  transaction: Transaction,
  jobIds: readonly string[],
): Promise<Map<string, JobStatus>> {
  const { rows } = await transaction.query<{ id: string; status: JobStatus }>(
    'select id, status from jobs where id = any($1::uuid[])',
    [jobIds],
  );
  return new Map(rows.map((row) => [row.id, row.status]));
}

export async function listLeafMedians(queryable: Queryable): Promise<Map<string, number>> {
  const { rows } = await queryable.query<{ kind: string; seconds: number }>(
    'select kind, seconds from app.leaf_medians()',
  );
  return new Map(rows.map((row) => [row.kind, row.seconds]));
}

/** For the step that makes a project for a job: the job and its leaves belong to it from then on. */
export async function attachProject(transaction: Transaction, jobId: string, projectId: string): Promise<void> {
  await transaction.query('update jobs set project_id = $2 where id = $1 or parent_job_id = $1', [jobId, projectId]);
}
