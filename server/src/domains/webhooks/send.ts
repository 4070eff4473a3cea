import { KinoraError } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { FETCH_ERRORS, type GuardedFetch } from '../../platform/guarded-fetch/index.ts';
import { type SecretBox, toSealedContext } from '../../platform/secrets/index.ts';
import { FAILING_LIMIT_HOURS, planRetry } from './plan-retry.ts';
import { signMessage } from './signature.ts';
import {
  type AttemptRow,
  type ClaimedDelivery,
  finishDelivery,
  insertAttempt,
  markFailing,
  markTaking,
  postponeDelivery,
  turnOffRow,
} from './store.ts';

export type SendParts = {
  database: Pick<Database, 'inOrganization'>;
  fetch: GuardedFetch;
  secrets: SecretBox;
  now: () => Date;
  /** Called in the transaction that turned a webhook off because of its receiver. */
  onTurnedOff: (
    transaction: Transaction,
    webhook: { organizationId: string; webhookId: string; name: string; reason: 'failures' | 'gone' },
  ) => Promise<void>;
};

const TIMEOUT_MS = 15_000;
const ANSWER_BYTES = 1_000_000;
const ANSWER_KEPT_CHARACTERS = 1000;
/** A message by hand is tried once: the person sees what came of it. */
export const TEST_TYPE = 'webhook.test';

export function toSecretContext(webhookId: string): string {
  return toSealedContext({ table: 'webhooks', column: 'secret', id: webhookId });
}

/** Sends a claimed message once and writes down what came of it. Aborted, nothing is written: it comes up again. */
export async function sendClaimed(
  parts: SendParts,
  organizationId: string,
  delivery: ClaimedDelivery,
  signal?: AbortSignal,
): Promise<void> {
  const attempt = await post(parts, delivery, signal);
  if (signal?.aborted) return;
  await parts.database.inOrganization(organizationId, async (transaction) => {
    await insertAttempt(transaction, { organizationId, deliveryId: delivery.id, ...attempt });
    await settle(parts, transaction, { organizationId, delivery, status: attempt.status });
  });
}

async function post(
  { fetch: guardedFetch, secrets, now }: SendParts,
  delivery: ClaimedDelivery,
  signal: AbortSignal | undefined,
): Promise<Omit<AttemptRow, 'at'>> {
  const startedAt = performance.now();
  const body = JSON.stringify(delivery.body);
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const secret = secrets.open(delivery.secret, toSecretContext(delivery.webhook_id));
    const answer = await guardedFetch(delivery.url, {
      method: 'POST',
      headers: {
        ...signMessage({ id: `msg_${delivery.id}`, body, at: now(), secret }),
        'user-agent': 'Kinora-Webhooks/1',
      },
      body,
      maximumBytes: ANSWER_BYTES,
      timeoutMs: TIMEOUT_MS,
      // A moved receiver has to be entered anew: a redirect would carry the message to whoever holds the old name.
      maximumRedirects: 0,
      signal,
    });
    return { took_ms: took(), status: answer.status, answer: toText(answer.bytes), fault: null };
  } catch (error) {
    return { took_ms: took(), status: null, answer: null, fault: toFault(error) };
  }
}

/** What PostgreSQL can hold of it. */
function toText(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '').slice(0, ANSWER_KEPT_CHARACTERS);
}

function toFault(error: unknown): string {
  if (!(error instanceof KinoraError)) throw error;
  if (error.code === 'fetch.too_many_redirects') return REDIRECTED;
  return error.sentence ?? (FETCH_ERRORS as Record<string, { sentence: string }>)[error.code]?.sentence ?? error.code;
}
const REDIRECTED = 'The receiver sends on to another address. Enter that address instead.';

async function settle(
  { onTurnedOff }: Pick<SendParts, 'onTurnedOff'>,
  transaction: Transaction,
  tried: { organizationId: string; delivery: ClaimedDelivery; status: number | null },
): Promise<void> {
  const { id, webhook_id: webhookId, attempts, type } = tried.delivery;
  const outcome = planRetry(tried.status, attempts);
  if (outcome.kind === 'delivered') {
    await finishDelivery(transaction, id, 'delivered');
    return markTaking(transaction, webhookId);
  }
  // What a person tries by hand says nothing of the messages that were owed.
  if (type === TEST_TYPE) return finishDelivery(transaction, id, 'failed');
  const failingHours = await markFailing(transaction, webhookId);
  if (outcome.kind === 'retry') return postponeDelivery(transaction, id, outcome.afterSeconds);
  await finishDelivery(transaction, id, 'failed');
  if (outcome.kind === 'failed' && failingHours < FAILING_LIMIT_HOURS) return;
  const reason = outcome.kind === 'gone' ? 'gone' : 'failures';
  await turnOffRow(transaction, webhookId, reason);
  const { organizationId, delivery } = tried;
  await onTurnedOff(transaction, { organizationId, webhookId, name: delivery.name, reason });
}
