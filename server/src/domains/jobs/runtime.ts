import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KinoraError, type Preset } from '@kinora/contract';
import type { StudioPorts } from '@kinora/studios';
import { type Database, isPassingDatabaseError } from '../../platform/database/index.ts';
import type { Listener } from '../../platform/events/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { WorkflowInput } from '../../platform/workflows/index.ts';
import { toWorkflowId } from '../../platform/workflows/index.ts';
import { type AttemptEnd, countFailures, endAttempt, openAttempt } from './attempts.ts';
import { createLeafContext, type RunGeneration } from './leaf-context.ts';
import { persist } from './persist.ts';
import { createProgress, type Progress } from './progress.ts';
import type { StudioRegistry } from './registry.ts';
import { planRetry, toFailure } from './retry-rule.ts';
import type { JobRow } from './rows.ts';
import { createRunContext } from './run-context.ts';
import { type Claim, completeJob, failJob, postponeJob } from './transitions.ts';
import { MustWait, parkJob } from './waiting.ts';
import type { JobWatcher } from './watcher.ts';

export type PortScope = { organizationId: string; jobId: string; projectId: string | null };
export type OpenPorts = (scope: PortScope) => Promise<{ ports: StudioPorts; close(): Promise<void> }>;

export type RuntimeOptions = {
  database: Database;
  listener: Listener;
  watcher: JobWatcher;
  registry: StudioRegistry;
  preset: Preset;
  openPorts: OpenPorts;
  runGeneration: RunGeneration;
  /** Folder below which each leaf gets an empty one of its own. */
  temporaryRoot: string;
  executorName: string;
  log: Log;
  medianSeconds: (kind: string) => number | undefined;
  onError: (error: unknown) => void;
  random?: () => number;
};

export type Runtime = {
  handle(input: WorkflowInput): Promise<void>;
  /** Told when a running job was cancelled, after its signal was raised. */
  onCancelled: (workflowId: string) => void;
  /** Lets leaves end for `graceMs`, then interrupts what is left: it goes on elsewhere, or after the next start. */
  stop(graceMs: number): Promise<void>;
};

type Active = { controller: AbortController; isParent: boolean; done: Promise<void> };

/** The engine must not see interrupted work as finished: its promise simply never ends, and the process does. */
const never = () => new Promise<never>(() => {});
const interrupted = () => new KinoraError('jobs.part_cancelled', 'this process stops');

