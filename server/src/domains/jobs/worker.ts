import { hostname } from 'node:os';
import type { Preset } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { type Listener, maintainEvents } from '../../platform/events/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { type Engine, purgeWorkflows, startEngine } from '../../platform/workflows/index.ts';
import { OPEN_PARENTS_PER_SLOT, startDispatcher } from './dispatcher.ts';
import type { RunGeneration } from './leaf-context.ts';
import { createMedians } from './medians.ts';
import { failDeadJobs } from './reconcile.ts';
import type { StudioRegistry } from './registry.ts';
import { createRuntime, type OpenPorts } from './runtime.ts';
import { createJobWatcher } from './watcher.ts';

export type WorkerRole = 'worker' | 'render';
export type WorkerOptions = {
  database: Database;
  listener: Listener;
  registry: StudioRegistry;
  preset: Preset;
  openPorts: OpenPorts;
  /** How leaves reach vendors. */
  runGeneration: RunGeneration;
  temporaryRoot: string;
  slots: Readonly<Record<string, number>>;
  /** Kinds that take nothing new at the moment, such as renders on a full disk: their jobs are shown as waiting for capacity. */
  closedSlots?: () => Promise<readonly string[]>;
  log: Log;
  onError: (error: unknown) => void;
};
export type JobWorker = {
  readonly executorId: string;
  /** At most `graceMs` and a few seconds; unfinished work goes on elsewhere or after the next start. */
  stop(graceMs?: number): Promise<void>;
};

const STOP_GRACE_MS = 5000;
const MAINTENANCE_MS = 3_600_000;

/** Partitions of events made and dropped in time, finished workflows of the engine gone after a week. */
async function maintain(database: Database): Promise<void> {
  await maintainEvents(database);
  await purgeWorkflows(database);
}

/** Leaves that wait for vendors: they cost memory and no core, and each connection has its own limit besides. */
const PROVIDER_SLOTS = 12;

/** Capacity of a process by its roles. One render more than cores: it is packed or checked while the others draw. */
export function planSlots(roles: readonly string[], cores: number): Record<string, number> {
  const slots: Record<string, number> = {};
  if (roles.includes('worker'))
    Object.assign(slots, { studio: 4, light: Math.max(2, Math.floor(cores / 2)), voice: 1, provider: PROVIDER_SLOTS });
  if (roles.includes('render')) slots['render'] = cores + 1;
  return slots;
}

/** Everything that makes this process take work: engine, dispatcher, runtime. A process that only answers HTTP has none. */
export async function startJobWorker(options: WorkerOptions): Promise<JobWorker> {
  const { database, listener, onError } = options;
  const watcher = createJobWatcher({ database, listener, onError });
  const medians = createMedians(database, onError);
  await medians.refresh();
  await maintain(database);
  const maintenance = setInterval(() => void maintain(database).catch(onError), MAINTENANCE_MS);
  const executorName = `${hostname()}-${process.pid}`;
  const runtime = createRuntime({ ...options, watcher, executorName, medianSeconds: medians.get });
  const engine: Engine = await startEngine({
    database,
    slots: options.slots,
    ...(options.closedSlots ? { closedSlots: options.closedSlots } : {}),
    openLimits: { studio: (options.slots['studio'] ?? 0) * OPEN_PARENTS_PER_SLOT },
    handle: runtime.handle,
    onError,
  });
  runtime.onCancelled = (workflowId) => {
    engine.cancel(workflowId).catch(onError);
  };
  const dispatcher = startDispatcher({
    database,
    listener,
    onError,
    reconcile: async () => {
      await failDeadJobs(database);
    },
  });
  return {
    executorId: engine.executorId,
    async stop(graceMs = STOP_GRACE_MS) {
      clearInterval(maintenance);
      await dispatcher.stop();
      await runtime.stop(graceMs);
      await engine.stop(300);
      watcher.close();
      medians.stop();
    },
  };
}
