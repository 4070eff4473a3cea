import type { Provider, SubmitOutcome } from './provider.ts';
import type { SafeAnswer } from './safe-http.ts';

/**
 * What a vendor's answer to a paid call means before its body is read. Everything that is no clear yes or no is unknown:
 * a second payment is worse than a question.
 *
 * A 408 says the server gave up reading, which proxies also say of requests they passed on. A 429 counts as a no only when
 * it says something, as a body or as Retry-After: a bare one may come from a layer that has already let the call through.
 */
export function readSubmitAnswer(
  provider: Pick<Provider, 'normaliseError'>,
  answer: SafeAnswer,
  nowMs: number,
):
  | { kind: 'ok'; status: number; headers: Headers; bytes: Uint8Array }
  | Exclude<SubmitOutcome, { kind: 'accepted' | 'finished' }> {
  if (answer.kind === 'not_sent')
    return { kind: 'refused', fault: { kind: 'provider_down', message: answer.reason, retryAfterMs: null } };
  if (answer.kind === 'no_answer') return { kind: 'unknown', reason: answer.reason };
  const { status } = answer;
  if (status >= 200 && status < 300) return { ...answer, kind: 'ok' };
  if (isClearRefusal(answer)) return { kind: 'refused', fault: provider.normaliseError(answer, nowMs) };
  return { kind: 'unknown', reason: `HTTP ${status}` };
}

function isClearRefusal({ status, headers, bytes }: Extract<SafeAnswer, { kind: 'answered' }>): boolean {
  if (status < 400 || status >= 500 || status === 408) return false;
  return status !== 429 || bytes.length > 0 || headers.has('retry-after');
}
