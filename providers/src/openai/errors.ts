import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

const problem = z.object({
  error: z.object({ message: z.string().nullish(), type: z.string().nullish(), code: z.string().nullish() }),
});

/** An empty account answers 429 like a limit does; only its code tells that waiting will not help. */
const EMPTY = new Set(['insufficient_quota', 'credit_balance_exhausted', 'billing_hard_limit_reached']);

export function normaliseOpenAiError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const { error } = problem.safeParse(readJson(answer.bytes)).data ?? {};
  const message = error?.message || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  return {
    kind: kindOf(answer.status, error?.code ?? ''),
    message,
    retryAfterMs: readRetryAfter(answer.headers, nowMs),
  };
}

function kindOf(status: number, code: string): FaultKind {
  if (EMPTY.has(code)) return 'no_credit';
  if (code === 'moderation_blocked') return 'moderated';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}
