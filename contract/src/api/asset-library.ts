import { z } from 'zod';
import { projectId, userId } from '../primitives.ts';
import { assetKind, assetOrigin } from './asset.ts';
import { assetUsePlace } from './asset-detail.ts';
import { listOf, yesOrNo } from './common.ts';

/** How many files one change may name. */
export const ASSET_BULK_MAX = 500;

/** Newest first unless said otherwise; a minus in front is the other way round. */
export const assetSort = z.enum(['-created', 'created', 'name', '-name', '-size', 'size']);
export type AssetSort = z.infer<typeof assetSort>;

/** What a list of files leaves out. Several of one filter widen it, different filters narrow it. */
export const assetFilter = z.object({
  /** Words in the name, the maker or the prompt, in any order and script. */
  q: z.string().max(200).optional(),
  kind: listOf(assetKind).optional(),
  origin: listOf(assetOrigin).optional(),
  /** As `madeBy` says it, whole: one name may hold a comma. */
  maker: z.string().min(1).max(200).optional(),
  person: listOf(userId).optional(),
  /** Files of these products, and finished films that show them. */
  product: listOf(z.uuid()).optional(),
  /** Made or sent for this project, or shown in its film. */
  projectId: projectId.optional(),
  /** Files of these brand kits, their products’ files and their finished films. */
  brand: listOf(z.uuid()).optional(),
  /** Whether something that is not in the trash needs it. */
  used: yesOrNo.optional(),
  /** Whether a note says what it may be used for. */
  licensed: yesOrNo.optional(),
  /** Whether somebody's agreement that is still valid stands for who is seen or heard in it. */
  consented: yesOrNo.optional(),
  /** Made at a provider's, under a name of theirs: they may still have it. */
  held: yesOrNo.optional(),
  /** True: the trash instead. */
  deleted: yesOrNo.optional(),
});
export type AssetFilter = z.output<typeof assetFilter>;

const count = z.object({ value: z.string(), count: z.int() });
export const assetFacets = z
  .object({
    /** Of the files that all filters leave. */
    total: z.int(),
    /** Of the whole organization. */
    all: z.int(),
    deleted: z.int(),
    /** Days a file lies in the trash before it may be removed for good. */
    trashDays: z.int(),
    /** Each as if it were not filtered by itself, so that another choice shows what it would give. */
    kinds: z.array(count),
    origins: z.array(count),
    makers: z.array(count),
    /** `value` is the person’s id. */
    people: z.array(count.extend({ name: z.string() })),
    used: z.int(),
    unused: z.int(),
  })
  .meta({ id: 'AssetFacets' });
export type AssetFacets = z.infer<typeof assetFacets>;

export const assetBulkChange = z.object({ action: z.enum(['delete', 'restore']) });

/** A file that stays, with at most four of the places that need it. */
export const refusedAsset = z.object({
  id: z.uuid(),
  name: z.string(),
  places: z.array(z.object({ place: assetUsePlace, name: z.string() })),
});
export type RefusedAsset = z.infer<typeof refusedAsset>;
