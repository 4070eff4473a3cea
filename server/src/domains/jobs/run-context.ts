import { type JobStatus, KinoraError, type Preset } from '@kinora/contract';
import type { Leaf, LeafStart, RunContext, StudioPorts } from '@kinora/studios';
import type { Database } from '../../platform/database/index.ts';
import type { Listener } from '../../platform/events/index.ts';
import { parseLive } from '../../platform/events/index.ts';
import { createNames } from './names.ts';
import { persist } from './persist.ts';
import type { Progress } from './progress.ts';
import type { StudioRegistry } from './registry.ts';
import type { JobRow } from './rows.ts';
import { createStageBar } from './stage.ts';
import { startLeaf } from './start-leaf.ts';
import { beginStep, endStep } from './steps.ts';
import { findJob, updateJob } from './store.ts';
import type { JobWatcher } from './watcher.ts';

/** Without history a leaf is taken to need this long; it only orders the queue and names an expected start. */
const UNKNOWN_LEAF_SECONDS = 5;

export type RunContextOptions = {
  database: Database;
  listener: Listener;
  watcher: JobWatcher;
  registry: StudioRegistry;
  preset: Preset;
  job: JobRow;
  ports: StudioPorts;
  signal: AbortSignal;
  progress: Progress;
  medianSeconds: (kind: string) => number | undefined;
  isStopped: () => boolean;
};

const isEnd = (status: JobStatus) => status === 'completed' || status === 'failed' || status === 'cancelled';

/** What a studio's `run` works with: its memory is job_steps and its leaves' rows, both found again by name. */
export function createRunContext(options: RunContextOptions): RunContext & { close(): void } {
  const { database, job, signal } = options;
  const names = createNames();
  const bar = createStageBar();
  const keyOfLeaf = new Map<string, string>();
  const claim = { jobId: job.id, run: job.run, attempt: job.attempt };
  let waiting = 0;
  let flagged: Promise<void> = Promise.resolve();
  let stageText: string | null = job.step_name;

  const write = <Result>(work: Parameters<typeof database.inOrganization<Result>>[1]) =>
    persist(() => database.inOrganization(job.organization_id, work), options.isStopped);
  const show = (share: number) => options.progress.report(share, stageText);

  const stopListening = options.listener.on('kinora_live', (payload) => {
    const { event } = parseLive(payload);
    const key = event.type === 'job.progress' ? keyOfLeaf.get(event.jobId ?? '') : undefined;
    if (key !== undefined) show(bar.setLeaf(key, Number(event.data['progress'])));
  });

  /** A parent that waits gives its slot back; one change at a time, so that the last word wins. */
  function countWaiting(change: 1 | -1): Promise<void> {
    waiting += change;
    if ((change === 1 && waiting !== 1) || (change === -1 && waiting !== 0)) return flagged;
    flagged = flagged.then(() =>
      write(async (transaction) => {
        await transaction.query(
          `update jobs set is_awaiting_leaves = $2 where id = $1 and status = 'processing' and run = $3 and attempt = $4`,
          [job.id, waiting > 0, job.run, job.attempt],
        );
      }),
    );
    return flagged;
  }

  async function runLeaf<Input, Output>({ leaf, input, weight, credits }: LeafStart<Input, Output>): Promise<Output> {
    const leafKey = names.ofLeaf(leaf.kind, input);
    signal.throwIfAborted();
    const order = {
      claim,
      leaf,
      leafKey,
      input,
      title: leaf.title(input),
      price: credits ?? options.registry.priceOf(leaf, options.preset),
      expectedSeconds: options.medianSeconds(leaf.kind) ?? UNKNOWN_LEAF_SECONDS,
    };
    bar.addLeaf(leafKey, weight ?? 1);
    const started = await write((transaction) => startLeaf(transaction, order));
    keyOfLeaf.set(started.id, leafKey);
    const ended = isEnd(started.status) ? started : await waitForEnd(started);
    show(bar.setLeaf(leafKey, 1));
    return toOutput(leaf, ended);
  }

  async function waitForEnd(leaf: JobRow): Promise<JobRow> {
    await countWaiting(1);
    try {
      await untilEnded(options.watcher, leaf, signal, () => write((transaction) => findJob(transaction, leaf.id)));
    } finally {
      await countWaiting(-1);
    }
    return (await write((transaction) => findJob(transaction, leaf.id)))!;
  }

  return {
    jobId: job.id,
    ports: options.ports,
    signal,
    async step(name, run) {
      const stepName = names.ofStep(name);
      signal.throwIfAborted();
      const memory = await write((transaction) => beginStep(transaction, job.id, stepName));
      // The result is this studio's own JSON, written below by the same step.
      if (memory.isDone) return memory.result as Awaited<ReturnType<typeof run>>;
      try {
        const result = await run();
        await write((transaction) => endStep(transaction, job.id, { name: stepName, status: 'completed', result }));
        return result;
      } catch (error) {
        await write((transaction) => endStep(transaction, job.id, { name: stepName, status: 'failed' }));
        throw error;
      }
    },
    job: (leaf, input, settings) => runLeaf({ leaf, input, ...settings }),
    async jobs(starts) {
      const ended = await Promise.allSettled(starts.map((start) => runLeaf(start)));
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      return ended.map((one) => (one as PromiseFulfilledResult<Awaited<ReturnType<typeof runLeaf>>>).value) as never;
    },
    async stage(name, from, to) {
      stageText = name;
      show(bar.setStage(from, to));
      await write((transaction) => updateJob(transaction, job.id, { step_name: name }));
    },
    close: stopListening,
  };
}

/** A notification or a look once a second ends the wait; the first look is now, for what ended before we listened. */
async function untilEnded(
  watcher: JobWatcher,
  leaf: JobRow,
  signal: AbortSignal,
  look: () => Promise<JobRow | undefined>,
): Promise<void> {
  let stop = () => {};
  let onAbort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const tell = (status: JobStatus) => {
        if (isEnd(status)) resolve();
      };
      stop = watcher.watch({ organizationId: leaf.organization_id, jobId: leaf.id, tell });
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      look().then((row) => tell(row?.status ?? 'cancelled'), reject);
    });
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}

function toOutput<Input, Output>(leaf: Leaf<Input, Output>, ended: JobRow): Output {
  if (ended.status === 'completed') return leaf.output.parse(ended.output);
  if (ended.status === 'failed' && ended.failure) {
    throw new KinoraError(ended.failure.code, `${ended.kind} ${ended.id} failed`, {
      sentence: `${ended.title}: ${ended.failure.sentence}`,
      details: { jobId: ended.id },
    });
  }
  throw new KinoraError('jobs.part_cancelled', `${ended.kind} ${ended.id} is ${ended.status}`);
}
