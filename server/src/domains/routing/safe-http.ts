import { KinoraError } from '@kinora/contract';
import { isCertainlyUnsent, type SafeHttp } from '@kinora/providers';
import type { GuardedFetch } from '../../platform/guarded-fetch/index.ts';

/** Refusals of the guard itself: nothing left this machine. */
const NEVER_SENT = new Set(['fetch.bad_address', 'fetch.name_unknown', 'fetch.private_address']);

/** The guarded fetcher as vendors' folders know it: what is certain and what is not, told apart. */
export function createSafeHttp(guardedFetch: GuardedFetch): SafeHttp {
  return async ({ url, ...request }) => {
    try {
      const { status, headers, bytes } = await guardedFetch(url, request);
      return { kind: 'answered', status, headers, bytes };
    } catch (error) {
      // Redirects were judged one after the other, so a refusal behind one says nothing about the first request.
      const isUnsent = request.maximumRedirects === 0 && error instanceof KinoraError && NEVER_SENT.has(error.code);
      const kind = isUnsent || isCertainlyUnsent(error) ? 'not_sent' : 'no_answer';
      return { kind, reason: error instanceof Error ? error.message : String(error) };
    }
  };
}
