import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { getExecutor } from '@dbos-inc/dbos-sdk/internal/dbos';
import { z } from 'zod';
import { type Database, ENGINE_SCHEMA } from '../database/index.ts';
import { createHeartbeat, type Heartbeat, listAbandonedExecutors, listOwned, requeue } from './heartbeat.ts';

/** Version of the engine's records. Raised by hand when a workflow's shape changes; its code's hash would strand running work. */
export const ENGINE_VERSION = '1';
export const WORKFLOW_NAME = 'kinora.job';
const POLL_MS = 100;
/** A job that takes its process down this many times is given up, so that one poisoned input cannot stop the server. */
const MAX_RECOVERIES = 10;

/** All that the engine ever knows of a piece of work. Everything private stays in our tables, under the wall. */
export const workflowInput = z.object({
  organizationId: z.uuid(),
  jobId: z.uuid(),
  run: z.int(),
  attempt: z.int(),
});
export type WorkflowInput = z.infer<typeof workflowInput>;

export type Engine = {
  readonly executorId: string;
  cancel(workflowId: string): Promise<void>;
  /** Takes nothing new; waits for what runs here; what is not done then is free for the others, or for the next start. */
  stop(waitMs: number): Promise<void>;
};

export type EngineOptions = {
  database: Database;
  /** How much of each kind of work this process takes at once. */
  slots: Readonly<Record<string, number>>;
  /** Kinds that take nothing new at the moment; what runs goes on. */
  closedSlots?: () => Promise<readonly string[]>;
  /** How many of a kind may be open here at once, where that differs: parents that wait hold no slot. */
  openLimits?: Readonly<Record<string, number>>;
  /** Runs one piece of work to its end. Must not throw: how it ended is written in our own tables. */
  handle: (input: WorkflowInput) => Promise<void>;
  onError: (error: unknown) => void;
};

export function toQueueName(slot: string): string {
  return `kinora.${slot}`;
}

export function toWorkflowId(input: Omit<WorkflowInput, 'organizationId'>): string {
  return `${input.jobId}:${input.run}:${input.attempt}`;
}

let registered: ((input: WorkflowInput) => Promise<void>) | undefined;
/** What runs in this process now, by workflow id. */
const running = new Set<string>();

async function runTracked(input: WorkflowInput): Promise<void> {
  const id = toWorkflowId(input);
  running.add(id);
  try {
    await registered?.(input);
  } finally {
    running.delete(id);
  }
}

/** The engine keeps its workflows in a registry of the module, which takes a name only once in a process. */
function registerWorkflow(handle: EngineOptions['handle']): void {
  if (!registered) {
    DBOS.registerWorkflow(async (input: unknown) => runTracked(workflowInput.parse(input)), {
      name: WORKFLOW_NAME,
      maxRecoveryAttempts: MAX_RECOVERIES,
    });
  }
  registered = handle;
}

/**
 * The limit travels with the connection: the engine would set it by a query of its own that runs into the first real one,
 * which pg answers with a deprecation warning on the terminal of every command.
 */
function withIdleLimit(jobsUrl: string): string {
  const url = new URL(jobsUrl);
  url.searchParams.append('options', '-c idle_in_transaction_session_timeout=60000');
  return url.href;
}

/**
 * The executor's name is new at each start and never shared: two processes with one name would take up each other's living
 * work. What a dead process left is found by its silence instead, also by the same machine's next start.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const executorId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  registerWorkflow(options.handle);
  DBOS.setConfig({
    name: 'kinora',
    systemDatabaseUrl: withIdleLimit(options.database.urls.jobs),
    systemDatabaseSchemaName: ENGINE_SCHEMA,
    systemDatabasePoolSize: 6,
    applicationVersion: ENGINE_VERSION,
    executorID: executorId,
    runMigrations: false,
    useListenNotify: false,
    listenQueues: Object.keys(options.slots).map(toQueueName),
    logger: toEngineLogger(options.onError),
  });
  await DBOS.launch();
  for (const [slot, count] of Object.entries(options.slots)) {
    await DBOS.registerQueue(toQueueName(slot), {
      workerConcurrency: options.openLimits?.[slot] ?? count,
      minPollingIntervalMs: POLL_MS,
      onConflict: 'always_update',
    });
  }
  const heartbeat = createHeartbeat({ ...options, executorId, reap: createReaper(options.database, executorId) });
  await heartbeat.start();
  return {
    executorId,
    cancel: (workflowId) => DBOS.cancelWorkflow(workflowId),
    stop: (waitMs) => stopEngine(heartbeat, waitMs),
  };
}

async function stopEngine(heartbeat: Heartbeat, waitMs: number): Promise<void> {
  await DBOS.shutdown({ workflowCompletionTimeoutMS: waitMs });
  await heartbeat.stop();
}

/**
 * Takes up what dead executors left, by the engine's own way (not public: its version is pinned and tested), and what this
 * process itself lost: taken from the queue, but not started because the database went away at that moment. Lost is what
 * two looks in a row find to be ours and not running.
 */
function createReaper(database: Database, executorId: string): () => Promise<void> {
  let suspects = new Set<string>();
  return async () => {
    const abandoned = await listAbandonedExecutors(database.jobs);
    if (abandoned.length > 0) await getExecutor().recoverPendingWorkflows(abandoned);
    const notRunning = (await listOwned(database.jobs, executorId)).filter((id) => !running.has(id));
    const lost = notRunning.filter((id) => suspects.has(id));
    suspects = new Set(notRunning);
    if (lost.length > 0) await requeue(database.jobs, executorId, lost);
  };
}

/** Finished workflows are kept for a week for whoever looks into a fault; then only our own rows remain. */
export async function purgeWorkflows(database: Database, keepDays = 7): Promise<number> {
  const { rowCount } = await database.jobs.query(
    `delete from dbos.workflow_status where status in ('SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')
      and updated_at < (extract(epoch from now() - make_interval(days => $1)) * 1000)::bigint`,
    [keepDays],
  );
  return rowCount;
}

/** The engine tells of each recovery and poll; only its warnings and errors are worth a line of ours. */
function toEngineLogger(onError: (error: unknown) => void) {
  const quiet = () => {};
  const tell = (entry: unknown) => onError(entry instanceof Error ? entry : new Error(`engine: ${String(entry)}`));
  return { debug: quiet, info: quiet, warn: tell, error: tell };
}
