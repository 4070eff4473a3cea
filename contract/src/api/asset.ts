import { z } from 'zod';
import { messages } from '../messages.ts';
import { assetId, contentHash, isoTime, projectId } from '../primitives.ts';

export const assetKind = z.enum(['image', 'video', 'audio', 'font', 'vector', 'document', 'archive']);
export type AssetKind = z.infer<typeof assetKind>;
export const assetOrigin = z.enum(['upload', 'import', 'job', 'sample']);
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
    origin: assetOrigin,
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
    /** When it went to the trash; null for a file that is not there. */
    deletedAt: isoTime.nullable(),
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof asset>;
