import { KinoraError } from '@kinora/contract';
import { ChildEnded, createKeptChild } from '../files/kept-child.ts';
import { MODEL_TIME_LIMIT_MS, PARSE_MEMORY_LIMIT_BYTES, PARSE_TIME_LIMIT_MS } from './limits.ts';
import { refuse } from './refusal.ts';
import type { ParseReply, ParseResults, ParseTask, WorkDetails } from './worker-messages.ts';

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
  const program = 'media/node/src/intake/worker.program.ts';
  const child = createKeptChild<ParseTask, ParseReply>({ program, idleMs: IDLE_MS });

  async function ask(task: ParseTask, signal: AbortSignal | undefined): Promise<ParseResults[keyof ParseResults]> {
    const reply = await child
      .ask(task, {
        signal,
        timeLimitMs: limits.timeLimitMs ?? (task.work === 'model' ? MODEL_TIME_LIMIT_MS : PARSE_TIME_LIMIT_MS),
        memoryLimitBytes: limits.memoryLimitBytes ?? PARSE_MEMORY_LIMIT_BYTES,
      })
      .catch(refuseEnded);
    if (reply.kind === 'parsed') return reply.result;
    const { code, message, sentence, details } = reply;
    throw new KinoraError(code, message, { sentence, details });
  }

  function parse<Work extends ParseTask['work']>(
    work: Work,
    file: string,
    folder: string,
    ...[given]: WorkArguments<Work>
  ) {
    const { signal, ...details } = (given ?? {}) as ParseOptions & Partial<WorkDetails[keyof WorkDetails]>;
    // The child answers each kind of work with that work's own result.
    return orAborted(ask({ work, file, folder, details }, signal) as Promise<ParseResults[Work]>, signal);
  }

  return { parse, close: child.close };
}

/** What became of the file whose child was stopped or died. */
function refuseEnded(error: unknown): never {
  if (!(error instanceof ChildEnded)) throw error;
  throw error.reason
    ? refuse('intake.limit', `parsing stopped: ${error.reason}`)
    : refuse('intake.damaged', 'the parser died of this file');
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
