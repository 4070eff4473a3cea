import { heldRoutes } from '@kinora/contract';
import { bindRoutes, decodeCursor, type RegisteredRoute, toPage } from '../../../platform/http/index.ts';
import type { HeldService } from './service.ts';

export function createHeldRoutes(held: HeldService): RegisteredRoute[] {
  return bindRoutes<typeof heldRoutes>(heldRoutes, {
    async listHeld({ actor, query: { cursor, limit } }) {
      const beforeId = decodeCursor(cursor, ['id'])?.[0] as string | undefined;
      const items = await held.list(actor, { beforeId, limit: limit + 1 });
      return { status: 200, body: toPage(items, limit, ({ id }) => [id]) };
    },
    async getHeld({ actor, params }) {
      return { status: 200, body: await held.look(actor, params.id) };
    },
    async copyHeld({ actor, params }) {
      return { status: 200, body: { assets: await held.copy(actor, params.id) } };
    },
    async deleteHeld({ actor, params }) {
      await held.delete(actor, params.id);
      return { status: 204 };
    },
  });
}
