import { catalogueRoutes, KinoraError, type ProductSort } from '@kinora/contract';
import {
  bindRoutes,
  type CursorValue,
  decodeCursor,
  encodeCursor,
  type RegisteredRoute,
} from '../../platform/http/index.ts';
import { toMaker } from '../assets/index.ts';
import type { BulkService } from './bulk.ts';
import type { ListingService, ListRequest, ProductPage } from './listing.ts';
import type { MediaService } from './media.ts';
import type { ProductService } from './products.ts';

export type CatalogueServices = {
  products: ProductService;
  media: MediaService;
  listing: ListingService;
  bulk: BulkService;
};

/** Handlers only: what is allowed and what happens is the services'. */
export function createCatalogueRoutes({ products, media, listing, bulk }: CatalogueServices): RegisteredRoute[] {
  return bindRoutes<typeof catalogueRoutes>(catalogueRoutes, {
    async listProducts({ actor, query }) {
      const { cursor, limit, sort, ...filter } = query;
      const page = await listing.list(actor.organizationId, {
        filter,
        sort,
        limit,
        after: readCursor(cursor, (filter.q ?? '').trim(), sort),
      });
      const nextCursor = toCursor(page.next, sort);
      return { status: 200, body: { items: page.items, nextCursor, correctedQuery: page.correctedQuery } };
    },
    async createProduct({ actor, body }) {
      return created(await products.create(toMaker(actor), body));
    },
    async getProduct({ actor, params }) {
      return { status: 200, body: await products.get(toMaker(actor), params.id) };
    },
    async updateProduct({ actor, params, body, ifMatch }) {
      return { status: 200, body: await products.update(toMaker(actor), params.id, body, ifMatch) };
    },
    async deleteProduct({ actor, params }) {
      await products.delete(toMaker(actor), params.id);
      return { status: 204 };
    },
    async restoreProduct({ actor, params }) {
      return { status: 200, body: await products.restore(toMaker(actor), params.id) };
    },
    async duplicateProduct({ actor, params }) {
      return created(await products.duplicate(toMaker(actor), params.id));
    },
    async getProductFacets({ actor }) {
      return { status: 200, body: await listing.readFacets(actor.organizationId) };
    },
    async bulkEditProducts({ actor, body }) {
      return { status: 200, body: await bulk.edit(toMaker(actor), body.ids, body.change) };
    },
    async undoBulkEdit({ actor, params }) {
      return { status: 200, body: await bulk.undo(toMaker(actor), params.id) };
    },
    async setProductVariants({ actor, params, body, ifMatch }) {
      return { status: 200, body: await products.setVariants(toMaker(actor), params.id, body.variants, ifMatch) };
    },
    async addProductMedia({ actor, params, body }) {
      const result = await media.add(toMaker(actor), params.id, body.media, body.variantId);
      return { status: 200, body: result };
    },
    async updateProductMedia({ actor, params, body }) {
      return { status: 200, body: await media.update(toMaker(actor), params.id, params.mediaId, body) };
    },
    async reorderProductMedia({ actor, params, body }) {
      return { status: 200, body: await media.reorder(toMaker(actor), params.id, body.mediaIds) };
    },
    async deleteProductMedia({ actor, params }) {
      return { status: 200, body: await media.remove(toMaker(actor), params.id, params.mediaId) };
    },
    async createProductCutout({ actor, params }) {
      const asset = await media.createCutout(toMaker(actor), params.id, params.mediaId);
      return { status: 201, body: asset, headers: { location: `/api/v1/assets/${asset.id}` } };
    },
    async groupProductFiles({ actor, body }) {
      return { status: 200, body: { groups: await listing.group(toMaker(actor), body.files) } };
    },
  });
}

function created<Body extends { id: string }>(body: Body) {
  return { status: 201, body, headers: { location: `/api/v1/products/${body.id}` } };
}

/** A list goes on after the last row shown. A cursor of another order or of other words is refused. */
function readCursor(cursor: string | undefined, typed: string, sort: ProductSort | undefined): ListRequest['after'] {
  const own = ['text', valueKind(sort), 'id'] as const;
  const [order, value, id, rank, words, meant] =
    decodeCursor(cursor, typed === '' ? own : [...own, 'number', 'text', 'text']) ?? [];
  if (value === undefined) return null;
  if (order !== orderOf(sort) || (typed !== '' && words !== typed)) {
    throw new KinoraError('request.malformed', `cursor of order ${order} in a list by ${orderOf(sort)}`, {
      sentence: 'The cursor does not belong to this list. Start again without it.',
    });
  }
  const search = typed === '' ? null : { rank: Number(rank), typed, meant: String(meant) };
  return { value, id: String(id), search };
}

function toCursor(next: ProductPage['next'], sort: ProductSort | undefined): string | null {
  if (next === null) return null;
  const { value, id, search } = next;
  return encodeCursor([orderOf(sort), value, id, ...(search ? [search.rank, search.typed, search.meant] : [])]);
}

function orderOf(sort: ProductSort | undefined): string {
  return sort ?? 'relevance';
}

function valueKind(sort: ProductSort | undefined): CursorValue {
  if (sort === 'name' || sort === '-name') return 'text';
  return sort === 'price' || sort === '-price' ? 'number' : 'time';
}
