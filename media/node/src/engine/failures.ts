import { KinoraError } from '@kinora/contract';
import type { StopReason } from '../files/child-limits.ts';
import { isDiskFull } from '../files/disk-full.ts';
import { type EngineErrorCode, engineErrors } from './errors.ts';

function create(
  code: EngineErrorCode,
  message: string,
  options: { details?: Record<string, unknown>; isRetryable?: boolean; cause?: unknown } = {},
): KinoraError {
  return new KinoraError(code, message, { sentence: engineErrors[code].sentence, ...options });
}

/** FFmpeg answered with an error. `tail` is the end of what it said. A full disk or a lost pipe may be gone at the next try. */
export function engineFailure(message: string, tail: unknown = ''): KinoraError {
  const text = typeof tail === 'string' ? tail.trim() : JSON.stringify(tail);
  const whole = text ? `${message}: ${text}` : message;
  const options = { details: { tail: text.slice(-2000) }, isRetryable: true };
  const failure = create('engine.failed', whole, options);
  return toDiskFull(failure) ?? failure;
}

/** What failed is told as it is, unless the disk is full: then that is the reason and the thing to do something about. */
export function toDiskFull(error: unknown): KinoraError | null {
  if (!isDiskFull(error)) return null;
  const message = error instanceof Error ? error.message : String(error);
  return create('engine.disk_full', message, { isRetryable: true, cause: error });
}

/** The process ended without an answer: killed from outside, out of memory, a crash in native code. */
export function engineDeath(how: string, tail: string): KinoraError {
  return create('engine.died', `the engine process ended: ${how}${tail ? `\n${tail.trim().slice(-2000)}` : ''}`, {
    isRetryable: true,
  });
}

export function engineMissing(program: string, cause: unknown): KinoraError {
  return create('engine.missing', `${program} cannot be started`, { details: { program }, cause });
}

export function engineTooOld(version: string, missing: readonly string[]): KinoraError {
  return create('engine.too_old', `FFmpeg ${version} cannot be used: ${missing.join(', ')}`, {
    details: { version, missing },
  });
}

export function unreadable(path: string, cause: unknown): KinoraError {
  return create(
    'engine.unreadable',
    `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
}

/** The error for something we stopped ourselves. An abort gives back the signal's own reason. */
export function stopError(reason: StopReason, signal: AbortSignal | undefined): unknown {
  if (reason === 'aborted') return signal?.reason ?? new DOMException('aborted', 'AbortError');
  if (reason === 'time_limit') return create('engine.time_limit', 'the engine passed its time limit');
  if (reason === 'memory_limit') return create('engine.memory_limit', 'the engine passed its memory limit');
  return engineFailure('the program wrote more than allowed');
}
