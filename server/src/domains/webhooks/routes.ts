import { webhookRoutes } from '@kinora/contract';
import { bindRoutes, decodeCursor, type RegisteredRoute, toPage } from '../../platform/http/index.ts';
import type { WebhookService } from './service.ts';

/** @param wake tells the sender that something is due */
export function createWebhookRoutes(webhooks: WebhookService, wake: () => void): RegisteredRoute[] {
  return bindRoutes<typeof webhookRoutes>(webhookRoutes, {
    async listWebhooks({ actor }) {
      return { status: 200, body: { items: await webhooks.list(actor) } };
    },
    async createWebhook({ actor, body }) {
      return { status: 201, body: await webhooks.create(actor, body) };
    },
    async updateWebhook({ actor, params, body }) {
      return { status: 200, body: await webhooks.update(actor, params.id, body) };
    },
    async deleteWebhook({ actor, params }) {
      await webhooks.delete(actor, params.id);
      return { status: 204 };
    },
    async renewWebhookSecret({ actor, params }) {
      return { status: 201, body: await webhooks.renewSecret(actor, params.id) };
    },
    async testWebhook({ actor, params }) {
      return { status: 200, body: await webhooks.test(actor, params.id) };
    },
    async listWebhookDeliveries({ actor, params, query }) {
      const beforeId = decodeCursor(query.cursor, ['id'])?.[0] as string | undefined;
      const { status, limit } = query;
      const rows = await webhooks.listDeliveries(actor, { webhookId: params.id, status, beforeId, limit: limit + 1 });
      return { status: 200, body: toPage(rows, limit, (row) => [row.id]) };
    },
    async getWebhookDelivery({ actor, params }) {
      return { status: 200, body: await webhooks.getDelivery(actor, params.id) };
    },
    async replayWebhookDelivery({ actor, params }) {
      const body = await webhooks.replay(actor, params.id);
      wake();
      return { status: 202, body };
    },
  });
}
