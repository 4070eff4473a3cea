import { isKinoraError, type RenderPlan } from '@kinora/contract';
import { toDiskFull } from '../engine/failures.ts';
import { renderError } from './errors.ts';
import { type RenderPart, segmentFiles } from './parts.ts';
import type { RenderPool } from './render-pool.ts';
import { type FinishedPart, WorkerDeath, type WorkerHandle } from './worker-handle.ts';

export type DrawOptions = {
  readonly plan: RenderPlan;
  readonly parts: readonly RenderPart[];
  readonly pool: RenderPool;
  readonly pathOf: (hash: string) => Promise<string>;
  readonly partPath: (part: RenderPart) => string;
  readonly signal: AbortSignal;
  readonly onFrame: (part: RenderPart, frame: number) => void;
  readonly onPreview: (part: RenderPart, frame: number, jpeg: Uint8Array) => void;
  readonly onPart: (part: RenderPart, path: string, finished: FinishedPart) => Promise<void>;
  readonly onWorker?: (processId: number) => void;
};

/**
 * Draws all parts with the workers of a pool, which other renders may share. A part is *waiting*, *drawn by a worker*, or *done*. When a worker
 * dies, its part waits again and a fresh worker takes it once; a second death, or a drawing that fails by itself, ends
 * the render. Whoever ends it first wins, and every other worker is stopped at once.
 */
export async function drawParts(options: DrawOptions): Promise<void> {
  const waiting = [...options.parts];
  const told = new Set<number>();
  const onWorker = (processId: number) => {
    if (!told.has(processId)) options.onWorker?.(processId);
    told.add(processId);
  };
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const lanes = Array.from({ length: Math.min(options.pool.size, waiting.length) }, () =>
    runLane({ ...options, onWorker }, waiting, signal),
  );
  try {
    await Promise.all(lanes);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(lanes);
    throw options.signal.aborted ? options.signal.reason : error;
  }
}

/**
 * Takes a worker, draws what it is best prepared for, and gives it back: between two shots another film may have its
 * turn. Further parts of one shot stay with the worker that has it prepared.
 */
async function runLane(options: DrawOptions, waiting: RenderPart[], signal: AbortSignal): Promise<void> {
  while (waiting.length > 0) {
    const wanted = options.plan.segments[waiting[0]!.segment]?.contentHash;
    let worker: WorkerHandle | null = await lendWorker(options, wanted, signal);
    try {
      let segment: number | undefined;
      for (let part = takeNext(options, waiting, worker); part; part = takeNext(options, waiting, worker)) {
        if (segment !== undefined && part.segment !== segment) {
          waiting.unshift(part);
          break;
        }
        segment = part.segment;
        const current: WorkerHandle | null = worker;
        worker = null;
        worker = await drawWithRetry(options, part, current, signal);
      }
    } finally {
      if (worker) options.pool.giveBack(worker);
    }
  }
}

/**
 * More of the segment this worker has prepared, else a segment nobody has begun, else part of another's: preparing a
 * shot costs seconds, so it is shared out only when there is nothing else to do.
 */
function takeNext(options: DrawOptions, waiting: RenderPart[], worker: WorkerHandle): RenderPart | undefined {
  const hashOf = (part: RenderPart) => options.plan.segments[part.segment]?.contentHash;
  const own = waiting.findIndex((part) => hashOf(part) === worker.lastDrawn);
  const fresh = waiting.findIndex((part) => part.startFrame === 0);
  const index = own >= 0 ? own : Math.max(fresh, 0);
  return waiting.splice(index, 1)[0];
}

/** Draws a part with the worker at hand, which is given up on any failure; returns the one that did it. */
async function drawWithRetry(
  options: DrawOptions,
  part: RenderPart,
  current: WorkerHandle,
  signal: AbortSignal,
): Promise<WorkerHandle> {
  let worker = current;
  for (let attempt = 1; ; attempt += 1) {
    try {
      signal.throwIfAborted();
      await drawPart(options, part, worker, signal);
      return worker;
    } catch (error) {
      options.pool.discard(worker);
      signal.throwIfAborted();
      // What is said on this side, such as that a picture may not be used, says more than that drawing failed.
      if (isKinoraError(error)) throw error;
      const details = { segment: part.segment, shots: shotsOf(options.plan, part) };
      if (!(error instanceof WorkerDeath)) {
        throw (
          toDiskFull(error) ??
          renderError('render.drawing_failed', `segment ${part.segment}: ${(error as Error).message}`, {
            details,
            cause: error,
            // Its encoder may have been killed, or the disk full: what fails for good fails again at the next try.
            isRetryable: true,
          })
        );
      }
      if (attempt === 2)
        throw renderError('render.worker_died', `segment ${part.segment}: ${error.message}`, {
          details,
          cause: error,
          isRetryable: true,
        });
    }
    worker = await lendWorker(options, undefined, signal);
  }
}

async function lendWorker(
  options: DrawOptions,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<WorkerHandle> {
  const worker = await options.pool.lend({ wanted, signal });
  if (worker.processId !== undefined) options.onWorker?.(worker.processId);
  return worker;
}

async function drawPart(
  options: DrawOptions,
  part: RenderPart,
  worker: WorkerHandle,
  signal: AbortSignal,
): Promise<void> {
  const files = Object.fromEntries(
    await Promise.all(
      segmentFiles(options.plan, part.segment).map(async (hash) => [hash, await options.pathOf(hash)] as const),
    ),
  );
  const path = options.partPath(part);
  const segments = options.plan.segments.slice(part.segment, part.segment + 1);
  const events = {
    onFrame: (frame: number) => options.onFrame(part, frame),
    onPreview: (frame: number, jpeg: Uint8Array) => options.onPreview(part, frame, jpeg),
  };
  const finished = await worker.draw(
    { kind: 'part', plan: { ...options.plan, segments }, part, path, files },
    events,
    signal,
  );
  if (finished.frames !== part.lengthFrames) {
    throw new Error(`the part has ${finished.frames} frames instead of ${part.lengthFrames}`);
  }
  await options.onPart(part, path, finished);
}

function shotsOf(plan: RenderPlan, part: RenderPart): string[] {
  return plan.segments[part.segment]?.layers.map((layer) => layer.shotKey) ?? [];
}
