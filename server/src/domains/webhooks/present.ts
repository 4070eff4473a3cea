import type { Webhook, WebhookDelivery, WebhookEventType } from '@kinora/contract';
import type { AttemptRow, DeliveryRow, WebhookRow } from './store.ts';

export function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    eventTypes: row.event_types as WebhookEventType[],
    isOn: row.off_since === null,
    offReason: row.off_reason,
    failingSince: row.failing_since?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    lastStatus: row.last_status,
    nextAttemptAt: row.due_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export function toDeliveryDetail(row: DeliveryRow, attempts: readonly AttemptRow[]) {
  const tries = attempts.map(({ at, took_ms, status, answer, fault }) => ({
    at: at.toISOString(),
    tookMs: took_ms,
    status,
    answer,
    fault,
  }));
  return { ...toDelivery(row), body: row.body, tries };
}
