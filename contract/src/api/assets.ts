import { z } from 'zod';
import { messages } from '../messages.ts';
import { pictureAnalysis } from '../pictures.ts';
import { assetId, contentHash, isoTime, projectId } from '../primitives.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

export const assetKind = z.enum(['image', 'video', 'audio', 'font', 'vector', 'document', 'archive']);
export type AssetKind = z.infer<typeof assetKind>;
/**
 * One stored file. `url` is a signed link (≤ 1 h) with byte ranges; `thumbnailUrl` is a WebP of at most 640 px.
 * `madeBy` says who made it ("Built-in engine", "Upload"), never empty.
 */
export const asset = z
  .object({
    id: assetId,
    kind: assetKind,
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int().nonnegative(),
    hash: contentHash,
    width: z.int().nullable(),
    height: z.int().nullable(),
    frames: z.int().nullable(),
    durationSeconds: z.number().nullable(),
    origin: z.enum(['upload', 'import', 'job', 'sample']),
    madeBy: z.string(),
    projectId: projectId.nullable(),
    url: z.string(),
    thumbnailUrl: z.string().nullable(),
    /** Dominant colour for placeholders, `#rrggbb`. */
    placeholderColour: z.string().nullable(),
    /** Sentences about what was done to the file on its way in. */
    notices: z.array(z.string()),
    messages: messages.optional(),
    createdAt: isoTime,
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof asset>;

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
    summary: 'Files, newest first',
    access: 'assets.read',
    query: cursorQuery.extend({
      kind: assetKind.optional(),
      projectId: projectId.optional(),
      origin: z.enum(['upload', 'import', 'job', 'sample']).optional(),
    }),
    responses: { 200: page(asset) },
  },
  getAsset: {
    method: 'GET',
    path: '/assets/:id',
    operationId: 'getAsset',
    tag: 'assets',
    summary: 'One file',
    access: 'assets.read',
    params: id,
    responses: { 200: asset.extend({ analysis: pictureAnalysis.nullable() }) },
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
