import { z } from 'zod';
import { messages } from '../messages.ts';
import { pictureAnalysis } from '../pictures.ts';
import { isoTime, jobId, projectId, userId } from '../primitives.ts';
import { consent, pictureCheck } from '../safety.ts';
import { asset } from './asset.ts';

/** What the streams of a film or sound say; null where the file says nothing. Names are FFmpeg’s. */
const streams = z.object({
  container: z.string(),
  /** Bits a second. */
  bitRate: z.number().nullable(),
  video: z
    .object({
      codec: z.string(),
      pixelFormat: z.string().nullable(),
      framesPerSecond: z.number(),
      isConstantRate: z.boolean(),
      primaries: z.string().nullable(),
      transfer: z.string().nullable(),
      matrix: z.string().nullable(),
    })
    .nullable(),
  audio: z.array(z.object({ codec: z.string(), sampleRate: z.int(), channels: z.int() })),
});

/** How a file was made, as far as it is known; what is not known is null. */
export const assetRecipe = z
  .object({
    job: z.object({ id: jobId, title: z.string(), studio: z.string(), createdAt: isoTime }).nullable(),
    project: z.object({ id: projectId, name: z.string() }).nullable(),
    /** Code of the shot it was made for, such as “2A”. */
    shotCode: z.string().nullable(),
    prompt: z.string().nullable(),
    negativePrompt: z.string().nullable(),
    seed: z.string().nullable(),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    /** Whatever else was set, by the maker’s own names. */
    settings: z.array(z.object({ name: z.string(), value: z.string() })),
    messages: messages.optional(),
  })
  .meta({ id: 'AssetRecipe' });

export const assetUsePlace = z.enum(['film', 'brand', 'product']);
export const assetUsePart = z.enum([
  'picture',
  'logo',
  'logo_on_dark',
  'badge',
  'font',
  'media',
  'take',
  'poster',
  'preview',
  'render',
  'delivery',
  'delivered',
  'cover',
  'timeline',
  'voice',
  'music',
]);

/** One place that names a file. `detail` is a role, a shot’s code or a name inside the place. */
export const assetUse = z
  .object({
    place: assetUsePlace,
    part: assetUsePart,
    id: z.uuid(),
    name: z.string(),
    detail: z.string().nullable(),
    /** While this use is there the file cannot be deleted. */
    protects: z.boolean(),
  })
  .meta({ id: 'AssetUse' });
export type AssetUse = z.infer<typeof assetUse>;

export const assetDetail = asset
  .extend({
    analysis: pictureAnalysis.nullable(),
    /** The person who brought or ordered it; null where nobody did or they left. */
    createdBy: z.object({ id: userId, name: z.string() }).nullable(),
    streams: streams.nullable(),
    font: z.object({ family: z.string(), scripts: z.array(z.string()) }).nullable(),
    recipe: assetRecipe.nullable(),
    /** What it may be used for, as somebody noted it. */
    licence: z.string().nullable(),
    /** Somebody said that a person could be recognised in it. */
    showsPerson: z.boolean(),
    /** Agreements of people who are seen or heard in it. */
    consents: z.array(consent.pick({ id: true, personName: true, kind: true, state: true })),
    /** Null for files that are not looked at: sounds, fonts, and what the studio draws itself. */
    pictureCheck: pictureCheck.nullable(),
    /** Where it was made and may still lie, under the provider’s own name for it. */
    held: z.object({ provider: z.string(), remoteId: z.string(), at: isoTime }).nullable(),
    /** What it was made from, at most 24. */
    parents: z.array(asset),
    /** What was made from it, newest first, at most 48. */
    children: z.array(asset),
    /** At most 200. */
    uses: z.array(assetUse),
    /** Files that stand for it: an upright copy, a preview film, the product without its ground. */
    copies: z.array(
      z.object({
        kind: z.enum(['working', 'poster', 'proxy', 'cutout']),
        mediaType: z.string(),
        sizeBytes: z.int(),
        width: z.int().nullable(),
        height: z.int().nullable(),
        url: z.string(),
      }),
    ),
    /** When it may be removed for good, unless something still needs it; null outside the trash. */
    purgesAt: isoTime.nullable(),
  })
  .meta({ id: 'AssetDetail' });
export type AssetDetail = z.infer<typeof assetDetail>;
