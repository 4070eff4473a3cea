import type {
  MediaRole,
  Price,
  Product,
  ProductAttribute,
  ProductKind,
  ProductMedia,
  ProductStatus,
  ProductSummary,
  ProductVariant,
} from '@kinora/contract';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { type AssetRecord, toAsset, toThumbnailUrl } from '../assets/index.ts';

/** One row of a list, as `productSelect` of product-store.ts gives it. */
export type ProductRecord = {
  id: string;
  organization_id: string;
  kind: ProductKind;
  name: string;
  sku: string | null;
  brand_id: string | null;
  brand_name: string | null;
  price_minor: number | null;
  currency: string | null;
  status: ProductStatus;
  description: string;
  tags: string[];
  attributes: ProductAttribute[];
  created_by: string | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  hero: HeroRecord | null;
  model_thumbnail_sha256: string | null;
  media_count: number;
  variant_count: number;
  film_count: number;
};

export type HeroRecord = {
  assetId: string;
  sha256: string;
  mediaType: string;
  thumbnailSha256: string | null;
  placeholderColour: string | null;
  width: number | null;
  height: number | null;
  altText: string;
};

export type VariantRecord = {
  id: string;
  product_id: string;
  position: number;
  size: string;
  colour: string;
  year: number | null;
  trim: string;
  sku: string | null;
  price_minor: number | null;
  currency: string | null;
  attributes: ProductAttribute[];
};

export type MediaRecord = AssetRecord & {
  media_id: string;
  product_id: string;
  variant_id: string | null;
  media_role: MediaRole;
  position: number;
  alt_text: string;
  cutout_trust: number | null;
};

function toPrice(record: { price_minor: number | null; currency: string | null }): Price | null {
  if (record.price_minor === null || record.currency === null) return null;
  return { amountMinor: record.price_minor, currency: record.currency };
}

function toHero(record: ProductRecord, links: SignedLinks): ProductSummary['hero'] {
  const { hero } = record;
  if (!hero) return null;
  const picture = {
    organization_id: record.organization_id,
    sha256: hero.sha256,
    thumbnail_sha256: hero.thumbnailSha256,
    media_type: hero.mediaType,
  };
  return {
    assetId: hero.assetId as NonNullable<ProductSummary['hero']>['assetId'],
    thumbnailUrl: toThumbnailUrl(picture, links),
    placeholderColour: hero.placeholderColour,
    width: hero.width,
    height: hero.height,
    altText: hero.altText,
  };
}

function toModelThumbnailUrl(record: ProductRecord, links: SignedLinks): string | null {
  if (record.hero || !record.model_thumbnail_sha256) return null;
  return toThumbnailUrl(
    {
      organization_id: record.organization_id,
      sha256: record.model_thumbnail_sha256,
      thumbnail_sha256: record.model_thumbnail_sha256,
      media_type: 'image/webp',
    },
    links,
  );
}

export function toSummary(record: ProductRecord, links: SignedLinks): ProductSummary {
  return {
    id: record.id as ProductSummary['id'],
    kind: record.kind,
    name: record.name,
    sku: record.sku,
    brandId: record.brand_id as ProductSummary['brandId'],
    brandName: record.brand_name,
    price: toPrice(record),
    status: record.status,
    tags: record.tags,
    hero: toHero(record, links),
    modelThumbnailUrl: toModelThumbnailUrl(record, links),
    mediaCount: record.media_count,
    variantCount: record.variant_count,
    filmCount: record.film_count,
    revision: record.revision,
    createdAt: record.created_at.toISOString(),
    updatedAt: record.updated_at.toISOString(),
    deletedAt: record.deleted_at?.toISOString() ?? null,
  };
}

export function toVariant(record: VariantRecord): ProductVariant {
  const { id, position, size, colour, year, trim, sku, attributes } = record;
  return { id, position, size, colour, year, trim, sku, price: toPrice(record), attributes };
}

function toMedia(record: MediaRecord, links: SignedLinks): ProductMedia {
  return {
    id: record.media_id,
    role: record.media_role,
    position: record.position,
    altText: record.alt_text,
    variantId: record.variant_id,
    asset: toAsset(record, links),
    cutoutTrust: record.cutout_trust,
  };
}

export function toProduct(
  record: ProductRecord,
  parts: { variants: readonly VariantRecord[]; media: readonly MediaRecord[] },
  links: SignedLinks,
): Product {
  return {
    ...toSummary(record, links),
    description: record.description,
    attributes: record.attributes,
    createdBy: record.created_by as Product['createdBy'],
    variants: parts.variants.map(toVariant),
    media: parts.media.map((one) => toMedia(one, links)),
  };
}
