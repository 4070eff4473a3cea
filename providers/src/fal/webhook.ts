import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Webhook, WebhookVerdict } from '../contract/provider.ts';
import { readJson } from '../contract/safe-http.ts';
import { webhookBody } from './protocol.ts';

const WINDOW_SECONDS = 300;
const HEADERS = ['request-id', 'user-id', 'timestamp', 'signature'].map((name) => `x-fal-webhook-${name}`);

/** What fal signs: three headers and the hash of the body, a line each. */
export function toSignedMessage(
  head: { requestId: string; userId: string; timestamp: string },
  rawBody: Uint8Array,
): Buffer {
  const hash = createHash('sha256').update(rawBody).digest('hex');
  return Buffer.from([head.requestId, head.userId, head.timestamp, hash].join('\n'));
}

/** @param keys public Ed25519 keys of fal, base64url; one of them must have signed */
export function verifyFalWebhook(
  keys: readonly string[],
  { headers, rawBody }: Webhook,
  nowMs: number,
): WebhookVerdict {
  const [requestId, userId, timestamp, signature] = HEADERS.map((name) => headers.get(name));
  if (!requestId || !userId || !timestamp || !signature)
    return { kind: 'rejected', reason: 'a signature header is missing' };
  if (!/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > WINDOW_SECONDS)
    return { kind: 'rejected', reason: 'too old' };
  const message = toSignedMessage({ requestId, userId, timestamp }, rawBody);
  if (!keys.some((x) => isSignedBy(x, message, signature))) return { kind: 'rejected', reason: 'wrong signature' };
  const body = webhookBody.safeParse(readJson(rawBody));
  if (!body.success) return { kind: 'rejected', reason: 'no request inside' };
  return { kind: 'verified', deliveryId: requestId, remoteId: body.data.request_id };
}

function isSignedBy(x: string, message: Buffer, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, message, key, Buffer.from(signature, 'hex'));
  } catch {
    // A key that is none signs nothing.
    return false;
  }
}
