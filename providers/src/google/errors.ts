import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

const problem = z.object({
  error: z.object({
    message: z.string().nullish(),
    status: z.string().nullish(),
    details: z.array(z.object({ reason: z.string().nullish(), retryDelay: z.string().nullish() })).nullish(),
  }),
});
type Problem = z.infer<typeof problem>['error'];

export function normaliseGoogleError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const error = problem.safeParse(readJson(answer.bytes)).data?.error ?? {};
  const message = error.message || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  return {
    kind: kindOf(answer.status, error),
    message,
    retryAfterMs: readRetryAfter(answer.headers, nowMs) ?? readRetryDelay(error),
  };
}

/**
 * A wrong key is a 400 whose detail says so. A 403 that speaks of billing is an account that cannot pay; a 429 speaks of
 * billing too, whenever a limit is reached, and stays a limit.
 */
function kindOf(status: number, { message, details }: Problem): FaultKind {
  if (details?.some(({ reason }) => reason === 'API_KEY_INVALID')) return 'auth';
  if (status === 400 && /api key (not valid|expired)|API_KEY_INVALID/i.test(message ?? '')) return 'auth';
  if (status === 403 && /billing/i.test(message ?? '')) return 'no_credit';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}

/** "37s", "1.5s": how Google writes a length of time. */
function readRetryDelay({ details }: Problem): number | null {
  const seconds = details?.map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(retryDelay ?? '')?.[1]).find(Boolean);
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
}
