import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { guardChild, type StopReason } from './child-limits.ts';
import { createTextTail } from './text-tail.ts';

export type ProgramOptions = {
  readonly signal?: AbortSignal;
  readonly timeLimitMs?: number;
  readonly memoryLimitBytes?: number;
  /** Pieces for standard input; the next one is taken when the program has room. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Receives standard output; without it up to `outputLimitBytes` are collected as text. */
  readonly onOutput?: (bytes: Uint8Array) => void | Promise<void>;
  readonly outputLimitBytes?: number;
  /** Receives what the program writes to file descriptor 3. */
  readonly onExtra?: (text: string) => void;
};

/** How a program ended. `stopped` = we ended it; `spawnError` = it never ran. The caller decides which error that is. */
export type ProgramOutcome = {
  readonly exitCode: number | null;
  readonly signalName: NodeJS.Signals | null;
  readonly stopped: StopReason | null;
  readonly spawnError: NodeJS.ErrnoException | null;
  readonly output: string;
  /** Last 64 KiB of standard error. */
  readonly errorTail: string;
};

const DEFAULT_OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * The one way to run a program: argument array, never a shell; limits of time, memory and output; abort ends the whole
 * process group. An error thrown by the caller's `input` or `onOutput` stops the program and is thrown on.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramOutcome> {
  const child = spawn(program, args, {
    stdio: [options.input ? 'pipe' : 'ignore', 'pipe', 'pipe', options.onExtra ? 'pipe' : 'ignore'],
    detached: true,
  });
  const guard = guardChild(child, options);
  const errors = createTextTail();
  const closed = waitForClose(child);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.add(text));
  const extra = child.stdio[3] as Readable | null | undefined;
  extra?.setEncoding('utf8').on('data', (text: string) => options.onExtra?.(text));
  const collected: string[] = [];
  try {
    await Promise.all([
      options.input && child.stdin ? feed(child.stdin, options.input, closed) : undefined,
      child.stdout
        ? drain(
            child.stdout,
            outputHandler(options, collected, () => guard.stop('output_limit')),
          )
        : undefined,
    ]);
    const end = await closed;
    return { ...end, stopped: guard.reason(), output: collected.join(''), errorTail: errors.read() };
  } catch (error) {
    guard.stop('aborted');
    await closed;
    throw error;
  } finally {
    guard.release();
  }
}

function outputHandler(options: ProgramOptions, collected: string[], overflow: () => void) {
  if (options.onOutput) return options.onOutput;
  const decoder = new TextDecoder();
  const limit = options.outputLimitBytes ?? DEFAULT_OUTPUT_LIMIT_BYTES;
  let sizeBytes = 0;
  return (bytes: Uint8Array) => {
    sizeBytes += bytes.length;
    if (sizeBytes > limit) return overflow();
    collected.push(decoder.decode(bytes, { stream: true }));
  };
}

type ProgramEnd = Pick<ProgramOutcome, 'exitCode' | 'signalName' | 'spawnError'>;

function waitForClose(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('error', (spawnError: NodeJS.ErrnoException) =>
      resolve({ exitCode: null, signalName: null, spawnError }),
    );
    child.once('close', (exitCode, signalName) => resolve({ exitCode, signalName, spawnError: null }));
  });
}

async function drain(stream: Readable, onOutput: (bytes: Uint8Array) => void | Promise<void>): Promise<void> {
  try {
    for await (const bytes of stream) await onOutput(bytes as Uint8Array);
  } catch (error) {
    if (!isClosedPipe(error)) throw error;
  }
}

/**
 * Writes the pieces with back-pressure: without waiting for `drain`, memory would grow by one raw frame (8 MB at
 * 1080p) for every frame the encoder is behind. A program that ends early closes its pipe; that is its outcome to
 * explain, so the broken pipe itself is not an error here.
 */
export async function feed(
  stream: Writable,
  pieces: AsyncIterable<Uint8Array>,
  ended: Promise<unknown>,
): Promise<void> {
  let isOpen = true;
  const closed = ended.then(() => {
    isOpen = false;
  });
  stream.on('error', () => {
    isOpen = false;
  });
  for await (const piece of pieces) {
    if (!isOpen) break;
    if (!stream.write(piece)) await Promise.race([once(stream, 'drain').catch(() => undefined), closed]);
  }
  if (isOpen) stream.end();
}

function isClosedPipe(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
