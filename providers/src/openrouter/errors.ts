import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

const KINDS: Readonly<Record<number, FaultKind>> = {
  401: 'auth',
  402: 'no_credit',
  403: 'moderated',
  404: 'not_found',
  429: 'rate_limited',
};
export const openRouterError = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  message: z.string().nullish(),
  metadata: z.object({ error_type: z.string().nullish() }).nullish(),
});
const problem = z.object({ error: openRouterError });

export function normaliseOpenRouterError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const error = problem.safeParse(readJson(answer.bytes)).data?.error;
  const message = error?.message || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  const isByRule = error?.metadata?.error_type === 'content_policy_violation';
  const kind = isByRule ? 'moderated' : kindOf(answer.status);
  return { kind, message, retryAfterMs: readRetryAfter(answer.headers, nowMs) };
}

/** Its 403 is a guardrail's no; a wrong key is a 401. */
function kindOf(status: number): FaultKind {
  return KINDS[status] ?? (status >= 500 ? 'provider_down' : 'invalid_input');
}
