import { PassThrough, type Readable } from 'node:stream';
import { type Asset, assetRoutes, KinoraError, SMALL_FILE_BYTES } from '@kinora/contract';
import {
  bindRoutes,
  decodeCursor,
  encodeCursor,
  type Member,
  type RegisteredRoute,
  userIdOf,
} from '../../platform/http/index.ts';
import { readDataUri } from './data-uri.ts';
import type { Maker } from './dependencies.ts';
import type { AssetService } from './service.ts';
import type { UploadService } from './uploads.ts';

export function createAssetRoutes(assets: AssetService, uploads: UploadService): RegisteredRoute[] {
  return bindRoutes<typeof assetRoutes>(assetRoutes, {
    async listAssets({ actor, query }) {
      const { cursor, limit, ...filter } = query;
      const afterId = decodeCursor(cursor, ['id'])?.[0] as string | undefined;
      const asked = { ...filter, limit, ...(afterId ? { afterId } : {}) };
      const page = await assets.list(actor.organizationId, asked);
      return { status: 200, body: { ...page, nextCursor: page.nextCursor && encodeCursor([page.nextCursor]) } };
    },
    async getAsset({ actor, params }) {
      return { status: 200, body: await assets.get(actor.organizationId, params.id) };
    },
    async deleteAsset({ actor, params }) {
      await assets.delete(actor.organizationId, params.id);
      return { status: 204 };
    },
    async restoreAsset({ actor, params }) {
      return { status: 200, body: await assets.restore(actor.organizationId, params.id) };
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
