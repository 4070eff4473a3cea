import { KinoraError } from '@kinora/contract';
import type { FastifyReply } from 'fastify';
import type { Actor } from './actor.ts';
import { actorKey } from './actor.ts';

export interface RateCounter {
  /** Adds one to the window of `key` and answers the count with the seconds left in the window. */
  hit(key: string, window: { seconds: number; limit: number }): Promise<{ count: number; secondsLeft: number }>;
}

export const RATE_WINDOW_SECONDS = 900;
/** Calls per window; 0 sets no limit. */
export type RateLimits = {
  /** Account calls per address (sign-in, sign-up, reset, invitations, set-up), and changes asked for by nobody known. */
  publicCalls: number;
  /** API-key calls per key. */
  keyCalls: number;
  /** Web session calls per person; reading calls of nobody known, per address. */
  sessionCalls: number;
};

/** rulings §3.5: jobs one person may start in an hour; null for no limit. Counted where jobs are made. */
export const STARTED_JOBS_PER_HOUR: Record<'self-hosted' | 'hosted', number | null> = {
  'self-hosted': null,
  hosted: 10,
};

/** @property resetSeconds until the window ends */
export type RateState = { limit: number; remaining: number; resetSeconds: number };

export function toRateHeaders({ limit, remaining, resetSeconds }: RateState): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetSeconds),
  };
}

type Subject = { actor: Actor | null; ipAddress: string; isAccountCall: boolean; isReading: boolean };

export async function enforceRate(
  counter: RateCounter,
  limits: RateLimits,
  subject: Subject,
  reply: FastifyReply,
): Promise<void> {
  const { key, limit } = chooseLimit(limits, subject);
  if (limit === 0) return;
  const { count, secondsLeft } = await counter.hit(key, { seconds: RATE_WINDOW_SECONDS, limit });
  const state = { limit, remaining: Math.max(0, limit - count), resetSeconds: Math.ceil(secondsLeft) };
  reply.headers(toRateHeaders(state));
  if (count > limit)
    throw new KinoraError('request.too_many', `${key} made ${count} calls`, {
      details: { retryAfterSeconds: secondsLeft },
      isRetryable: true,
    });
}

/** rulings §3.5 */
function chooseLimit(
  limits: RateLimits,
  { actor, ipAddress, isAccountCall, isReading }: Subject,
): { key: string; limit: number } {
  if (isAccountCall) return { key: `address:${ipAddress}`, limit: limits.publicCalls };
  if (actor) return { key: actorKey(actor), limit: actor.kind === 'api_key' ? limits.keyCalls : limits.sessionCalls };
  // The sign-in page itself asks who is there: reading is counted apart, so that it cannot shut anybody out of signing in.
  return isReading
    ? { key: `reader:${ipAddress}`, limit: limits.sessionCalls }
    : { key: `guest:${ipAddress}`, limit: limits.publicCalls };
}
