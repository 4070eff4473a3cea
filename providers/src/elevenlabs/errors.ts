import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

/** One thing that is wrong, or, for fields, a list of them. */
const problem = z.object({
  detail: z.union([
    z.object({ status: z.string().nullish(), message: z.string().nullish() }),
    z.array(z.object({ msg: z.string().nullish() })),
    z.string(),
  ]),
});

export function normaliseElevenLabsError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const detail = problem.safeParse(readJson(answer.bytes)).data?.detail;
  const named = detail !== undefined && typeof detail === 'object' && !Array.isArray(detail) ? detail : undefined;
  const first = Array.isArray(detail) ? detail[0]?.msg : undefined;
  const text = typeof detail === 'string' ? detail : (named?.message ?? first);
  const message = text || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  return {
    kind: kindOf(answer.status, named?.status ?? ''),
    message,
    retryAfterMs: readRetryAfter(answer.headers, nowMs),
  };
}

/** An empty account is a 401, as a wrong key is; only the status inside tells them apart. */
function kindOf(status: number, code: string): FaultKind {
  if (code === 'quota_exceeded') return 'no_credit';
  if (code === 'voice_not_found') return 'invalid_input';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}
