import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

/** `detail` is a sentence or a list of what is wrong; not every endpoint keeps to it. */
const problem = z.object({
  detail: z.union([z.string(), z.array(z.object({ msg: z.string().nullish(), type: z.string().nullish() }))]),
});

export function normaliseFalError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const detail = problem.safeParse(readJson(answer.bytes)).data?.detail;
  const first = Array.isArray(detail) ? detail[0] : undefined;
  const text = typeof detail === 'string' ? detail : (first?.msg ?? '');
  const message = text || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  return {
    kind: kindOf(answer.status, first?.type ?? '', text),
    message,
    retryAfterMs: readRetryAfter(answer.headers, nowMs),
  };
}

/** An empty account is a 403 that says so in words, not a 402. */
function kindOf(status: number, type: string, text: string): FaultKind {
  if (type === 'content_policy_violation') return 'moderated';
  if (status === 403 && /exhausted balance/i.test(text)) return 'no_credit';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}
