import type { Database, Queryable } from '../database/index.ts';

export const BEAT_MS = 1000;
/** Silence after which a process counts as dead. */
export const DEAD_AFTER_SECONDS = 3;

export type Heartbeat = { start(): Promise<void>; stop(): Promise<void> };
export type HeartbeatOptions = {
  database: Database;
  executorId: string;
  slots: Readonly<Record<string, number>>;
  /** Kinds that take nothing new at the moment; asked before each beat. */
  closedSlots?: () => Promise<readonly string[]>;
  /** Takes up what dead processes left. */
  reap: () => Promise<void>;
  onError: (error: unknown) => void;
};

/**
 * Says every second that this process lives, and takes up the work of those that stopped saying so. After a gap of its own
 * (the database was away, the machine slept) a process first lets two beats pass, so that the living get to speak before
 * anybody is called dead.
 */
export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { database, executorId } = options;
  let timer: NodeJS.Timeout | undefined;
  let isBeating: Promise<void> | undefined;
  let lastBeatAt = 0;
  let beatsSinceGap = 0;

  async function readSlots(): Promise<Record<string, number>> {
    const closed = (await options.closedSlots?.()) ?? [];
    return Object.fromEntries(Object.entries(options.slots).filter(([slot]) => !closed.includes(slot)));
  }

  async function beat(): Promise<void> {
    await database.jobs.query(
      `insert into executors (id, slots) values ($1, $2)
         on conflict (id) do update set seen_at = clock_timestamp(), slots = excluded.slots`,
      [executorId, await readSlots()],
    );
    const now = performance.now();
    beatsSinceGap = now - lastBeatAt > DEAD_AFTER_SECONDS * 1000 ? 1 : beatsSinceGap + 1;
    lastBeatAt = now;
    if (beatsSinceGap > 2) await options.reap();
  }

  function tick(): void {
    isBeating ??= beat()
      .catch(options.onError)
      .finally(() => {
        isBeating = undefined;
      });
  }

  return {
    async start() {
      await beat();
      timer = setInterval(tick, BEAT_MS);
    },
    async stop() {
      clearInterval(timer);
      await isBeating;
      // Gone on purpose: its unfinished work is free at once.
      await database.jobs.query('delete from executors where id = $1', [executorId]).catch(options.onError);
    },
  };
}

/** Those who own unfinished work and are not among the living. */
export async function listAbandonedExecutors(system: Queryable): Promise<string[]> {
  await system.query(`delete from executors where seen_at < clock_timestamp() - interval '1 hour'`);
  const { rows } = await system.query<{ id: string }>(
    `select distinct w.executor_id as id from dbos.workflow_status w
      where w.status = 'PENDING' and w.application_name = 'kinora' and w.executor_id is not null and not exists (
        select 1 from executors e where e.id = w.executor_id and e.seen_at > clock_timestamp() - make_interval(secs => $1))`,
    [DEAD_AFTER_SECONDS],
  );
  return rows.map((row) => row.id);
}

export async function listOwned(system: Queryable, executorId: string): Promise<string[]> {
  const { rows } = await system.query<{ id: string }>(
    `select workflow_uuid as id from dbos.workflow_status
      where status = 'PENDING' and application_name = 'kinora' and executor_id = $1`,
    [executorId],
  );
  return rows.map((row) => row.id);
}

/** The same change that the engine makes for a dead executor, for single workflows. */
export async function requeue(system: Queryable, executorId: string, workflowIds: readonly string[]): Promise<void> {
  await system.query(
    `update dbos.workflow_status set status = 'ENQUEUED', started_at_epoch_ms = null, owner_xid = null
      where status = 'PENDING' and executor_id = $1 and workflow_uuid = any($2)`,
    [executorId, workflowIds],
  );
}
