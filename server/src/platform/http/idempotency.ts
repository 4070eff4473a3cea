import { createHash } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import type { Actor } from './actor.ts';
import { actorKey } from './actor.ts';

export type StoredAnswer = { status: number; body: unknown; headers: Record<string, string> };
export type KeyScope = { organizationId: string; actor: string; route: string; key: string };

/**
 * A key's life: absent → running (row without an answer) → answered (row with it), kept 48 h. A crash leaves it running;
 * after a minute the next request with it takes over. What the route creates is unique by the key in its own table as
 * well, so that a take-over finds the first result instead of making a second.
 */
export interface IdempotencyStore {
  begin(
    scope: KeyScope,
    bodyHash: string,
  ): Promise<
    { state: 'new' } | { state: 'running' } | { state: 'mismatch' } | { state: 'answered'; answer: StoredAnswer }
  >;
  finish(scope: KeyScope, answer: StoredAnswer): Promise<void>;
  /** The handler refused: the key may be used again. */
  forget(scope: KeyScope): Promise<void>;
}

/** @property asked everything the request says, address included: another project is another request */
export type OnceCall = { actor: Actor; route: string; key: string; asked: unknown };

/** Runs a handler at most once per key; a repetition gets the first answer (rulings §2.7). */
export async function runOnce(
  store: IdempotencyStore,
  call: OnceCall,
  run: () => Promise<StoredAnswer | 'sent'>,
): Promise<StoredAnswer | 'sent'> {
  if (call.actor.organizationId === null) return run();
  const scope: KeyScope = {
    organizationId: call.actor.organizationId,
    actor: actorKey(call.actor),
    route: call.route,
    key: call.key,
  };
  const bodyHash = createHash('sha256')
    .update(JSON.stringify(call.asked ?? null))
    .digest('hex');
  const begun = await store.begin(scope, bodyHash);
  if (begun.state === 'answered')
    return { ...begun.answer, headers: { ...begun.answer.headers, 'idempotency-replayed': 'true' } };
  if (begun.state === 'mismatch') throw new KinoraError('request.key_reused', 'same key, other request');
  if (begun.state === 'running')
    throw new KinoraError('request.key_running', 'first request still running', { isRetryable: true });
  try {
    const answer = await run();
    if (answer !== 'sent') await store.finish(scope, answer);
    return answer;
  } catch (error) {
    // When this fails too the key is taken over after its minute; the first error is the one to tell.
    await store.forget(scope).catch(() => undefined);
    throw error;
  }
}
