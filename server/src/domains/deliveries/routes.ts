import { DELIVERY_PRESETS, DELIVERY_TABLE_DATE, deliveryRoutes } from '@kinora/contract';
import { bindRoutes, decodeCursor, type Member, type RegisteredRoute, toPage } from '../../platform/http/index.ts';
import { toContentDisposition } from '../../platform/storage/index.ts';
import type { DeliveryService } from './service.ts';
import type { DeliveryFilter } from './store.ts';

/** Handlers only: what is allowed and what happens is the service's. */
export function createDeliveryRoutes(deliveries: DeliveryService): RegisteredRoute[] {
  type Query = Omit<DeliveryFilter, 'beforeId'> & { cursor?: string | undefined };
  async function list(actor: Member, { cursor, ...filter }: Query) {
    const beforeId = decodeCursor(cursor, ['id'])?.[0] as string | undefined;
    const rows = await deliveries.list(actor, { ...filter, beforeId, limit: filter.limit + 1 });
    const { items, nextCursor } = toPage(rows, filter.limit, (row) => [row.record_id]);
    return { status: 200 as const, body: { items: items.map(deliveries.present), nextCursor } };
  }

  return bindRoutes<typeof deliveryRoutes>(deliveryRoutes, {
    async listDeliveryPresets() {
      return { status: 200, body: { date: DELIVERY_TABLE_DATE, items: [...DELIVERY_PRESETS] } };
    },
    async getDeliverySheet({ actor, params, query }) {
      return { status: 200, body: await deliveries.getSheet(actor, params.id, query.placements) };
    },
    async setFilmCover({ actor, params, body }) {
      return { status: 200, body: await deliveries.setCover(actor, params.id, params.ratio, body) };
    },
    async getFraming({ actor, params }) {
      return { status: 200, body: await deliveries.getFraming(actor, params.id, params.ratio) };
    },
    async setFraming({ actor, params, body }) {
      const place = { projectId: params.id, shape: params.ratio, shotId: params.shotId };
      return { status: 200, body: await deliveries.setFraming(actor, place, body.path) };
    },
    async setAiLabel({ actor, params, body }) {
      return { status: 200, body: await deliveries.setAiLabel(actor, params.id, body.ratios) };
    },
    async setPostText({ actor, params, body }) {
      return { status: 200, body: await deliveries.setPost(actor, params.id, params.network, body) };
    },
    async resetPostText({ actor, params }) {
      return { status: 200, body: await deliveries.resetPost(actor, params.id, params.network) };
    },
    async recordDeliveries({ actor, params, body }) {
      return { status: 201, body: { items: await deliveries.record(actor, params.id, body) } };
    },
    listProjectDeliveries: ({ actor, params, query }) => list(actor, { ...query, projectId: params.id }),
    listDeliveries: ({ actor, query }) => list(actor, query),
    async downloadDeliveries({ actor, query, reply }) {
      const ids = [...new Set(query.ids.split(',').filter((id) => id !== ''))];
      const { name, content } = await deliveries.openZip(actor, ids);
      const disposition = toContentDisposition('attachment', name);
      await reply.type('application/zip').header('content-disposition', disposition).send(content);
      return 'sent';
    },
  });
}
