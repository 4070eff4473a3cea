import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

const problem = z.object({ error: z.string() });
const KINDS: Readonly<Record<number, FaultKind>> = {
  401: 'auth',
  402: 'no_credit',
  403: 'auth',
  404: 'not_found',
  429: 'rate_limited',
};

/** One text is all it says. 402 is its cloud's; 403 also comes from a door before it. */
export function normaliseOllamaError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const said = problem.safeParse(readJson(answer.bytes)).data?.error;
  const message = said || readText(answer.bytes).slice(0, 300) || `HTTP ${answer.status}`;
  const kind = KINDS[answer.status] ?? (answer.status >= 500 ? 'provider_down' : 'invalid_input');
  return { kind, message, retryAfterMs: readRetryAfter(answer.headers, nowMs) };
}
