import { KinoraError } from '@kinora/contract';
import type { FastifyReply } from 'fastify';
import type { Actor } from './actor.ts';
import { actorKey } from './actor.ts';

/** Counts in PostgreSQL, so that several API processes share one limit. */
export interface RateCounter {
  /** Adds one to the window of `key` and answers the count with the seconds left in the window. */
  hit(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }>;
}

export const RATE_WINDOW_SECONDS = 900;
export type RateLimits = {
  /** Public account calls per address and window (sign-in, sign-up, reset, invitations, set-up). */
  publicCalls: number;
  /** API-key calls per key and window; null for no limit. */
  apiKeyCalls: number | null;
  /** Web session calls per person and window; null for no limit. */
  sessionCalls: number | null;
  /** Jobs one person may start in an hour; null for no limit. Counted where jobs are made. */
  startedJobsPerHour: number | null;
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

/** rulings §3.5: the hosted preset counts everyone; the self-hosted one only calls from people nobody knows yet. */
export const RATE_LIMITS: Record<'self-hosted' | 'hosted', RateLimits> = {
  'self-hosted': { publicCalls: 100, apiKeyCalls: null, sessionCalls: null, startedJobsPerHour: null },
  hosted: { publicCalls: 100, apiKeyCalls: 200, sessionCalls: 6000, startedJobsPerHour: 10 },
};

export async function enforceRate(
  counter: RateCounter,
  limits: RateLimits,
  subject: { actor: Actor | null; ipAddress: string; isPublicCall: boolean },
  reply: FastifyReply,
): Promise<void> {
  const { key, limit } = chooseLimit(limits, subject);
  if (limit === null) return;
  const { count, secondsLeft } = await counter.hit(key, RATE_WINDOW_SECONDS);
  const state = { limit, remaining: Math.max(0, limit - count), resetSeconds: Math.ceil(secondsLeft) };
  reply.headers(toRateHeaders(state));
  if (count > limit)
    throw new KinoraError('request.too_many', `${key} made ${count} calls`, {
      details: { retryAfterSeconds: secondsLeft },
      isRetryable: true,
    });
}

function chooseLimit(
  limits: RateLimits,
  { actor, ipAddress, isPublicCall }: { actor: Actor | null; ipAddress: string; isPublicCall: boolean },
): { key: string; limit: number | null } {
  if (isPublicCall) return { key: `address:${ipAddress}`, limit: limits.publicCalls };
  if (!actor) return { key: `address:${ipAddress}`, limit: null };
  return { key: actorKey(actor), limit: actor.kind === 'api_key' ? limits.apiKeyCalls : limits.sessionCalls };
}