/** Long because what runs, its signal and the stop of all share one closure: apart, each would need the others' state passed in. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { database } = options;
  const active = new Map<string, Active>();
  let isStopping = false;
  const isStopped = () => isStopping;
  const write = <Result>(organizationId: string, work: Parameters<typeof database.inOrganization<Result>>[1]) =>
    persist(() => database.inOrganization(organizationId, work), isStopped);

  const runtime: Runtime = {
    onCancelled: () => {},
    async handle(input) {
      if (isStopping) return never();
      const controller = new AbortController();
      // A parent waits for all its leaves at once, each with a listener; Node warns from the eleventh on.
      setMaxListeners(0, controller.signal);
      let finished = () => {};
      const done = new Promise<void>((resolve) => {
        finished = resolve;
      });
      try {
        const opened = await write(input.organizationId, (tx) => openAttempt(tx, input, options.executorName));
        if (!opened) return;
        // The stop may have begun, and counted what runs, while the row was read.
        if (isStopping) return never();
        active.set(input.jobId, { controller, isParent: opened.job.parent_job_id === null, done });
        await runOpened(input, opened.job, opened.attemptId, controller);
      } catch (error) {
        if (isStopping) return never();
        options.onError(error);
        // The engine keeps error texts in its own tables, so it is given none of ours.
        throw new Error('the job could not be closed');
      } finally {
        active.delete(input.jobId);
        finished();
      }
    },
    async stop(graceMs) {
      isStopping = true;
      for (const { controller, isParent } of active.values()) if (isParent) controller.abort(interrupted());
      await waitAtMost(
        [...active.values()].map((one) => one.done),
        graceMs,
      );
      for (const { controller } of active.values()) controller.abort(interrupted());
      await waitAtMost(
        [...active.values()].map((one) => one.done),
        1500,
      );
    },
  };

  async function runOpened(input: WorkflowInput, job: JobRow, attemptId: string, controller: AbortController) {
    const stopWatching = options.watcher.watch({
      organizationId: job.organization_id,
      jobId: job.id,
      tell(status) {
        if (status !== 'cancelled' || controller.signal.aborted) return;
        controller.abort(new KinoraError('jobs.part_cancelled', `job ${job.id} was cancelled`));
        runtime.onCancelled(toWorkflowId(input));
      },
    });
    const progress = createProgress({ database, job, onError: options.onError });
    const log = options.log.child(describeForLog(job));
    const startedAt = performance.now();
    const took = () => ({ seconds: Math.round((performance.now() - startedAt) / 10) / 100 });
    log.info('job started');
    try {
      const outcome = await runToOutcome(job, controller, progress);
      await progress.close();
      if (isStopping && outcome.kind === 'failed' && controller.signal.aborted) {
        log.info(took(), 'job interrupted by the stop of this process; it goes on at the next start');
        throw interrupted();
      }
      await close(job, attemptId, outcome, (facts) => tellEnd(log, { ...facts, ...took() }));
    } finally {
      stopWatching();
      await progress.close();
    }
  }

  type Outcome = { kind: 'completed'; output: unknown } | { kind: 'failed'; error: unknown };

  async function runToOutcome(job: JobRow, controller: AbortController, progress: Progress): Promise<Outcome> {
    try {
      const scope = { organizationId: job.organization_id, jobId: job.id, projectId: job.project_id };
      const opened = await options.openPorts(scope);
      try {
        const run = job.parent_job_id === null ? runParent : runLeaf;
        return { kind: 'completed', output: await run(job, opened.ports, controller, progress) };
      } finally {
        await opened.close();
      }
    } catch (error) {
      // A child that was killed by our signal fails in its own words; the reason for the signal is the true one.
      const reason = controller.signal.aborted ? controller.signal.reason : error;
      return { kind: 'failed', error: reason };
    }
  }

  async function runParent(job: JobRow, ports: StudioPorts, controller: AbortController, progress: Progress) {
    const context = createRunContext({ ...options, job, ports, progress, signal: controller.signal, isStopped });
    try {
      return await options.registry.getStudio(job.studio).run(context, job.input);
    } finally {
      context.close();
    }
  }

  async function runLeaf(job: JobRow, ports: StudioPorts, controller: AbortController, progress: Progress) {
    const leaf = options.registry.getLeaf(job.kind);
    const timeout = setTimeout(() => {
      const error = new KinoraError('jobs.timed_out', `${job.kind} ${job.id} after ${leaf.timeoutMs} ms`, {
        isRetryable: true,
      });
      controller.abort(error);
    }, leaf.timeoutMs);
    const temporaryFolder = await mkdtemp(join(options.temporaryRoot, 'leaf-'));
    try {
      const { signal } = controller;
      const { runGeneration } = options;
      const context = createLeafContext({ database, job, ports, signal, temporaryFolder, progress, runGeneration });
      return await leaf.run(context, job.input);
    } finally {
      clearTimeout(timeout);
      await rm(temporaryFolder, { recursive: true, force: true });
    }
  }

  async function close(job: JobRow, attemptId: string, outcome: Outcome, tell: (end: JobEnd) => void): Promise<void> {
    const claim: Claim = { jobId: job.id, run: job.run, attempt: job.attempt };
    if (outcome.kind === 'completed') {
      let end: JobEnd['end'] = 'finished';
      await write(job.organization_id, async (tx) => {
        const isOurs = await completeJob(tx, claim, outcome.output as Record<string, unknown> | null);
        await endAttempt(tx, attemptId, { state: isOurs ? 'completed' : 'cancelled' });
        end = isOurs ? 'finished' : 'cancelled';
      });
      tell({ end });
      return;
    }
    if (outcome.error instanceof MustWait) {
      const { reason } = outcome.error;
      await write(job.organization_id, async (tx) => {
        await parkJob(tx, claim, reason);
        await endAttempt(tx, attemptId, { state: 'interrupted' });
      });
      tell({ end: 'waiting' });
      return;
    }
    const end = toAttemptEnd(outcome.error);
    const retry = await write(job.organization_id, async (tx) => {
      const failures = (await countFailures(tx, job.id, job.run)) + 1;
      const planned = planRetry(outcome.error, failures, options.random ?? Math.random);
      // A cancelled job is not this claim's any more: both answer false, and only the attempt is noted.
      if (planned) await postponeJob(tx, claim, planned.waitMs);
      else await failJob(tx, claim, toFailure(outcome.error));
      await endAttempt(tx, attemptId, end);
      return planned;
    });
    if (end.state === 'failed')
      tell({ end: retry ? 'postponed' : 'failed', err: outcome.error, code: end.code, ...retry });
    else tell({ end: 'cancelled' });
  }

  return runtime;
}

/** What every line about a job carries; ids and kinds only, no words of people. */
function describeForLog(job: JobRow) {
  const { id, kind, parent_job_id, organization_id, project_id, run, attempt } = job;
  return {
    jobId: id,
    kind,
    ...(parent_job_id === null ? {} : { parentJobId: parent_job_id }),
    organizationId: organization_id,
    ...(project_id === null ? {} : { projectId: project_id }),
    run,
    attempt,
  };
}

type JobEnd = {
  end: 'finished' | 'failed' | 'postponed' | 'cancelled' | 'waiting';
  err?: unknown;
  code?: string;
  waitMs?: number;
};

const END_WORDS: Record<JobEnd['end'], string> = {
  finished: 'job finished',
  failed: 'job failed',
  postponed: 'job failed and is tried again',
  cancelled: 'job cancelled',
  waiting: 'job waits for a decision',
};

function tellEnd(log: Log, { end, ...facts }: JobEnd & { seconds: number }): void {
  const level = end === 'failed' ? 'error' : end === 'postponed' ? 'warn' : 'info';
  log[level](facts, END_WORDS[end]);
}

function toAttemptEnd(error: unknown): AttemptEnd {
  const code = toFailure(error).code;
  if (code === 'jobs.part_cancelled') return { state: 'cancelled' };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    state: 'failed',
    code: isPassingDatabaseError(error) ? 'database.unavailable' : code,
    text: text.slice(0, 2000),
  };
}

async function waitAtMost(promises: readonly Promise<void>[], timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([Promise.all(promises), timeout]);
  clearTimeout(timer);
}
