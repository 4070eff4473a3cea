import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

export const arkError = z.object({ code: z.string().nullish(), message: z.string().nullish() });
const problem = z.object({ error: arkError });

export function normaliseArkError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const error = problem.safeParse(readJson(answer.bytes)).data?.error;
  const message = error?.message || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  return {
    kind: kindOf(answer.status, error?.code ?? ''),
    message,
    retryAfterMs: readRetryAfter(answer.headers, nowMs),
  };
}

/** Codes are dotted names; those of the account are only reported by others, so the status is read beside them. */
function kindOf(status: number, code: string): FaultKind {
  if (isModerated(code)) return 'moderated';
  if (status === 402 || code.startsWith('AccountOverdue')) return 'no_credit';
  if (status === 404 || code === 'ModelNotOpen') return 'not_found';
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}

/** An error inside a good answer: of one picture, or of a task that has ended. */
export function readItemError({ code, message }: z.infer<typeof arkError>): ProviderFault {
  const text = [code, message].filter(Boolean).join(': ') || 'failed without a reason';
  return { kind: isModerated(code ?? '') ? 'moderated' : 'failed', message: text.slice(0, 500), retryAfterMs: null };
}

/** `InputTextSensitiveContentDetected`, `OutputImageSensitiveContentDetected` and whatever else it looks into. */
function isModerated(code: string): boolean {
  return code.includes('SensitiveContentDetected');
}
