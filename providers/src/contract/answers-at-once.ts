import type { Provider } from './provider.ts';

/**
 * A vendor without a queue: the answer comes with the call or not at all. Nothing is there to look at or to cancel, and a
 * lost call is a person's to decide.
 */
export const ANSWERS_AT_ONCE = {
  poll: async () => ({
    kind: 'failed',
    fault: { kind: 'not_found', message: 'there is nothing to look at', retryAfterMs: null },
  }),
  cancel: async () => ({ kind: 'unsupported' }),
  reconcile: async () => ({ kind: 'cannot_tell' }),
} as const satisfies Pick<Provider, 'poll' | 'cancel' | 'reconcile'>;
