import type { Database, Transaction } from '../../platform/database/index.ts';
import { appendEvent, type Listener } from '../../platform/events/index.ts';

/** Parents open at once for each studio slot: those that wait for leaves hold no slot, but they do hold memory. */
export const OPEN_PARENTS_PER_SLOT = 16;
const ADMISSION_LOCK = 4_611_686_022;

type Admitted = {
  id: string;
  organization_id: string;
  project_id: string | null;
  parent_job_id: string | null;
  kind: string;
};
/** `is_allowed`: within what its organization may have in work at once, over all kinds of places. */
type Choice = { job_id: string; organization_id: string; slot: string; cost: number; tag: number; is_allowed: boolean };

/**
 * One look at the queue: for every kind of slot, as many as are free start in the queue's fair order. Row, share of the
 * organization, engine and event change in one transaction; whoever dies in it has started nothing.
 * @returns how many were started.
 */
export async function admitJobs(database: Database): Promise<number> {
  return database.asSystem(async (transaction) => {
    // Two leaders (one that lost its connection without noticing) must not both give away the same free slot.
    await transaction.query('select pg_advisory_xact_lock($1)', [ADMISSION_LOCK]);
    const admitted = await admitByTurns(transaction);
    if (admitted.length === 0) return 0;
    for (const job of admitted) await transaction.query('select app.enqueue_job($1)', [job.id]);
    for (const job of admitted) {
      await appendEvent(transaction, job.organization_id, {
        type: 'job.updated',
        jobId: job.id,
        projectId: job.project_id,
        data: { status: 'processing', kind: job.kind, parentJobId: job.parent_job_id },
      });
    }
    return admitted.length;
  });
}

/**
 * Until a choice passes over nobody. An organization near its limit may stand in the order of two kinds of places and be let
 * in at one: the place it held in the other order is then given to the next.
 */
async function admitByTurns(transaction: Transaction): Promise<Admitted[]> {
  const admitted: Admitted[] = [];
  for (;;) {
    const choices = await chooseJobs(transaction);
    const allowed = choices.filter((choice) => choice.is_allowed);
    if (allowed.length === 0) break;
    const marked = await markProcessing(transaction, allowed);
    await moveClocks(transaction, allowed);
    admitted.push(...marked);
    if (allowed.length === choices.length || marked.length === 0) break;
  }
  // In organization order, for the events that follow.
  return admitted.sort((left, right) => (left.organization_id < right.organization_id ? -1 : 1));
}

async function chooseJobs(transaction: Transaction): Promise<Choice[]> {
  const { rows } = await transaction.query<Choice>(
    `with free as (
       select t.slot, least(
         t.total - (select count(*) from jobs j where j.slot = t.slot and j.status = 'processing' and not j.is_awaiting_leaves),
         t.total * $1 - (select count(*) from jobs j where j.slot = t.slot and j.status = 'processing')) as free
       from app.slot_totals() t)
     select o.job_id, o.organization_id, o.slot, o.cost, o.tag,
         h.max_running is null
           or row_number() over (partition by o.organization_id order by o.place, o.slot) <= h.max_running - h.running as is_allowed
       from app.queue_order() o join free f on f.slot = o.slot
       left join app.running_room() h on h.organization_id = o.organization_id
       where o.place <= f.free order by o.slot, o.place`,
    [OPEN_PARENTS_PER_SLOT],
  );
  return rows;
}

/** Skips what somebody (a cancel) holds at this moment. */
async function markProcessing(transaction: Transaction, choices: readonly Choice[]): Promise<Admitted[]> {
  const { rows } = await transaction.query<Admitted>(
    `with chosen as (
       select id from jobs where id = any($1::uuid[]) and status = 'pending' for no key update skip locked)
     update jobs j set status = 'processing', admitted_at = clock_timestamp(), started_at = coalesce(started_at, clock_timestamp())
       from chosen c where j.id = c.id
     returning j.id, j.organization_id, j.project_id, j.parent_job_id, j.kind`,
    [choices.map((choice) => choice.job_id)],
  );
  return rows;
}

async function moveClocks(transaction: Transaction, choices: readonly Choice[]): Promise<void> {
  await transaction.query(
    `insert into queue_shares (organization_id, slot, finish_tag)
       select organization_id, slot, max(tag) from unnest($1::uuid[], $2::text[], $3::float8[]) as c (organization_id, slot, tag) group by 1, 2
       on conflict (organization_id, slot) do update set finish_tag = greatest(queue_shares.finish_tag, excluded.finish_tag)`,
    [choices.map((one) => one.organization_id), choices.map((one) => one.slot), choices.map((one) => one.tag)],
  );
  await transaction.query(
    `insert into queue_clocks (slot, start_tag)
       select slot, max(tag) from unnest($1::text[], $2::float8[]) as c (slot, tag) group by 1
       on conflict (slot) do update set start_tag = greatest(queue_clocks.start_tag, excluded.start_tag)`,
    [choices.map((one) => one.slot), choices.map((one) => one.tag - one.cost)],
  );
}

export type Dispatcher = { stop(): Promise<void> };
export type DispatcherOptions = {
  database: Database;
  listener: Listener;
  /** The work that died with its process more often than the engine tries; see `reconcile.ts`. */
  reconcile: () => Promise<void>;
  onError: (error: unknown) => void;
  pollMs?: number;
};

const RECONCILE_EVERY_POLLS = 5;

/**
 * Looks at the queue whenever a job's status changes, and once a second. Every worker runs one; a lock lets one look at a
 * time and lets the others go on at once, so the queue moves as long as any worker lives.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  let polls = 0;
  let isWanted = false;
  let running: Promise<void> | undefined;
  let isStopped = false;

  async function lookUntilQuiet(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false;
      await admitJobs(options.database);
    }
  }

  function wake(): void {
    isWanted = true;
    running ??= lookUntilQuiet()
      .catch(options.onError)
      .finally(() => {
        running = undefined;
      });
  }

  function poll(): void {
    wake();
    polls += 1;
    if (polls % RECONCILE_EVERY_POLLS === 0) options.reconcile().catch(options.onError);
  }

  const stopListening = options.listener.on('kinora_jobs', (payload) => {
    // Starting a job frees nothing; everything else may.
    if (!payload.endsWith(' processing')) wake();
  });
  const timer = setInterval(poll, options.pollMs ?? 1000);
  wake();
  return {
    async stop() {
      isStopped = true;
      stopListening();
      clearInterval(timer);
      await running;
    },
  };
}
