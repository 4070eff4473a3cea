import { type ErrorTable, isKinoraError, type JobFailure } from '@kinora/contract';
import { isDiskFull } from '@kinora/media-node';
import { JOB_ERRORS } from './errors.ts';

export const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 1000;
const sentences: ErrorTable = JOB_ERRORS;

/**
 * Whether a failed piece of local work is tried again by itself: what refuses by rule (wrong input, missing file) would
 * refuse again, the rest may be a crash, a full disk or a moment without a database.
 * @param failures of this run, this one included
 */
export function planRetry(error: unknown, failures: number, random: () => number): { waitMs: number } | null {
  if (failures >= MAX_ATTEMPTS) return null;
  if (isKinoraError(error) && !error.isRetryable) return null;
  const full = FIRST_WAIT_MS * 2 ** (failures - 1);
  return { waitMs: Math.round(full / 2 + random() * (full / 2)) };
}

/** What people are told. The text of an unknown error is for the log: it may hold paths and other people's words. */
export function toFailure(error: unknown): JobFailure {
  if (isDiskFull(error)) {
    return { code: 'jobs.disk_full', sentence: JOB_ERRORS['jobs.disk_full'].sentence, isRetryable: true };
  }
  if (!isKinoraError(error)) {
    return { code: 'jobs.failed', sentence: JOB_ERRORS['jobs.failed'].sentence, isRetryable: true };
  }
  const sentence = error.sentence ?? sentences[error.code]?.sentence ?? JOB_ERRORS['jobs.failed'].sentence;
  return { code: error.code, sentence, isRetryable: true };
}
