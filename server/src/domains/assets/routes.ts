import { PassThrough, type Readable } from 'node:stream';
import { type Asset, type AssetSort, assetRoutes, KinoraError, SMALL_FILE_BYTES } from '@kinora/contract';
import {
  bindRoutes,
  type CursorValue,
  decodeCursor,
  encodeCursor,
  type Member,
  type RegisteredRoute,
  userIdOf,
} from '../../platform/http/index.ts';
import { readDataUri } from './data-uri.ts';
import type { Maker } from './dependencies.ts';
import type { LibraryService } from './library.ts';
import type { Position } from './library-store.ts';
import type { AssetService } from './service.ts';
import type { UploadService } from './uploads.ts';

export type AssetServices = { assets: AssetService; uploads: UploadService; library: LibraryService };

export function createAssetRoutes({ assets, uploads, library }: AssetServices): RegisteredRoute[] {
  return bindRoutes<typeof assetRoutes>(assetRoutes, {
    async listAssets({ actor, query }) {
      const { cursor, limit, sort = '-created', ...filter } = query;
      const after = readCursor(cursor, sort);
      const { items, next } = await library.list(actor.organizationId, { filter, sort, after, limit });
      return { status: 200, body: { items, nextCursor: next && encodeCursor([next.value, next.id]) } };
    },
    async getAssetFacets({ actor, query }) {
      return { status: 200, body: await library.readFacets(actor.organizationId, query) };
    },
    async getAsset({ actor, params }) {
      return { status: 200, body: await library.get(actor.organizationId, params.id) };
    },
    async updateAsset({ actor, params, body }) {
      return { status: 200, body: await library.change(actor.organizationId, params.id, body) };
    },
    async deleteAsset({ actor, params }) {
      await library.delete(actor.organizationId, params.id);
      return { status: 204 };
    },
    async restoreAsset({ actor, params }) {
      return { status: 200, body: await library.restore(actor.organizationId, params.id) };
    },
    async bulkEditAssets({ actor, body }) {
      return { status: 200, body: await library.changeMany(actor.organizationId, body.ids, body.change.action) };
    },
    async createAsset({ actor, body }) {
      const bytes = readDataUri(body.dataUri, SMALL_FILE_BYTES);
      return created(await assets.takeSmall(toMaker(actor), bytes, body.name, body.projectId ?? null));
    },
    async createUpload({ actor, body }) {
      return { status: 201, body: await uploads.create(toMaker(actor), body) };
    },
    async getUpload({ actor, params }) {
      return { status: 200, body: await uploads.get(actor.organizationId, params.id) };
    },
    async putUploadPart({ actor, params, request }) {
      await uploads.putPart(actor.organizationId, params.id, params.part, toStream(request.body));
      return { status: 204 };
    },
    async completeUpload({ actor, params }) {
      return created(await uploads.complete(toMaker(actor), params.id));
    },
    async deleteUpload({ actor, params }) {
      await uploads.delete(actor.organizationId, params.id);
      return { status: 204 };
    },
    async importAsset({ actor, body }) {
      return created(await assets.importFrom(toMaker(actor), body.url, body.projectId ?? null));
    },
  });
}

/** A cursor belongs to the order it was made in. */
function readCursor(cursor: string | undefined, sort: AssetSort): Position | null {
  const value: CursorValue = sort.endsWith('created') ? 'id' : sort.endsWith('size') ? 'number' : 'text';
  const values = decodeCursor(cursor, [value, 'id']);
  return values && { value: values[0]!, id: String(values[1]) };
}

export function toMaker(actor: Member): Maker {
  return { organizationId: actor.organizationId, userId: userIdOf(actor) };
}

function created(asset: Asset) {
  return { status: 201 as const, body: asset, headers: { location: `/api/v1/assets/${asset.id}` } };
}

/** The edge hands application/octet-stream over unread, so that a part never stands in memory whole. */
function toStream(body: unknown): Readable {
  if (typeof body === 'object' && body !== null && 'pipe' in body) return detach(body as Readable);
  throw new KinoraError('request.unsupported_type', 'a part is not application/octet-stream', {
    sentence: 'Send each part with the content type application/octet-stream.',
  });
}

/**
 * Whoever gives up in the middle (no room, too long) must neither end the request, which would take the refusal along,
 * nor leave the rest unread: the sender's next request on the same connection would wait behind it.
 */
function detach(request: Readable): Readable {
  const content = new PassThrough();
  request.pipe(content);
  request.once('error', (error) => content.destroy(error));
  content.once('close', () => {
    request.unpipe(content);
    request.resume();
  });
  return content;
}
