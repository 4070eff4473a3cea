import { brandRoutes } from '@kinora/contract';
import { bindRoutes, type RegisteredRoute } from '../../platform/http/index.ts';
import { toMaker } from '../assets/index.ts';
import type { BrandService } from './service.ts';

export function createBrandRoutes(brands: BrandService): RegisteredRoute[] {
  return bindRoutes<typeof brandRoutes>(brandRoutes, {
    async listBrands({ actor }) {
      return { status: 200, body: { items: await brands.list(actor.organizationId) } };
    },
    async createBrand({ actor, body }) {
      return { status: 201, body: await brands.create(actor.organizationId, body) };
    },
    async updateBrand({ actor, params, body }) {
      return { status: 200, body: await brands.update(actor.organizationId, params.id, body) };
    },
    async createSample({ actor, query }) {
      return { status: 200, body: await brands.getSample(toMaker(actor), query.language) };
    },
  });
}
