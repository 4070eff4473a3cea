import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Webhook, WebhookVerdict } from '../contract/provider.ts';
import { readJson } from '../contract/safe-http.ts';
import { prediction } from './protocol.ts';

/** Older or further ahead than this is a replay, or a clock that cannot be trusted. */
const WINDOW_SECONDS = 300;

/**
 * Checks a call against the account's secret (`whsec_` and base64): HMAC-SHA256 over `id.timestamp.body`, compared in
 * constant time. Replicate's own library checks neither the age nor in constant time (providers.md §1), so this is ours.
 */
export function verifyReplicateWebhook(secret: string, { headers, rawBody }: Webhook, nowMs: number): WebhookVerdict {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headers.get(name),
  );
  if (!id || !timestamp || !signatures) return rejected('a signature header is missing');
  if (!/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > WINDOW_SECONDS)
    return rejected('too old');
  const expected = signReplicateWebhook(secret, { id, timestamp, rawBody });
  if (!signatures.split(' ').some((one) => isEqual(one, `v1,${expected}`))) return rejected('wrong signature');
  const body = prediction.safeParse(readJson(rawBody));
  return body.success ? { kind: 'verified', deliveryId: id, remoteId: body.data.id } : rejected('no prediction inside');
}

export function signReplicateWebhook(
  secret: string,
  message: { id: string; timestamp: string; rawBody: Uint8Array },
): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key)
    .update(`${message.id}.${message.timestamp}.`)
    .update(message.rawBody)
    .digest('base64');
}

function isEqual(left: string, right: string): boolean {
  const [first, second] = [Buffer.from(left), Buffer.from(right)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function rejected(reason: string): WebhookVerdict {
  return { kind: 'rejected', reason };
}
