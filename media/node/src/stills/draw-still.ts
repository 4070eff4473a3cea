import type { ChildProcess } from 'node:child_process';
import { KinoraError } from '@kinora/contract';
import { forkNodeChild } from '../files/node-child.ts';
import { killTree } from '../files/child-limits.ts';
import type { StillAnswer, StillTask } from './still-messages.ts';

const PROGRAM = 'media/node/src/stills/still.program.ts';
const TIME_LIMIT_MS = 30_000;
/** A drawer nobody asked for this long is ended: it holds layers of several sets in memory. */
const IDLE_LIMIT_MS = 60_000;

export type StillDrawer = {
  /** @throws `media.still_failed` when the frame cannot be drawn in half a minute */
  draw(task: Omit<StillTask, 'id'>): Promise<Buffer>;
  close(): void;
};

type Waiting = { resolve(jpeg: Buffer): void; reject(error: Error): void; timer: NodeJS.Timeout };

/** One child that draws single frames, started when first needed and ended when idle. */
export function createStillDrawer(): StillDrawer {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;

  function end(reason: string): void {
    const ended = child;
    child = undefined;
    clearTimeout(idle);
    if (ended) killTree(ended);
    for (const [id, entry] of waiting) settle(id, () => entry.reject(failed(reason)));
  }

  function settle(id: number, then: () => void): void {
    const entry = waiting.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    waiting.delete(id);
    then();
    if (waiting.size === 0 && child) {
      idle = setTimeout(() => end('idle'), IDLE_LIMIT_MS);
      idle.unref();
    }
  }

  function start(): ChildProcess {
    const started = forkNodeChild(PROGRAM);
    started.stdout?.resume();
    started.stderr?.resume();
    started.on('message', (answer: StillAnswer) => {
      const entry = waiting.get(answer.id);
      settle(answer.id, () => ('jpeg' in answer ? entry?.resolve(Buffer.from(answer.jpeg)) : entry?.reject(failed(answer.failure))));
    });
    started.once('exit', (code, signal) => {
      if (child === started) end(`the drawing process ended (${signal ?? code})`);
    });
    return started;
  }

  return {
    draw(task) {
      child ??= start();
      clearTimeout(idle);
      const id = nextId++;
      const process = child;
      return new Promise((resolve, reject) => {
        // A stuck drawing would block every later one, so the whole process goes.
        const timer = setTimeout(() => end('the frame took longer than half a minute'), TIME_LIMIT_MS);
        waiting.set(id, { resolve, reject, timer });
        process.send({ ...task, id });
      });
    },
    close: () => end('closed'),
  };
}

function failed(reason: string): KinoraError {
  return new KinoraError('media.still_failed', reason, { sentence: 'The preview frame could not be drawn.', isRetryable: true });
}
