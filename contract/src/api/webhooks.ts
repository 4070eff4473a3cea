import { z } from 'zod';
import { FACT_TYPES } from '../events.ts';
import { isoTime, webAddress } from '../primitives.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

/** What an organization's webhooks may be told: every fact but those that are one person's own. */
export const webhookEventType = z.enum(FACT_TYPES).exclude(['notification.created']);
export type WebhookEventType = z.infer<typeof webhookEventType>;

/**
 * An address that is told the organization's events, signed as the Standard Webhooks specification says: headers
 * `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature` (`v1,` and the base64 HMAC-SHA256 of
 * `id.timestamp.body` under the secret after `whsec_`). The body is `{ type, timestamp, data }`.
 */
export const webhook = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    /** Empty: every event. */
    eventTypes: z.array(webhookEventType),
    isOn: z.boolean(),
    /** Why it is off: a person, five days of failures, or the receiver's own word that it is gone (410). */
    offReason: z.enum(['person', 'failures', 'gone']).nullable(),
    failingSince: isoTime.nullable(),
    createdAt: isoTime,
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhook>;

export const webhookDelivery = z
  .object({
    id: z.uuid(),
    webhookId: z.uuid(),
    type: z.string(),
    status: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int(),
    /** Of the newest answer; null before it and when there was none. */
    lastStatus: z.int().nullable(),
    nextAttemptAt: isoTime.nullable(),
    createdAt: isoTime,
    finishedAt: isoTime.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

export const webhookDeliveryDetail = webhookDelivery
  .extend({
    body: z.record(z.string(), z.unknown()),
    tries: z.array(
      z.object({
        at: isoTime,
        tookMs: z.int(),
        status: z.int().nullable(),
        /** First 1000 characters. */
        answer: z.string().nullable(),
        /** Why there was no answer, as a sentence, and its code. */
        fault: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'WebhookDeliveryDetail' });

const id = z.object({ id: z.uuid() });
const fields = z.object({
  name: z.string().trim().min(1).max(80),
  url: webAddress,
  eventTypes: z.array(webhookEventType).max(50),
});
/** Left out of a new webhook it is every event; left out of a change it stays as it is. */
const body = fields.extend({ eventTypes: fields.shape.eventTypes.default([]) });
/** Shown once. */
const secret = z.object({ webhook, secret: z.string() });

export const webhookRoutes = defineRoutes({
  listWebhooks: {
    method: 'GET',
    path: '/webhooks',
    operationId: 'listWebhooks',
    tag: 'webhooks',
    summary: 'Addresses that are told of events',
    access: 'webhooks.manage',
    responses: { 200: z.object({ items: z.array(webhook) }) },
  },
  createWebhook: {
    method: 'POST',
    path: '/webhooks',
    operationId: 'createWebhook',
    tag: 'webhooks',
    summary: 'Tell an address of events from now on; its secret is shown once',
    access: 'webhooks.manage',
    body,
    responses: { 201: secret },
  },
  updateWebhook: {
    method: 'PATCH',
    path: '/webhooks/:id',
    operationId: 'updateWebhook',
    tag: 'webhooks',
    summary: 'Change a webhook, turn it off or on; turned on it goes on with new events',
    access: 'webhooks.manage',
    params: id,
    body: fields.partial().extend({ isOn: z.boolean().optional() }),
    responses: { 200: webhook },
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/webhooks/:id',
    operationId: 'deleteWebhook',
    tag: 'webhooks',
    summary: 'Remove a webhook and its log',
    access: 'webhooks.manage',
    params: id,
    responses: { 204: null },
  },
  renewWebhookSecret: {
    method: 'POST',
    path: '/webhooks/:id/secret',
    operationId: 'renewWebhookSecret',
    tag: 'webhooks',
    summary: 'A new secret; the old one signs nothing any more',
    access: 'webhooks.manage',
    params: id,
    responses: { 201: secret },
  },
  testWebhook: {
    method: 'POST',
    path: '/webhooks/:id/test',
    operationId: 'testWebhook',
    tag: 'webhooks',
    summary: 'Send a test message now and say what was answered',
    access: 'webhooks.manage',
    params: id,
    responses: { 200: webhookDeliveryDetail },
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    operationId: 'listWebhookDeliveries',
    tag: 'webhooks',
    summary: 'What was sent, newest first; kept for 30 days',
    access: 'webhooks.manage',
    params: id,
    query: cursorQuery.extend({ status: webhookDelivery.shape.status.optional() }),
    responses: { 200: page(webhookDelivery) },
  },
  getWebhookDelivery: {
    method: 'GET',
    path: '/webhook-deliveries/:id',
    operationId: 'getWebhookDelivery',
    tag: 'webhooks',
    summary: 'One message with its body and what each try was answered',
    access: 'webhooks.manage',
    params: id,
    responses: { 200: webhookDeliveryDetail },
  },
  replayWebhookDelivery: {
    method: 'POST',
    path: '/webhook-deliveries/:id/replay',
    operationId: 'replayWebhookDelivery',
    tag: 'webhooks',
    summary: 'Send a message again, under the same id',
    access: 'webhooks.manage',
    params: id,
    responses: { 202: webhookDelivery },
  },
});
