import { z } from 'zod';
import { say } from '../messages.ts';
import { assetId, brandId, contentHash, isoTime, userId } from '../primitives.ts';
import { asset, type assetKind } from './asset.ts';
import { cursorQuery, listOf, page, yesOrNo } from './common.ts';
import { fileToGroup, groupedProduct } from './group-files.ts';
import { type MediaRole, mediaRole } from './media-role.ts';
import { defineRoutes } from './route.ts';

export const productId = z.uuid().brand<'ProductId'>();
export type ProductId = z.infer<typeof productId>;

export const productKind = z.enum(['garment', 'vehicle', 'object']);
export type ProductKind = z.infer<typeof productKind>;
export const productStatus = z.enum(['draft', 'active', 'archived']);
export type ProductStatus = z.infer<typeof productStatus>;

/** glTF in its binary form. */
export const MODEL_MEDIA_TYPE = 'model/gltf-binary';

/** Whether a file may have this role: sounds sound, models turn, a hero stands still, everything else may also be a film. */
export function fitsRole(role: MediaRole, file: { kind: z.infer<typeof assetKind>; mediaType: string }): boolean {
  if (role === 'sound') return file.kind === 'audio';
  if (role === 'model_3d') return file.mediaType === MODEL_MEDIA_TYPE;
  if (file.kind === 'image' || file.kind === 'vector') return true;
  return role !== 'hero' && file.kind === 'video';
}

/** Most of each thing one product may have; a request for more is told so. */
export const PRODUCT_LIMITS = {
  tags: 50,
  attributes: 100,
  variants: 200,
  media: 300,
  bulk: 500,
  groupedFiles: 2000,
} as const;

/** A tag is one line without the signs that separate tags in a cell of a table. */
export const productTag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^,;|\r\n\t]*$/, say('field.tag'));

const attributeKey = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\r\n\t]*$/, say('field.name_line'));
/** A free fact, in the order people gave them. */
export const productAttribute = z.discriminatedUnion('type', [
  z.object({ key: attributeKey, type: z.literal('text'), value: z.string().max(500) }),
  z.object({ key: attributeKey, type: z.literal('number'), value: z.number() }),
]);
export type ProductAttribute = z.infer<typeof productAttribute>;
const attributes = z
  .array(productAttribute)
  .max(PRODUCT_LIMITS.attributes)
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, say('field.attribute_names'));

/** Whole minor units (cents, agorot) of an ISO 4217 currency. */
export const price = z.object({
  amountMinor: z.int().min(0).max(1_000_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/, say('field.currency')),
});
export type Price = z.infer<typeof price>;

const sku = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\r\n\t]*$/, say('field.sku_line'));
const name = z
  .string()
  .trim()
  .min(1)
  .max(160)
  .regex(/^[^\r\n\t]*$/, say('field.name_line'));
const option = z
  .string()
  .trim()
  .max(80)
  .regex(/^[^\r\n\t]*$/, say('field.one_line'));

/** One version of a product. An empty text means that it does not differ in this. */
export const productVariant = z
  .object({
    id: z.uuid(),
    position: z.int(),
    size: option,
    colour: option,
    year: z.int().min(1800).max(2200).nullable(),
    trim: option,
    sku: sku.nullable(),
    /** Null: the product's price holds. */
    price: price.nullable(),
    attributes,
  })
  .meta({ id: 'ProductVariant' });
export type ProductVariant = z.infer<typeof productVariant>;

export const productMedia = z
  .object({
    id: z.uuid(),
    role: mediaRole,
    position: z.int(),
    altText: z.string(),
    /** Null: the product's own, which every variant inherits (see mediaOfVariant). */
    variantId: z.uuid().nullable(),
    asset,
    /** 0–1, how well the product stands apart from its ground; null where nothing was cut out. */
    cutoutTrust: z.number().nullable(),
  })
  .meta({ id: 'ProductMedia' });
export type ProductMedia = z.infer<typeof productMedia>;

