import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';
import type { Task } from './protocol.ts';

const problem = z.object({ error: z.string() });

export function normaliseRunwayError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const text = problem.safeParse(readJson(answer.bytes)).data?.error ?? '';
  const message = text || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  return { kind: kindOf(answer.status, text), message, retryAfterMs: readRetryAfter(answer.headers, nowMs) };
}

/** An empty account is a 400 like a wrong field is; only its words tell. A 429 is the day's cap, never a full queue. */
function kindOf(status: number, text: string): FaultKind {
  if (status === 400 && /enough credits/i.test(text)) return 'no_credit';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}

/** A task's own end: `failureCode` is a dotted path whose head says what sort it is. */
export function readFailure({ failure, failureCode }: Task): ProviderFault {
  const code = failureCode ?? '';
  const message = [code, failure].filter(Boolean).join(': ') || 'failed without a reason';
  const kind = code.startsWith('SAFETY.') ? 'moderated' : code.startsWith('ASSET.') ? 'invalid_input' : 'failed';
  return { kind, message: message.slice(0, 500), retryAfterMs: null };
}
