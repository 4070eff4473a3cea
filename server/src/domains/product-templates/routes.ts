import { productTemplateRoutes } from '@kinora/contract';
import { bindRoutes, type RegisteredRoute } from '../../platform/http/index.ts';
import type { ProductTemplateService } from './service.ts';

export function createProductTemplateRoutes(templates: ProductTemplateService): RegisteredRoute[] {
  return bindRoutes<typeof productTemplateRoutes>(productTemplateRoutes, {
    async listProductTemplates({ actor, query }) {
      return { status: 200, body: await templates.list(actor, query.archived === true) };
    },
    async duplicateProductTemplate({ actor, body }) {
      return { status: 201, body: await templates.duplicate(actor, body) };
    },
    async updateProductTemplate({ actor, params, body }) {
      return { status: 200, body: await templates.update(actor, params.id, body) };
    },
    async deleteProductTemplate({ actor, params }) {
      await templates.delete(actor, params.id);
      return { status: 204 };
    },
    async restoreProductTemplate({ actor, params }) {
      return { status: 200, body: await templates.restore(actor, params.id) };
    },
    async planProductFilm({ actor, body: { design, ...input } }) {
      return { status: 200, body: await templates.plan(actor, input, design) };
    },
  });
}
