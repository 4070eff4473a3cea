import type { ChildProcess } from 'node:child_process';
import { guardChild, killTree, type StopReason } from './child-limits.ts';
import { forkNodeChild } from './node-child.ts';

export type KeptChildOptions = {
  /** A `*.program.ts` that answers each message with one that carries the same id. */
  program: string;
  /** How long it is kept when nobody asks: a sleeping child only holds memory. */
  idleMs: number;
};
export type AskLimits = { signal?: AbortSignal | undefined; timeLimitMs: number; memoryLimitBytes: number };

/** The child ended before it answered; `reason` says why we stopped it, null when it died by itself. */
export class ChildEnded extends Error {
  readonly reason: StopReason | null;
  constructor(program: string, reason: StopReason | null) {
    super(`${program} ended: ${reason ?? 'by itself'}`);
    this.name = 'ChildEnded';
    this.reason = reason;
  }
}

export type KeptChild<Task extends object, Reply extends { id: number }> = {
  /** @throws `ChildEnded` */
  ask(task: Task, limits: AskLimits): Promise<Reply>;
  /** Ends the child at once; whoever asks later gets a fresh one. */
  close(): void;
};

/** One child, one task at a time, started when it is needed, replaced when it dies and let go when nobody asks. */
export function createKeptChild<Task extends object, Reply extends { id: number }>({
  program,
  idleMs,
}: KeptChildOptions): KeptChild<Task, Reply> {
  let child: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function liveChild(): ChildProcess {
    clearTimeout(idleTimer);
    if (child && child.exitCode === null && child.signalCode === null && child.connected) return child;
    child = forkNodeChild(program);
    // Nothing of ours is printed there; a native library's complaint must not fill the pipe.
    child.stdout?.resume();
    child.stderr?.resume();
    return child;
  }

  function close(): void {
    clearTimeout(idleTimer);
    if (child) killTree(child);
    // It takes a moment to end; who comes in that moment gets a fresh one.
    child = undefined;
  }

  async function takeTurn(task: Task, limits: AskLimits): Promise<Reply> {
    limits.signal?.throwIfAborted();
    lastId += 1;
    try {
      return await askChild<Reply>(liveChild(), { ...task, id: lastId }, { ...limits, program });
    } finally {
      idleTimer = setTimeout(close, idleMs).unref();
    }
  }

  return {
    // One task at a time: limits then belong to one task, and two large ones never add up.
    ask(task, limits) {
      const turn = queue.then(() => takeTurn(task, limits));
      // A failure is told to whoever asked, by `turn`; the next one only waits for its end.
      queue = turn.catch(() => undefined);
      return turn;
    },
    close,
  };
}

function askChild<Reply extends { id: number }>(
  child: ChildProcess,
  message: { id: number },
  { program, ...limits }: AskLimits & { program: string },
): Promise<Reply> {
  const guard = guardChild(child, limits);
  return new Promise((resolve, reject) => {
    const onReply = (reply: Reply) => {
      if (reply.id !== message.id) return;
      resolve(reply);
      release();
    };
    const onExit = () => {
      reject(new ChildEnded(program, guard.reason()));
      release();
    };
    const release = () => {
      guard.release();
      child.off('message', onReply);
      child.off('exit', onExit);
    };
    child.on('message', onReply);
    child.once('exit', onExit);
    child.send(message);
  });
}
