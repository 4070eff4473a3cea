import { savedViewRoutes } from '@kinora/contract';
import { bindRoutes, type RegisteredRoute } from '../../platform/http/index.ts';
import type { SavedViewService } from './service.ts';

export function createSavedViewRoutes(views: SavedViewService): RegisteredRoute[] {
  return bindRoutes<typeof savedViewRoutes>(savedViewRoutes, {
    async listSavedViews({ actor, query }) {
      return { status: 200, body: { items: await views.list(actor, query.screen) } };
    },
    async createSavedView({ actor, body }) {
      return { status: 201, body: await views.create(actor, body) };
    },
    async updateSavedView({ actor, params, body }) {
      return { status: 200, body: await views.update(actor, params.id, body) };
    },
    async deleteSavedView({ actor, params }) {
      await views.delete(actor, params.id);
      return { status: 204 };
    },
  });
}
