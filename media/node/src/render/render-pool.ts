import { availableParallelism } from 'node:os';
import type { EngineChoice } from '../engine/engine.ts';
import { WorkerHandle } from './worker-handle.ts';

export const RENDER_WORKER_PROGRAM = 'media/node/src/render/worker.program.ts';

/** Long enough for a person to change a shot and look again; short enough to give the memory back. */
const IDLE_MS = 60_000;
/** A worker is replaced after this time, so that a slow leak in native code never grows for long. */
const LIFE_MS = 20 * 60_000;

export type RenderPoolOptions = {
  /** The engine as data: each worker opens its own. */
  readonly engine: EngineChoice;
  /** Workers drawing at the same time, whoever asks; default: one per core. */
  readonly workers?: number;
  /** Module that draws, `*.program.ts` from the repository's root; the film compositor when absent. */
  readonly program?: string;
  readonly memoryLimitBytes?: number;
};

/** Render workers kept warm between renders and shared by all of them. Made once, in the composition root. */
export interface RenderPool {
  readonly size: number;
  /**
   * A worker for the caller alone, in the order of asking; the one that drew `wanted` (a content hash) last where there
   * is a choice. Rejects when the signal aborts first. Must be followed by `giveBack` or `discard`.
   */
  lend(options: { wanted?: string | undefined; signal: AbortSignal }): Promise<WorkerHandle>;
  giveBack(worker: WorkerHandle): void;
  /** Ends a worker whose state is not known: aborted, failed or dead. */
  discard(worker: WorkerHandle): void;
  close(): Promise<void>;
}

type Idle = { readonly worker: WorkerHandle; readonly timer: NodeJS.Timeout };

/**
 * A worker is *lent*, *idle* (kept warm for a minute), or gone. Starting one costs Node, the fonts, the canvas and the
 * codec library, and the walls and cut-outs it has drawn serve the next shot, so one leaf's worker is the next one's.
 * A place is free while fewer than `workers` are lent; who finds none waits in line. Aborted workers are killed, not
 * reused; idle ones neither keep the program alive nor outlive it.
 */
export function createRenderPool(options: RenderPoolOptions): RenderPool {
  const size = Math.max(1, options.workers ?? availableParallelism());
  const idle: Idle[] = [];
  const waiting: (() => void)[] = [];
  const living = new Set<WorkerHandle>();
  let lent = 0;
  let isClosed = false;

  const freePlace = () => {
    const next = waiting.shift();
    if (next) next();
    else lent -= 1;
  };

  const takePlace = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (lent < size) {
      lent += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(enter);
    });
  };

  const takeIdle = (wanted: string | undefined): WorkerHandle | null => {
    const best = idle.findIndex((entry) => entry.worker.lastDrawn === wanted);
    const [entry] = idle.splice(best >= 0 ? best : idle.length - 1, 1);
    if (!entry) return null;
    clearTimeout(entry.timer);
    entry.worker.setReferenced(true);
    return entry.worker.isGone ? takeIdle(wanted) : entry.worker;
  };

  const start = async (): Promise<WorkerHandle> => {
    const { memoryLimitBytes } = options;
    const worker = WorkerHandle.launch(
      options.program ?? RENDER_WORKER_PROGRAM,
      memoryLimitBytes === undefined ? {} : { memoryLimitBytes },
    );
    living.add(worker);
    worker.onExit(() => living.delete(worker));
    return worker;
  };

  return {
    size,
    async lend({ wanted, signal }) {
      if (isClosed) throw new Error('the render pool is closed');
      await takePlace(signal);
      const worker = takeIdle(wanted) ?? (await start());
      try {
        await worker.open(options.engine, signal);
        return worker;
      } catch (error) {
        worker.stop();
        freePlace();
        throw error;
      }
    },
    giveBack(worker) {
      if (isClosed || worker.isGone || worker.ageMs > LIFE_MS) worker.stop();
      else {
        worker.setReferenced(false);
        const timer = setTimeout(() => {
          const index = idle.findIndex((entry) => entry.worker === worker);
          if (index >= 0) idle.splice(index, 1);
          worker.stop();
        }, IDLE_MS);
        timer.unref();
        idle.push({ worker, timer });
      }
      freePlace();
    },
    discard(worker) {
      worker.stop();
      freePlace();
    },
    async close() {
      isClosed = true;
      for (const entry of idle.splice(0)) clearTimeout(entry.timer);
      const ended = [...living].map((worker) => {
        worker.setReferenced(true);
        const end = new Promise<void>((resolve) => worker.onExit(resolve));
        worker.stop();
        return end;
      });
      await Promise.all(ended);
    },
  };
}
