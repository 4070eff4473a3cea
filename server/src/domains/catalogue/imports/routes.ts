import { Readable } from 'node:stream';
import { productImportRoutes } from '@kinora/contract';
import { bindRoutes, decodeCursor, encodeCursor, type RegisteredRoute } from '../../../platform/http/index.ts';
import { toContentDisposition } from '../../../platform/storage/index.ts';
import { readDataUri, toMaker } from '../../assets/index.ts';
import { exportProducts } from '../export/export-products.ts';
import type { CatalogueDependencies } from '../scope.ts';
import type { ImportService } from './imports.ts';
import { presentFault } from './present-import.ts';

const FORM_BYTES = 10 * 1024 * 1024;
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

export function createProductImportRoutes(
  imports: ImportService,
  dependencies: Pick<CatalogueDependencies, 'database'>,
): RegisteredRoute[] {
  return bindRoutes<typeof productImportRoutes>(productImportRoutes, {
    async createProductImport({ actor, body }) {
      const { name, dataUri, uploadId, ...reading } = body;
      const bytes = dataUri === undefined ? {} : { bytes: readDataUri(dataUri, FORM_BYTES) };
      const made = await imports.create(toMaker(actor), { name, uploadId, ...bytes }, reading);
      return { status: 201, body: made, headers: { location: `/api/v1/product-imports/${made.id}` } };
    },
    async listProductImports({ actor, query }) {
      const afterId = (decodeCursor(query.cursor, ['id'])?.[0] ?? null) as string | null;
      const { items, nextId } = await imports.list(toMaker(actor), afterId, query.limit);
      return { status: 200, body: { items, nextCursor: nextId && encodeCursor([nextId]) } };
    },
    async getProductImport({ actor, params }) {
      return { status: 200, body: await imports.get(toMaker(actor), params.id) };
    },
    async rereadProductImport({ actor, params, body }) {
      return { status: 200, body: await imports.reread(toMaker(actor), params.id, body) };
    },
    async setProductImportArchive({ actor, params, body }) {
      return { status: 200, body: await imports.setArchive(toMaker(actor), params.id, body.uploadId) };
    },
    async previewProductImport({ actor, params, body }) {
      return { status: 200, body: await imports.preview(toMaker(actor), params.id, body) };
    },
    async listProductImportFaults({ actor, params, query }) {
      const [row, place] = (decodeCursor(query.cursor, ['number', 'number']) ?? []) as [number?, number?];
      const after = row === undefined || place === undefined ? null : { row: clamp(row), place: clamp(place) };
      const rows = await imports.listFaults(toMaker(actor), params.id, { after, limit: query.limit + 1 });
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      const nextCursor = rows.length > query.limit && last ? encodeCursor([last.row, last.place]) : null;
      return { status: 200, body: { items: items.map(presentFault), nextCursor } };
    },
    async runProductImport({ actor, params }) {
      return { status: 202, body: await imports.run(toMaker(actor), params.id) };
    },
    async cancelProductImport({ actor, params }) {
      return { status: 200, body: await imports.cancel(toMaker(actor), params.id) };
    },
    async undoProductImport({ actor, params }) {
      return { status: 202, body: await imports.undo(toMaker(actor), params.id) };
    },
    async exportProducts({ actor, query, reply }) {
      const { delimiter, encoding, ...filter } = query;
      const options = { delimiter: DELIMITERS[delimiter], encoding, filter };
      const content = Readable.from(exportProducts(dependencies, actor.organizationId, options), { objectMode: false });
      const day = new Date().toISOString().slice(0, 10);
      await reply
        .type(`text/csv; charset=${encoding}`)
        .header('content-disposition', toContentDisposition('attachment', `products-${day}.csv`))
        .send(content);
      return 'sent';
    },
  });
}

/** A cursor may carry any whole number; the column holds 32 bits. */
function clamp(value: number): number {
  return Math.max(-1, Math.min(value, 2_147_483_647));
}
