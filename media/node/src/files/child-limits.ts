import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export const DEFAULT_TIME_LIMIT_MS = 30 * 60_000;
export const DEFAULT_MEMORY_LIMIT_BYTES = 4 * 1024 ** 3;
const MEMORY_CHECK_MS = 500;
const PAGE_BYTES = 4096;

/** Why a child was stopped by us; null while nothing has. */
export type StopReason = 'aborted' | 'time_limit' | 'memory_limit' | 'output_limit';

export type ChildGuard = {
  readonly reason: () => StopReason | null;
  stop(reason: StopReason): void;
  release(): void;
  /** Whether the guard's own time limit keeps this program alive; it does at first. */
  setReferenced(isReferenced: boolean): void;
};

/**
 * Watches one child: an abort signal, a time limit and a memory limit each stop it and everything it started. Memory is
 * read from /proc because an address-space limit would count FFmpeg's threads and mappings, not what it really uses;
 * where /proc does not exist (only Linux is supported and tested) that one limit does not hold.
 */
export function guardChild(
  child: ChildProcess,
  limits: { signal?: AbortSignal; timeLimitMs?: number; memoryLimitBytes?: number },
): ChildGuard {
  let reason: StopReason | null = null;
  const stop = (why: StopReason) => {
    reason ??= why;
    killTree(child);
  };
  const onAbort = () => stop('aborted');
  const timer = setTimeout(() => stop('time_limit'), limits.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS);
  const memoryLimitBytes = limits.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  const watch = setInterval(async () => {
    if ((await residentBytes(child.pid)) > memoryLimitBytes) stop('memory_limit');
  }, MEMORY_CHECK_MS);
  watch.unref();
  limits.signal?.addEventListener('abort', onAbort, { once: true });
  const forget = endWithUs(child);
  if (limits.signal?.aborted) onAbort();
  return {
    reason: () => reason,
    stop,
    release() {
      clearTimeout(timer);
      clearInterval(watch);
      limits.signal?.removeEventListener('abort', onAbort);
      forget();
    },
    setReferenced(isReferenced) {
      if (isReferenced) timer.ref();
      else timer.unref();
    },
  };
}

/** Children to end with this process. One set and one hook for all: sixteen workers would be sixteen listeners. */
const living = new Set<ChildProcess>();
let isHooked = false;

/** A detached child outlives its parent otherwise: Ctrl-C in a terminal does not reach its process group. */
function endWithUs(child: ChildProcess): () => void {
  if (!isHooked) {
    isHooked = true;
    process.once('exit', () => {
      for (const item of living) killTree(item);
    });
  }
  living.add(child);
  return () => living.delete(child);
}

/**
 * Ends a child and its own children at once. Children are started in their own process group (`detached`), so one
 * signal reaches all of them. SIGKILL and not SIGTERM: what they were writing is an aside file that is removed anyway,
 * and a cancelled render must be gone within two seconds.
 */
export function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Not a group leader, or already gone: the single process is enough then.
    child.kill('SIGKILL');
  }
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * PAGE_BYTES;
}
