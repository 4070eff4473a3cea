import { type BulkJobsResult, isKinoraError, type JobGroup, messagesOf, type QueueStatus } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { sendLive } from '../../platform/events/index.ts';
import { JOB_ERRORS } from './errors.ts';
import { countGroups, countWaiting } from './store.ts';
import { cancelJob } from './transitions.ts';

export type ConnectionLoad = QueueStatus['connections'][number];
/** Of the organization of the transaction; the queue knows no vendors. */
export type ReadConnectionLoad = (transaction: Transaction) => Promise<ConnectionLoad[]>;
export type QueueOptions = {
  database: Database;
  readConnectionLoad?: ReadConnectionLoad;
  /** Why less is started than could be, as a sentence; null when nothing is in the way. */
  readNotice?: () => Promise<string | null>;
};
export type QueueCleared = { count: number; creditsReturned: number; isDone: boolean };

export type Queue = {
  getStatus(organizationId: string, actorUserId?: string): Promise<QueueStatus>;
  setPaused(organizationId: string, isPaused: boolean): Promise<void>;
  /** Every job that has not begun; what runs and what waits for an answer is left alone. */
  clear(organizationId: string, isDry: boolean): Promise<QueueCleared>;
};

export function createQueue({ database, readConnectionLoad, readNotice }: QueueOptions): Queue {
  return {
    async getStatus(organizationId, actorUserId) {
      const figures = await database.inOrganization(organizationId, async (transaction) => ({
        ...(await readFigures(transaction)),
        groups: toGroups(await countGroups(transaction, actorUserId)),
        waitingBy: toWaitingBy(await countWaiting(transaction)),
        connections: (await readConnectionLoad?.(transaction)) ?? [],
      }));
      const notice = (await readNotice?.()) ?? null;
      return { ...figures, notice, messages: messagesOf([notice]) };
    },

    setPaused: (organizationId, isPaused) =>
      database.inOrganization(organizationId, async (transaction) => {
        await transaction.query(
          `insert into queue_settings (organization_id, is_paused) values ($1, $2)
             on conflict (organization_id) do update set is_paused = excluded.is_paused`,
          [organizationId, isPaused],
        );
        await transaction.query(`select pg_notify('kinora_jobs', 'queue changed')`);
        await sendLive(transaction, { organizationId, type: 'queue.updated', data: {} });
      }),

    async clear(organizationId, isDry) {
      const waiting = await database.inOrganization(organizationId, listUnbegun);
      if (isDry) {
        const creditsReturned = waiting.reduce((sum, job) => sum + job.escrow, 0);
        return { count: waiting.length, creditsReturned, isDone: false };
      }
      const returned: number[] = [];
      for (const { id } of waiting) {
        const credits = await database.inOrganization(organizationId, (tx) => cancelUnbegun(tx, id));
        if (credits !== null) returned.push(credits);
      }
      await sendLive(database.app, { organizationId, type: 'queue.updated', data: {} });
      return { count: returned.length, creditsReturned: returned.reduce((sum, one) => sum + one, 0), isDone: true };
    },
  };
}

/** Begun is what the dispatcher ever took: a job between two tries has work behind it that a clear must not drop. */
async function listUnbegun(transaction: Transaction): Promise<{ id: string; escrow: number }[]> {
  const { rows } = await transaction.query<{ id: string; escrow: number }>(
    `select id, escrow_credits as escrow from jobs
      where parent_job_id is null and status = 'pending' and started_at is null order by id`,
  );
  return rows;
}

/** The dispatcher may have taken it since it was listed. */
async function cancelUnbegun(transaction: Transaction, jobId: string): Promise<number | null> {
  const { rowCount } = await transaction.query(
    `select from jobs where id = $1 and status = 'pending' and started_at is null for no key update`,
    [jobId],
  );
  return rowCount === 0 ? null : cancelJob(transaction, jobId);
}

/** Each id by itself: one that cannot be changed does not hold up the others. */
export async function doForEach(ids: readonly string[], act: (id: string) => Promise<number>): Promise<BulkJobsResult> {
  const result: BulkJobsResult = { doneIds: [], refused: [], creditsReturned: 0 };
  for (const id of new Set(ids)) {
    try {
      result.creditsReturned += await act(id);
      result.doneIds.push(id);
    } catch (error) {
      if (!isKinoraError(error)) throw error;
      result.refused.push({ id, code: error.code, sentence: error.sentence ?? sentenceOf(error.code) });
    }
  }
  return result;
}

function sentenceOf(code: string): string {
  return (
    (JOB_ERRORS as Record<string, { sentence: string }>)[code]?.sentence ?? JOB_ERRORS['jobs.not_changed'].sentence
  );
}

type Figures = Omit<QueueStatus, 'groups' | 'waitingBy' | 'connections' | 'notice' | 'messages'>;

async function readFigures(transaction: Transaction): Promise<Figures> {
  const slots = await transaction.query<QueueStatus['slots'][number]>(
    'select slot as kind, used::int as used, total::int as total from app.queue_slots()',
  );
  const { rows } = await transaction.query<Omit<Figures, 'slots' | 'lastHour'> & { completed: number; failed: number }>(
    `select count(*) filter (where status = 'pending')::int as pending,
            count(*) filter (where status = 'processing')::int as processing,
            extract(epoch from clock_timestamp() - min(created_at) filter (where status = 'pending'))::float8 as "oldestPendingSeconds",
            count(*) filter (where status = 'completed' and parent_job_id is not null)::int as completed,
            count(*) filter (where status = 'failed' and parent_job_id is not null)::int as failed,
            app.living_executors() as executors, (select mode from queue_mode) as mode,
            coalesce((select is_paused from queue_settings), false) as "isPaused",
            (select json_build_object('used', running, 'total', max_running) from app.own_running()) as organization
       from jobs where status in ('pending', 'processing')
         or status in ('completed', 'failed') and finished_at > clock_timestamp() - interval '1 hour'`,
  );
  const { completed, failed, ...figures } = rows[0]!;
  return { ...figures, slots: slots.rows, lastHour: { completed, failed } };
}

function toGroups(counts: Map<string, number>): QueueStatus['groups'] {
  const of = (group: JobGroup) => counts.get(group) ?? 0;
  return {
    running: of('running'),
    waiting: of('waiting'),
    needs_you: of('needs_you'),
    failed: of('failed'),
    done: of('done'),
    cancelled: of('cancelled'),
  };
}

function toWaitingBy(counts: Awaited<ReturnType<typeof countWaiting>>): QueueStatus['waitingBy'] {
  const of = (reason: Parameters<typeof counts.get>[0]) => counts.get(reason) ?? 0;
  return {
    turn: of(null),
    scheduled: of('scheduled'),
    person: of('person'),
    unknown_outcome: of('unknown_outcome'),
    capacity: of('capacity'),
    budget: of('budget'),
    paused: of('paused'),
    connection_off: of('connection_off'),
    server_draining: of('server_draining'),
  };
}
