import { z } from 'zod';
import { contentHash, isoTime, projectId } from '../primitives.ts';
import { asset } from './asset.ts';
import { assetDetail } from './asset-detail.ts';
import { ASSET_BULK_MAX, assetBulkChange, assetFacets, assetFilter, assetSort, refusedAsset } from './asset-library.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

export const upload = z
  .object({
    id: z.uuid(),
    name: z.string(),
    sizeBytes: z.int(),
    partSizeBytes: z.int(),
    receivedParts: z.array(z.int()),
    expiresAt: isoTime,
  })
  .meta({ id: 'Upload' });
const id = z.object({ id: z.uuid() });
export const SMALL_FILE_BYTES = 10 * 1024 * 1024;

export const assetRoutes = defineRoutes({
  listAssets: {
    method: 'GET',
    path: '/assets',
    operationId: 'listAssets',
    tag: 'assets',
    summary: 'Files: filter, search and sort; newest first unless said otherwise',
    access: 'assets.read',
    query: cursorQuery.extend({
      // An order by name carries the name.
      cursor: z.string().max(2000).optional(),
      ...assetFilter.shape,
      sort: assetSort.optional(),
    }),
    responses: { 200: page(asset) },
  },
  getAssetFacets: {
    method: 'GET',
    path: '/asset-facets',
    operationId: 'getAssetFacets',
    tag: 'assets',
    summary: 'Counts for the filters, with the same filters',
    access: 'assets.read',
    query: assetFilter,
    responses: { 200: assetFacets },
  },
  getAsset: {
    method: 'GET',
    path: '/assets/:id',
    operationId: 'getAsset',
    tag: 'assets',
    summary: 'One file: what it is, how it was made, what it was made from and where it is used',
    access: 'assets.read',
    params: id,
    responses: { 200: assetDetail },
  },
  updateAsset: {
    method: 'PATCH',
    path: '/assets/:id',
    operationId: 'updateAsset',
    tag: 'assets',
    summary:
      'Rename a file, note what it may be used for, that it shows a person and who agreed; its content never changes',
    access: 'assets.write',
    params: id,
    body: z.object({
      name: z.string().trim().min(1).max(255).optional(),
      licence: z.string().trim().min(1).max(400).nullable().optional(),
      /** A person could be recognised in it: without a valid consent for the face it goes to no provider. */
      showsPerson: z.boolean().optional(),
      /** Ids of the register of consents: the whole list. */
      consentIds: z.array(z.uuid()).max(20).optional(),
    }),
    responses: { 200: asset },
  },
  deleteAsset: {
    method: 'DELETE',
    path: '/assets/:id',
    operationId: 'deleteAsset',
    tag: 'assets',
    summary: 'Move to the trash (30 days); refused while in use',
    access: 'assets.write',
    params: id,
    responses: { 204: null },
  },
  restoreAsset: {
    method: 'POST',
    path: '/assets/:id/restore',
    operationId: 'restoreAsset',
    tag: 'assets',
    summary: 'Restore from the trash',
    access: 'assets.write',
    params: id,
    responses: { 200: asset },
  },
  bulkEditAssets: {
    method: 'POST',
    path: '/assets/bulk',
    operationId: 'bulkEditAssets',
    tag: 'assets',
    summary: 'Many files to the trash or back; those in use stay, and the answer says where they are used',
    access: 'assets.write',
    body: z.object({ ids: z.array(z.uuid()).min(1).max(ASSET_BULK_MAX), change: assetBulkChange }),
    responses: { 200: z.object({ changed: z.array(z.uuid()), refused: z.array(refusedAsset) }) },
  },
  /** A small file in one request: a form with `file`, or a data URI in JSON (rulings §5.3). Larger ones go as uploads. */
  createAsset: {
    method: 'POST',
    path: '/assets',
    operationId: 'createAsset',
    tag: 'assets',
    summary:
      'Send a small file (up to 10 MB) as form or data URI; checked by its content, the same file twice is one asset',
    access: 'assets.write',
    form: { maxBytes: SMALL_FILE_BYTES },
    body: z.object({
      name: z.string().min(1).max(255),
      dataUri: z.string().startsWith('data:'),
      projectId: projectId.optional(),
    }),
    responses: { 201: asset },
  },
  createUpload: {
    method: 'POST',
    path: '/uploads',
    operationId: 'createUpload',
    tag: 'assets',
    summary: 'Begin a resumable upload',
    access: 'assets.write',
    body: z.object({
      name: z.string().min(1).max(255),
      sizeBytes: z.int().positive(),
      sha256: contentHash.optional(),
      projectId: projectId.optional(),
    }),
    responses: { 201: upload },
  },
  getUpload: {
    method: 'GET',
    path: '/uploads/:id',
    operationId: 'getUpload',
    tag: 'assets',
    summary: 'Which parts arrived',
    access: 'assets.write',
    params: id,
    responses: { 200: upload },
  },
  /** Body: application/octet-stream, at most partSizeBytes. Sending a part again replaces it. */
  putUploadPart: {
    method: 'PUT',
    path: '/uploads/:id/parts/:part',
    operationId: 'putUploadPart',
    tag: 'assets',
    summary: 'Send one part',
    access: 'assets.write',
    bytes: true,
    params: z.object({ id: z.uuid(), part: z.coerce.number().int().min(1).max(10_000) }),
    responses: { 204: null },
  },
  completeUpload: {
    method: 'POST',
    path: '/uploads/:id/complete',
    operationId: 'completeUpload',
    tag: 'assets',
    summary: 'Check the file by its content and store it; the same file twice is one asset',
    access: 'assets.write',
    params: id,
    responses: { 201: asset },
  },
  deleteUpload: {
    method: 'DELETE',
    path: '/uploads/:id',
    operationId: 'deleteUpload',
    tag: 'assets',
    summary: 'Give up an upload',
    access: 'assets.write',
    params: id,
    responses: { 204: null },
  },
  importAsset: {
    method: 'POST',
    path: '/assets/import',
    operationId: 'importAsset',
    tag: 'assets',
    summary: 'Fetch a file from a public address through the guarded fetcher',
    access: 'assets.write',
    body: z.object({ url: z.url().max(2000), projectId: projectId.optional() }),
    responses: { 201: asset },
  },
});
