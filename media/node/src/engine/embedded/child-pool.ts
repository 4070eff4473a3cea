import type { ChildProcess } from 'node:child_process';
import { type ChildGuard, guardChild, killTree } from '../../files/child-limits.ts';
import { forkNodeChild } from '../../files/node-child.ts';
import { feed } from '../../files/run-program.ts';
import { createTextTail } from '../../files/text-tail.ts';
import { cutIntoFrames } from '../cut-frames.ts';
import { engineDeath, engineFailure, stopError } from '../failures.ts';
import { type EngineRunOptions, rawFrameBytes } from '../request.ts';
import type { ChildAnswer, ChildTask } from './messages.ts';

const IDLE_MS = 20_000;
/** A child is replaced after this many tasks, so that a slow leak in a decoder never grows for long. */
const TASKS_PER_CHILD = 100;

export type FinalAnswer = Exclude<ChildAnswer, { kind: 'progress' | 'failed' }>;
export type ChildPool = {
  perform(task: ChildTask, options: EngineRunOptions): Promise<FinalAnswer>;
  close(): Promise<void>;
};

type Child = {
  process: ChildProcess;
  tasks: number;
  errors: ReturnType<typeof createTextTail>;
  idleTimer: NodeJS.Timeout | null;
};

/**
 * Keeps one idle child warm: starting Node with the addon takes about half a second, a probe only milliseconds.
 * A child is *busy* with one task, *idle* (ended after 20 s), or gone. A task that failed in FFmpeg leaves its child
 * usable; an abort, a limit or a crash ends it, and tasks that used standard input end it too, because the end of the
 * stream is how the last frame is known.
 */
export function createChildPool(): ChildPool {
  const idle: Child[] = [];
  const all = new Set<Child>();

  const start = (): Child => {
    const child: Child = {
      process: forkNodeChild('media/node/src/engine/embedded/child.program.ts'),
      tasks: 0,
      errors: createTextTail(),
      idleTimer: null,
    };
    child.process.stderr?.setEncoding('utf8').on('data', (text: string) => child.errors.add(text));
    all.add(child);
    child.process.once('exit', () => all.delete(child));
    return child;
  };

  const take = (): Child => {
    const child = idle.pop();
    if (!child) return start();
    if (child.idleTimer) clearTimeout(child.idleTimer);
    setReferenced(child.process, true);
    return child.process.connected ? child : start();
  };

  const giveBack = (child: Child) => {
    if (idle.length > 0 || child.tasks >= TASKS_PER_CHILD || !child.process.connected) return end(child);
    idle.push(child);
    setReferenced(child.process, false);
    child.idleTimer = setTimeout(() => {
      idle.splice(idle.indexOf(child), 1);
      end(child);
    }, IDLE_MS);
    child.idleTimer.unref();
  };

  const end = (child: Child) => {
    child.process.removeAllListeners('message');
    if (child.process.connected) child.process.disconnect();
    else killTree(child.process);
  };

  return {
    async perform(task, options) {
      options.signal?.throwIfAborted();
      const child = take();
      child.tasks += 1;
      const guard = guardChild(child.process, options);
      try {
        const answer = await exchange(child, task, options, guard);
        if (options.frames) end(child);
        else giveBack(child);
        return answer;
      } catch (error) {
        if (guard.reason() === null && !options.frames && child.process.connected) giveBack(child);
        else killTree(child.process);
        throw guard.reason() === null ? error : stopError(guard.reason() ?? 'aborted', options.signal);
      } finally {
        guard.release();
      }
    },
    async close() {
      const ended = [...all].map((child) => new Promise((resolve) => child.process.once('exit', resolve)));
      // An idle child does not hold the program open, but waiting for its end must.
      for (const child of all) {
        setReferenced(child.process, true);
        killTree(child.process);
      }
      idle.length = 0;
      await Promise.all(ended);
    },
  };
}

/** An idle child must not keep the program alive: neither its handle, nor its channel, nor its pipes. */
function setReferenced(child: ChildProcess, isReferenced: boolean): void {
  const handles = [child, child.channel, child.stdin, child.stdout, child.stderr] as (
    | { ref?(): void; unref?(): void }
    | null
    | undefined
  )[];
  for (const handle of handles) isReferenced ? handle?.ref?.() : handle?.unref?.();
}

async function exchange(
  child: Child,
  task: ChildTask,
  options: EngineRunOptions,
  guard: ChildGuard,
): Promise<FinalAnswer> {
  const { process: target } = child;
  const received = collectOutput(target, receiverFor(task, options), () => guard.stop('aborted'));
  const answered = waitForAnswer(child, options);
  // When the caller's own frames fail first, the child is killed and nobody waits for this any more.
  answered.catch(() => undefined);
  try {
    target.send(task);
    if (options.frames && target.stdin) {
      const feeding = feed(
        target.stdin,
        options.frames,
        answered.catch(() => undefined),
      );
      // A failing source of frames stops the encoder; otherwise the child's own answer decides.
      await Promise.race([answered, feeding.then(() => answered)]);
    }
    const answer = await answered;
    if (answer.kind === 'finished') await received.reach(answer.sentBytes);
    return answer;
  } finally {
    received.release();
  }
}

function waitForAnswer(child: Child, options: EngineRunOptions): Promise<FinalAnswer> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: ChildAnswer) => {
      if (answer.kind === 'progress') return options.onProgress?.(answer.progress);
      settle();
      if (answer.kind === 'failed') reject(engineFailure('FFmpeg', answer.message));
      else resolve(answer);
    };
    const onExit = (code: number | null, signal: string | null) => {
      settle();
      reject(engineDeath(signal ?? `exit ${code}`, child.errors.read()));
    };
    const onError = (error: Error) => {
      settle();
      reject(engineDeath(error.message, ''));
    };
    const settle = () => {
      child.process.removeListener('message', onMessage);
      child.process.removeListener('exit', onExit);
      child.process.removeListener('error', onError);
    };
    child.process.on('message', onMessage);
    child.process.once('exit', onExit);
    child.process.once('error', onError);
  });
}

type Receiver = (bytes: Uint8Array) => void | Promise<void>;

function receiverFor(task: ChildTask, options: EngineRunOptions): Receiver {
  const frameBytes = task.kind === 'run' ? rawFrameBytes(task.request) : null;
  const { onData } = options;
  if (!onData) return () => undefined;
  return frameBytes === null ? onData : cutIntoFrames(frameBytes, onData);
}

/** Hands raw output on piece by piece, pausing the child while the caller is busy. */
function collectOutput(child: ChildProcess, receive: Receiver, fail: () => void) {
  let bytes = 0;
  let error: unknown = null;
  let wake: () => void = () => undefined;
  const onReadable = async (chunk: Uint8Array) => {
    child.stdout?.pause();
    try {
      await receive(chunk);
    } catch (cause) {
      error = cause;
      fail();
    }
    bytes += chunk.length;
    child.stdout?.resume();
    wake();
  };
  child.stdout?.on('data', onReadable);
  return {
    async reach(target: number): Promise<void> {
      while (bytes < target && error === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (error !== null) throw error;
    },
    release: () => child.stdout?.removeListener('data', onReadable),
  };
}