/** A product as lists show it. */
export const productSummary = z
  .object({
    id: productId,
    kind: productKind,
    name: z.string(),
    sku: z.string().nullable(),
    brandId: brandId.nullable(),
    brandName: z.string().nullable(),
    price: price.nullable(),
    status: productStatus,
    tags: z.array(z.string()),
    /** The hero's picture of at most 640 px, its colour for the placeholder and its words for readers. */
    hero: z
      .object({
        assetId,
        thumbnailUrl: z.string().nullable(),
        placeholderColour: z.string().nullable(),
        width: z.int().nullable(),
        height: z.int().nullable(),
        altText: z.string(),
      })
      .nullable(),
    /** Without a hero: the picture drawn of its 3D model, which shows what it is and cannot be put into a film as it is. */
    modelThumbnailUrl: z.string().nullable(),
    mediaCount: z.int(),
    variantCount: z.int(),
    /** Films that use one of its pictures. */
    filmCount: z.int(),
    revision: z.int(),
    createdAt: isoTime,
    updatedAt: isoTime,
    deletedAt: isoTime.nullable(),
  })
  .meta({ id: 'ProductSummary' });
export type ProductSummary = z.infer<typeof productSummary>;

export const product = productSummary
  .extend({
    description: z.string(),
    attributes: z.array(productAttribute),
    variants: z.array(productVariant),
    media: z.array(productMedia),
    createdBy: userId.nullable(),
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof product>;

/** The media a variant shows: of each role its own where it has some, the product's otherwise. */
export function mediaOfVariant(media: readonly ProductMedia[], variantId: string | null): ProductMedia[] {
  const shared = media.filter((one) => one.variantId === null);
  if (variantId === null) return shared;
  const own = media.filter((one) => one.variantId === variantId);
  const overridden = new Set(own.map(({ role }) => role));
  return [...own, ...shared.filter(({ role }) => !overridden.has(role))];
}

const fields = {
  kind: productKind,
  name,
  sku: sku.nullable(),
  brandId: brandId.nullable(),
  price: price.nullable(),
  status: productStatus,
  description: z.string().max(20_000),
  tags: z.array(productTag).max(PRODUCT_LIMITS.tags),
  attributes,
};
export const productChange = z.object(fields).partial();
export type ProductChange = z.infer<typeof productChange>;

const mediaToAdd = z.object({
  assetId,
  /** Left out: the first picture becomes the hero, sounds sound, models model, the rest front, back, side, then detail. */
  role: mediaRole.optional(),
  altText: z.string().max(500).optional(),
});
export const productBody = productChange.extend({
  kind: productKind,
  name,
  media: z.array(mediaToAdd).max(PRODUCT_LIMITS.media).optional(),
});
export type ProductBody = z.infer<typeof productBody>;

const variantBody = z.object({
  /** Of a variant that is there; without one it is new. Variants not named go. */
  id: z.uuid().optional(),
  size: option.default(''),
  colour: option.default(''),
  year: z.int().min(1800).max(2200).nullable().default(null),
  trim: option.default(''),
  sku: sku.nullable().default(null),
  price: price.nullable().default(null),
  attributes: attributes.default([]),
});
export type VariantBody = z.infer<typeof variantBody>;

export const productSort = z.enum([
  'relevance',
  'name',
  '-name',
  'updated',
  '-updated',
  'created',
  '-created',
  'price',
  '-price',
]);
export type ProductSort = z.infer<typeof productSort>;

export const productFilter = z.object({
  /** Words in any order, in any script; a typing mistake is forgiven. */
  q: z.string().max(200).optional(),
  kind: listOf(productKind).optional(),
  status: listOf(productStatus).optional(),
  brand: listOf(z.uuid()).optional(),
  tag: listOf(productTag).optional(),
  hasHero: yesOrNo.optional(),
  hasFilms: yesOrNo.optional(),
  /** True: the trash instead. */
  deleted: yesOrNo.optional(),
});
export type ProductFilter = z.output<typeof productFilter>;

const count = z.object({ value: z.string(), count: z.int() });
export const productFacets = z
  .object({
    total: z.int(),
    deleted: z.int(),
    kinds: z.array(count),
    statuses: z.array(count),
    /** `value` is the brand's id, empty for products without one. */
    brands: z.array(count.extend({ name: z.string() })),
    /** The most used, at most 100. */
    tags: z.array(count),
    withoutHero: z.int(),
    withoutFilms: z.int(),
  })
  .meta({ id: 'ProductFacets' });
export type ProductFacets = z.infer<typeof productFacets>;

export const bulkChange = z.discriminatedUnion('action', [
  z.object({ action: z.literal('set_status'), status: productStatus }),
  z.object({ action: z.literal('add_tags'), tags: z.array(productTag).min(1).max(PRODUCT_LIMITS.tags) }),
  z.object({ action: z.literal('remove_tags'), tags: z.array(productTag).min(1).max(PRODUCT_LIMITS.tags) }),
  z.object({ action: z.literal('set_brand'), brandId: brandId.nullable() }),
  z.object({ action: z.literal('delete') }),
]);
export type BulkChange = z.infer<typeof bulkChange>;
/** `skipped`: not there any more, changed since, or nothing to change. */
const bulkResult = z.object({ changed: z.int(), skipped: z.int() });

const id = z.object({ id: z.uuid() });
const mediaParams = z.object({ id: z.uuid(), mediaId: z.uuid() });

export const catalogueRoutes = defineRoutes({
  listProducts: {
    method: 'GET',
    path: '/products',
    operationId: 'listProducts',
    tag: 'products',
    summary:
      'Products: filter, search and sort; the order is by relevance when words are given, else last changed first',
    access: 'products.read',
    query: cursorQuery.extend({
      // An order by name carries the name, a search its words.
      cursor: z.string().max(4000).optional(),
      ...productFilter.shape,
      sort: productSort.optional(),
    }),
    responses: {
      200: page(productSummary).extend({
        /** What was looked for instead, where the words themselves are in no product. */
        correctedQuery: z.string().nullable(),
      }),
    },
  },
  createProduct: {
    method: 'POST',
    path: '/products',
    operationId: 'createProduct',
    tag: 'products',
    summary: 'Create a product, with files where they are there already',
    access: 'products.write',
    body: productBody,
    responses: { 201: product },
  },
  getProduct: {
    method: 'GET',
    path: '/products/:id',
    operationId: 'getProduct',
    tag: 'products',
    summary: 'One product with variants and media',
    access: 'products.read',
    params: id,
    responses: { 200: product },
  },
  updateProduct: {
    method: 'PATCH',
    path: '/products/:id',
    operationId: 'updateProduct',
    tag: 'products',
    summary: 'Change a product; If-Match carries the revision that was edited',
    access: 'products.write',
    ifMatch: true,
    params: id,
    body: productChange,
    responses: { 200: product },
  },
  deleteProduct: {
    method: 'DELETE',
    path: '/products/:id',
    operationId: 'deleteProduct',
    tag: 'products',
    summary: 'Move to the trash (30 days); films made of it stay',
    access: 'products.write',
    params: id,
    responses: { 204: null },
  },
  restoreProduct: {
    method: 'POST',
    path: '/products/:id/restore',
    operationId: 'restoreProduct',
    tag: 'products',
    summary: 'Restore from the trash',
    access: 'products.write',
    params: id,
    responses: { 200: product },
  },
  duplicateProduct: {
    method: 'POST',
    path: '/products/:id/duplicate',
    operationId: 'duplicateProduct',
    tag: 'products',
    summary: 'A draft with the same facts, variants and media, without the SKUs, which are one product’s own',
    access: 'products.write',
    params: id,
    responses: { 201: product },
  },
  getProductFacets: {
    method: 'GET',
    path: '/product-facets',
    operationId: 'getProductFacets',
    tag: 'products',
    summary: 'Counts for the filters',
    access: 'products.read',
    responses: { 200: productFacets },
  },
  bulkEditProducts: {
    method: 'POST',
    path: '/products/bulk',
    operationId: 'bulkEditProducts',
    tag: 'products',
    summary: 'Change many products at once; the answer names the edit, which can be undone for a day',
    access: 'products.write',
    body: z.object({ ids: z.array(z.uuid()).min(1).max(PRODUCT_LIMITS.bulk), change: bulkChange }),
    responses: { 200: bulkResult.extend({ editId: z.uuid() }) },
  },
  undoBulkEdit: {
    method: 'POST',
    path: '/products/bulk/:id/undo',
    operationId: 'undoBulkEdit',
    tag: 'products',
    summary: 'Undo a change of many products; those changed since stay as they are',
    access: 'products.write',
    params: id,
    responses: { 200: bulkResult },
  },
  setProductVariants: {
    method: 'PUT',
    path: '/products/:id/variants',
    operationId: 'setProductVariants',
    tag: 'products',
    summary: 'The whole list of variants, in order; If-Match carries the product’s revision',
    access: 'products.write',
    ifMatch: true,
    params: id,
    body: z.object({ variants: z.array(variantBody).max(PRODUCT_LIMITS.variants) }),
    responses: { 200: product },
  },
  addProductMedia: {
    method: 'POST',
    path: '/products/:id/media',
    operationId: 'addProductMedia',
    tag: 'products',
    summary: 'Add files; one whose content the product has already is not added again, and the answer says so',
    access: 'products.write',
    params: id,
    body: z.object({
      media: z.array(mediaToAdd).min(1).max(PRODUCT_LIMITS.media),
      variantId: z.uuid().nullable().default(null),
    }),
    responses: {
      200: z.object({
        product,
        added: z.array(z.uuid()),
        /** Files left out, each with the product's file of the same content. */
        duplicates: z.array(z.object({ assetId, hash: contentHash, mediaId: z.uuid() })),
      }),
    },
  },
  updateProductMedia: {
    method: 'PATCH',
    path: '/products/:id/media/:mediaId',
    operationId: 'updateProductMedia',
    tag: 'products',
    summary: 'Change a file’s role, words or variant; a new hero makes the old one a front view',
    access: 'products.write',
    params: mediaParams,
    body: z.object({ role: mediaRole, altText: z.string().max(500), variantId: z.uuid().nullable() }).partial(),
    responses: { 200: product },
  },
  reorderProductMedia: {
    method: 'PUT',
    path: '/products/:id/media/order',
    operationId: 'reorderProductMedia',
    tag: 'products',
    summary: 'The order of all files of the product, in one call',
    access: 'products.write',
    params: id,
    body: z.object({ mediaIds: z.array(z.uuid()).max(PRODUCT_LIMITS.media) }),
    responses: { 200: product },
  },
  deleteProductMedia: {
    method: 'DELETE',
    path: '/products/:id/media/:mediaId',
    operationId: 'deleteProductMedia',
    tag: 'products',
    summary: 'Take a file off the product; the file itself stays in the library',
    access: 'products.write',
    params: mediaParams,
    responses: { 200: product },
  },
  createProductCutout: {
    method: 'POST',
    path: '/products/:id/media/:mediaId/cut-out',
    operationId: 'createProductCutout',
    tag: 'products',
    summary: 'The product without its ground, as a file of its own; made once',
    access: 'products.write',
    params: mediaParams,
    responses: { 201: asset },
  },
  groupProductFiles: {
    method: 'POST',
    path: '/product-groups',
    operationId: 'groupProductFiles',
    tag: 'products',
    summary:
      'Which products many dropped files belong to, by their names, for a person to look over; nothing is stored',
    access: 'products.read',
    body: z.object({ files: z.array(fileToGroup).min(1).max(PRODUCT_LIMITS.groupedFiles) }),
    responses: {
      200: z.object({
        groups: z.array(
          groupedProduct.extend({
            /** A product with this SKU or name that is there already. */
            existing: z.object({ id: productId, name: z.string() }).nullable(),
          }),
        ),
      }),
    },
  },
});
