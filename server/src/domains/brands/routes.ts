import { brandRoutes } from '@kinora/contract';
import { bindRoutes, type RegisteredRoute } from '../../platform/http/index.ts';
import { toMaker } from '../assets/index.ts';
import type { BrandService } from './service.ts';

/** @property readUses films of a brand; the projects know them */
export type BrandRouteParts = {
  readUses(organizationId: string, brandId: string): Promise<BrandUses>;
};
export type BrandUses = {
  films: number;
  outOfDate: number;
  items: { projectId: string; name: string; shots: number; isMarkOnly: boolean }[];
};

export function createBrandRoutes(brands: BrandService, { readUses }: BrandRouteParts): RegisteredRoute[] {
  return bindRoutes<typeof brandRoutes>(brandRoutes, {
    async listBrands({ actor }) {
      return { status: 200, body: { items: await brands.list(actor.organizationId) } };
    },
    async createBrand({ actor, body }) {
      return { status: 201, body: await brands.create(actor.organizationId, body) };
    },
    async getBrand({ actor, params }) {
      return { status: 200, body: await brands.get(actor.organizationId, params.id) };
    },
    async updateBrand({ actor, params, body }) {
      return { status: 200, body: await brands.update(actor.organizationId, params.id, body) };
    },
    async deleteBrand({ actor, params }) {
      await brands.hide(actor.organizationId, params.id);
      return { status: 204 };
    },
    async restoreBrand({ actor, params }) {
      return { status: 200, body: await brands.restore(actor.organizationId, params.id) };
    },
    async addBrandFile({ actor, params, body }) {
      return { status: 201, body: await brands.addFile(actor.organizationId, params.id, body) };
    },
    async updateBrandFile({ actor, params, body }) {
      return { status: 200, body: await brands.changeFile(actor.organizationId, params.id, params.fileId, body) };
    },
    async deleteBrandFile({ actor, params }) {
      return { status: 200, body: await brands.removeFile(actor.organizationId, params.id, params.fileId) };
    },
    async thinkOfLogos({ actor, params, body }) {
      return { status: 200, body: await brands.thinkOfLogos(actor.organizationId, params.id, body) };
    },
    async proposePalette({ actor, params }) {
      return { status: 200, body: await brands.proposePalette(actor.organizationId, params.id) };
    },
    async getBrandUses({ actor, params }) {
      await brands.get(actor.organizationId, params.id);
      return { status: 200, body: await readUses(actor.organizationId, params.id) };
    },
    async previewBrand({ actor, params, query, reply }) {
      const picture = await brands.preview(actor.organizationId, params.id, query);
      await reply.type('image/jpeg').header('cache-control', 'private, no-cache').send(picture);
      return 'sent';
    },
    async createSample({ actor, query }) {
      return { status: 200, body: await brands.getSample(toMaker(actor), query.language) };
    },
  });
}
