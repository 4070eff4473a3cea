import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

const KINDS: Readonly<Record<number, FaultKind>> = {
  401: 'auth',
  403: 'auth',
  402: 'no_credit',
  404: 'not_found',
  429: 'rate_limited',
};
const problem = z.object({ detail: z.string().optional(), title: z.string().optional() });

/** A refusal of the API in the common words. Its shapes are only partly documented, so the text is read in three places. */
export function normaliseReplicateError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const body = problem.safeParse(readJson(answer.bytes)).data;
  const message = body?.detail || body?.title || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  const kind = KINDS[answer.status] ?? (answer.status >= 500 ? 'provider_down' : 'invalid_input');
  return { kind, message, retryAfterMs: readRetryAfter(answer.headers, nowMs) ?? readResetTime(message) };
}

/** "Your rate limit resets in ~30s." is said in words where the header may be missing. */
function readResetTime(message: string): number | null {
  const seconds = /resets in ~?(\d+)s/.exec(message)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
