import type { RenderPlan } from '@kinora/contract';
import type { EngineChoice } from '../engine/engine.ts';
import { renderError } from './errors.ts';
import { type RenderPart, segmentFiles } from './parts.ts';
import { type FinishedPart, WorkerDeath, WorkerHandle } from './worker-handle.ts';

export type DrawOptions = {
  readonly plan: RenderPlan;
  readonly parts: readonly RenderPart[];
  readonly workers: number;
  readonly program: string;
  readonly engine: EngineChoice;
  readonly pathOf: (hash: string) => Promise<string>;
  readonly partPath: (part: RenderPart) => string;
  readonly signal: AbortSignal;
  readonly memoryLimitBytes?: number;
  readonly onFrame: (part: RenderPart, frame: number) => void;
  readonly onPreview: (part: RenderPart, frame: number, jpeg: Uint8Array) => void;
  readonly onPart: (part: RenderPart, path: string, finished: FinishedPart) => Promise<void>;
  readonly onWorker?: (processId: number) => void;
};

/**
 * Draws all parts with a pool of worker processes. A part is *waiting*, *drawn by a worker*, or *done*. When a worker
 * dies, its part waits again and a fresh worker takes it once; a second death, or a drawing that fails by itself, ends
 * the render. Whoever ends it first wins, and every other worker is stopped at once.
 */
export async function drawParts(options: DrawOptions): Promise<void> {
  const waiting = [...options.parts];
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const lanes = Array.from({ length: Math.min(options.workers, waiting.length) }, () =>
    runLane(options, waiting, signal),
  );
  try {
    await Promise.all(lanes);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(lanes);
    throw options.signal.aborted ? options.signal.reason : error;
  }
}

/** One place in the pool: a worker, replaced when it dies, until nothing waits. */
async function runLane(options: DrawOptions, waiting: RenderPart[], signal: AbortSignal): Promise<void> {
  let worker: WorkerHandle | null = null;
  let lastSegment = -1;
  try {
    for (let part = takeNext(waiting, lastSegment); part; part = takeNext(waiting, lastSegment)) {
      lastSegment = part.segment;
      worker = await drawWithRetry(options, part, worker, signal);
    }
  } finally {
    worker?.stop();
  }
}

/**
 * More of the segment this worker has prepared, else a segment nobody has begun, else part of another's: preparing a
 * shot costs seconds, so it is shared out only when there is nothing else to do.
 */
function takeNext(waiting: RenderPart[], lastSegment: number): RenderPart | undefined {
  const own = waiting.findIndex((part) => part.segment === lastSegment);
  const fresh = waiting.findIndex((part) => part.startFrame === 0);
  const index = own >= 0 ? own : Math.max(fresh, 0);
  return waiting.splice(index, 1)[0];
}

async function drawWithRetry(
  options: DrawOptions,
  part: RenderPart,
  current: WorkerHandle | null,
  signal: AbortSignal,
): Promise<WorkerHandle> {
  let worker = current;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      worker ??= await startWorker(options, signal);
      await drawPart(options, part, worker);
      return worker;
    } catch (error) {
      worker?.stop();
      worker = null;
      signal.throwIfAborted();
      const details = { segment: part.segment, shots: shotsOf(options.plan, part) };
      if (!(error instanceof WorkerDeath)) {
        throw renderError('render.drawing_failed', `segment ${part.segment}: ${(error as Error).message}`, {
          details,
          cause: error,
        });
      }
      if (attempt === 2)
        throw renderError('render.worker_died', `segment ${part.segment}: ${error.message}`, {
          details,
          cause: error,
          isRetryable: true,
        });
    }
  }
}

async function startWorker(options: DrawOptions, signal: AbortSignal): Promise<WorkerHandle> {
  const limits = {
    signal,
    ...(options.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
  };
  const worker = await WorkerHandle.start(options.program, { plan: options.plan, engine: options.engine }, limits);
  if (worker.processId !== undefined) options.onWorker?.(worker.processId);
  return worker;
}

async function drawPart(options: DrawOptions, part: RenderPart, worker: WorkerHandle): Promise<void> {
  const files = Object.fromEntries(
    await Promise.all(
      segmentFiles(options.plan, part.segment).map(async (hash) => [hash, await options.pathOf(hash)] as const),
    ),
  );
  const path = options.partPath(part);
  const finished = await worker.draw(
    { kind: 'part', part, path, files },
    {
      onFrame: (frame) => options.onFrame(part, frame),
      onPreview: (frame, jpeg) => options.onPreview(part, frame, jpeg),
    },
  );
  if (finished.frames !== part.lengthFrames) {
    throw new Error(`the part has ${finished.frames} frames instead of ${part.lengthFrames}`);
  }
  await options.onPart(part, path, finished);
}

function shotsOf(plan: RenderPlan, part: RenderPart): string[] {
  return plan.segments[part.segment]?.layers.map((layer) => layer.shotKey) ?? [];
}
