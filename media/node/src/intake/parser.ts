import type { ChildProcess } from 'node:child_process';
import { KinoraError } from '@kinora/contract';
import { guardChild, killTree } from '../files/child-limits.ts';
import { forkNodeChild } from '../files/node-child.ts';
import { MODEL_TIME_LIMIT_MS, PARSE_MEMORY_LIMIT_BYTES, PARSE_TIME_LIMIT_MS } from './limits.ts';
import { refuse } from './refusal.ts';
import type { ParseReply, ParseRequest, ParseResults, ParseTask, WorkDetails } from './worker-messages.ts';

export type ParserLimits = { timeLimitMs?: number; memoryLimitBytes?: number };

/** Aborting stops the child; who waits behind gets a fresh one. */
type ParseOptions = { signal?: AbortSignal | undefined };
/** Work that is told something besides the file is always told it. */
type WorkArguments<Work> = Work extends keyof WorkDetails
  ? [options: ParseOptions & WorkDetails[Work]]
  : [options?: ParseOptions];

/** Parses files in a child process that is kept between files and replaced when it dies or is stopped. */
export type FileParser = {
  parse<Work extends ParseTask['work']>(
    work: Work,
    file: string,
    folder: string,
    ...options: WorkArguments<Work>
  ): Promise<ParseResults[Work]>;
  close(): void;
};

/** An idle child holds about 100 MB; it is let go after this long. */
const IDLE_MS = 60_000;

export function createFileParser(limits: ParserLimits = {}): FileParser {
  let child: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function liveChild(): ChildProcess {
    clearTimeout(idleTimer);
    if (child && child.exitCode === null && child.signalCode === null && child.connected) return child;
    child = forkNodeChild('media/node/src/intake/worker.program.ts');
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

  async function takeTurn(task: ParseTask, { signal }: ParseOptions) {
    signal?.throwIfAborted();
    try {
      return await askChild(liveChild(), { ...task, id: ++lastId }, { ...limits, signal });
    } finally {
      idleTimer = setTimeout(close, IDLE_MS).unref();
    }
  }

  // One file at a time: limits then belong to one file, and two large pictures never add up.
  function parse<Work extends ParseTask['work']>(
    work: Work,
    file: string,
    folder: string,
    ...[given]: WorkArguments<Work>
  ) {
    const { signal, ...details } = (given ?? {}) as ParseOptions & Partial<WorkDetails[keyof WorkDetails]>;
    const options: ParseOptions = signal ? { signal } : {};
    const turn = queue.then(() => takeTurn({ work, file, folder, details }, options));
    queue = turn.catch(() => undefined);
    // The child answers each kind of work with that work's own result.
    return orAborted(turn as Promise<ParseResults[Work]>, options.signal);
  }

  return { parse, close };
}

/** Whoever aborts is answered at once, even while another file has its turn. */
function orAborted<Result>(turn: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return turn;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Ends with the child's reply, or with `intake.limit` / `intake.damaged` when it was stopped or died. */
function askChild(child: ChildProcess, request: ParseRequest, limits: ParserLimits & ParseOptions) {
  const guard = guardChild(child, {
    signal: limits.signal,
    timeLimitMs: limits.timeLimitMs ?? (request.work === 'model' ? MODEL_TIME_LIMIT_MS : PARSE_TIME_LIMIT_MS),
    memoryLimitBytes: limits.memoryLimitBytes ?? PARSE_MEMORY_LIMIT_BYTES,
  });
  return new Promise<ParseResults[keyof ParseResults]>((resolve, reject) => {
    const onReply = (reply: ParseReply) => {
      if (reply.id !== request.id) return;
      if (reply.kind === 'parsed') resolve(reply.result);
      else reject(new KinoraError(reply.code, reply.message, { sentence: reply.sentence, details: reply.details }));
      release();
    };
    const onExit = () => {
      const reason = guard.reason();
      reject(
        reason
          ? refuse('intake.limit', `parsing stopped: ${reason}`)
          : refuse('intake.damaged', 'the parser died of this file'),
      );
      release();
    };
    const release = () => {
      guard.release();
      child.off('message', onReply);
      child.off('exit', onExit);
    };
    child.on('message', onReply);
    child.once('exit', onExit);
    child.send(request);
  });
}
