import { KinoraError } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

const HOUR_SECONDS = 3600;

/** What is left of an hour's jobs, for the answer's headers. */
export type JobAllowance = { limit: number; remaining: number; resetSeconds: number };

/**
 * Counts a job that a person starts (not its leaves), in the transaction that makes it: a job that is not made is not
 * counted, and presses at once wait for each other's count. All keys of an organization count as one person: a key is
 * quickly made.
 */
export async function countStartedJob(
  transaction: Transaction,
  actor: { organizationId: string; userId: string | null },
  limit: number,
): Promise<JobAllowance> {
  const subject = actor.userId === null ? `keys:${actor.organizationId}` : `user:${actor.userId}`;
  const { rows } = await transaction.query<{ count: number; seconds_left: number }>(
    'select count, seconds_left from app.hit_rate_bucket($1, $2)',
    [`jobs:${subject}`, HOUR_SECONDS],
  );
  const { count, seconds_left: secondsLeft } = rows[0]!;
  const resetSeconds = Math.max(1, Math.ceil(secondsLeft));
  const allowance = { limit, remaining: Math.max(0, limit - count), resetSeconds };
  if (count <= limit) return allowance;
  throw new KinoraError('jobs.too_many', `${subject} started ${limit} jobs in this hour`, {
    sentence: `You have started ${limit} films in this hour. The next can start in ${toMinutes(resetSeconds)}.`,
    details: { rateLimit: allowance, retryAfterSeconds: resetSeconds },
    isRetryable: true,
  });
}

function toMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
