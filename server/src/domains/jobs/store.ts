import { ASKING_REASONS, type JobGroup, type JobStatus, type WaitingReason } from '@kinora/contract';
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
const held = `
  cross join lateral (select
      exists (select 1 from queue_settings q where q.organization_id = j.organization_id and q.is_paused) as is_queue_paused,
      (select mode from queue_mode) as queue_mode, j.available_at <= clock_timestamp() as is_due) s
  left join app.queue_slots() t on t.slot = j.slot
  cross join lateral (select case
      when j.status = 'processing' and j.is_awaiting_leaves then (
        select w.waiting_reason from jobs w where w.parent_job_id = j.id and w.status = 'waiting'
          and not exists (select 1 from jobs o where o.parent_job_id = j.id and o.status in ('pending', 'processing')) limit 1)
      when j.status <> 'pending' then null
      when s.is_queue_paused or s.queue_mode = 'paused'
        or s.queue_mode = 'draining' and j.parent_job_id is null and j.attempt = 1 then 'paused'
      when t.slot is null then 'capacity'
      when not s.is_due then 'scheduled' end as reason) h`;

const shownStatus = `case when h.reason is null then j.status else 'waiting' end`;
const shownReason = `coalesce(h.reason, j.waiting_reason)`;
/** `needs_you` asks a person; the rest of what waits starts by itself. */
const shownGroup = `case
    when ${shownStatus} = 'processing' then 'running'
    when ${shownReason} in (${ASKING_REASONS.map((reason) => `'${reason}'`).join(', ')}) then 'needs_you'
    when ${shownStatus} in ('pending', 'waiting') then 'waiting'
    when j.status = 'completed' then 'done' else j.status end`;

const shown = `
  select j.*, p.place, p.starts_in_seconds, p.ahead_own, p.ahead_raised, p.ahead_others,
    r.running as org_running, r.max_running as org_max_running, s.is_queue_paused, s.queue_mode, s.is_due,
    t.used as slot_used, t.total as slot_total, a.asks,
    (select f.name from projects f where f.organization_id = j.organization_id and f.id = j.project_id) as project_name,
    ${shownStatus} as shown_status, ${shownReason} as shown_reason, ${shownGroup} as shown_group,
    case when ${shownStatus} = 'processing' then 0
      when ${shownGroup} = 'needs_you' then 1
      when p.place is not null then 2
      when j.status in ('pending', 'waiting') then 3 else 4 end as order_rank
  from jobs j ${held}
  left join lateral (
    select json_build_object('name', c.name, 'provider', i.provider, 'open', l.open, 'recent', l.recent,
        'max_open', c.max_concurrent, 'max_recent', c.submissions_per_minute) as asks
      from intents i left join connections c on c.id = i.connection_id
      cross join lateral app.connection_load(i.id) l
      where i.job_id = j.id and i.state = 'intent' and j.status = 'processing' limit 1) a on true
  cross join app.own_running() r
  left join app.queue_places(array(select id from jobs where organization_id = app.org() and status = 'pending')) p on p.job_id = j.id`;

export type JobFilter = {
  /** Last row of the page before, for the newest first. */
  beforeId?: string | undefined;
  /** The same in the queue's order: rank, place, id. */
  after?: readonly [number, number, string] | undefined;
  status?: JobStatus | undefined;
  group?: JobGroup | undefined;
  projectId?: string | undefined;
  studio?: string | undefined;
  isActive?: boolean | undefined;
  isUnanswered?: boolean | undefined;
  /** Who started them; undefined for everybody's. */
  actorUserId?: string | undefined;
  order?: 'newest' | 'queue';
  limit: number;
};

const IN_ORDER = {
  newest: 'id desc',
  // What ended has no place and stands newest first; the rest by place, the oldest first where two have none.
  queue: `order_rank, coalesce(place, 0), case when order_rank = 4 then null else id end, id desc`,
};

/** Asks, or failed lately and no later job of its film has answered that. */
const unanswered = `(shown_group = 'needs_you' or shown_status = 'failed' and finished_at > now() - interval '7 days'
  and not exists (select 1 from jobs o where o.organization_id = listed.organization_id
    and o.project_id = listed.project_id and o.parent_job_id is null and o.id > listed.id))`;

/** Jobs of people (not their leaves). */
export async function listJobRows(transaction: Transaction, filter: JobFilter): Promise<ShownJobRow[]> {
  const { rows } = await transaction.query<ShownJobRow>(
    `select * from (${shown} where j.parent_job_id is null and j.deleted_at is null and ($1::uuid is null or j.id < $1)
        and ($2::uuid is null or j.project_id = $2) and ($6::uuid is null or j.actor_user_id = $6)
        and ($7::text is null or j.studio = $7)) as listed
      where ($3::text is null or shown_status = $3) and ($8::text is null or shown_group = $8)
        and ($12::boolean is null or ${unanswered} = $12)
        and ($4::boolean is null or (shown_status in ('pending', 'processing', 'waiting')) = $4)
        and ($9::int is null or order_rank > $9 or order_rank = $9 and case when order_rank = 4 then id < $11::uuid
          else (coalesce(place, 0), id) > ($10::bigint, $11::uuid) end)
      order by ${IN_ORDER[filter.order ?? 'newest']} limit $5`,
    [
      filter.beforeId ?? null,
      filter.projectId ?? null,
      filter.status ?? null,
      filter.isActive ?? null,
      filter.limit,
      filter.actorUserId ?? null,
      filter.studio ?? null,
      filter.group ?? null,
      ...(filter.after ?? [null, null, null]),
      filter.isUnanswered ?? null,
    ],
  );
  return rows;
}

/** How many jobs of people are in each group. */
export async function countGroups(transaction: Transaction, actorUserId?: string): Promise<Map<string, number>> {
  const { rows } = await transaction.query<{ group: string; count: number }>(
    `select ${shownGroup} as "group", count(*)::int as count from jobs j ${held}
      where j.parent_job_id is null and j.deleted_at is null and ($1::uuid is null or j.actor_user_id = $1) group by 1`,
    [actorUserId ?? null],
  );
  return new Map(rows.map((row) => [row.group, row.count]));
}

/** What waits, job or piece, by what holds it; null is the scheduler's order alone. */
export async function countWaiting(transaction: Transaction): Promise<Map<WaitingReason | null, number>> {
  const { rows } = await transaction.query<{ reason: WaitingReason | null; count: number }>(
    `select ${shownReason} as reason, count(*)::int as count from jobs j ${held}
      where j.status in ('pending', 'waiting') group by 1`,
  );
  return new Map(rows.map((row) => [row.reason, row.count]));
}

export async function findShownJob(transaction: Transaction, jobId: string): Promise<ShownJobRow | undefined> {
  return (await transaction.query<ShownJobRow>(`${shown} where j.id = $1`, [jobId])).rows[0];
}

/** @returns false when it is no job that ended, or is so already */
export async function setJobDeleted(transaction: Transaction, jobId: string, isDeleted: boolean): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update jobs set deleted_at = case when $2 then clock_timestamp() end
      where id = $1 and parent_job_id is null and (deleted_at is not null) <> $2
        and status in ('completed', 'failed', 'cancelled')`,
    [jobId, isDeleted],
  );
  return rowCount === 1;
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
