import type { ProductAttribute, ProductKind, ProductStatus } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { ProductRecord, VariantRecord } from './records.ts';

/** What every reader of products selects; `p` is products. Counts and hero are looked up per row: choose the page first. */
export const productSelect = `select p.id, p.organization_id, p.kind, p.name, p.sku, p.brand_id, p.price_minor, p.currency,
    p.status, p.description, p.tags, p.attributes, p.created_by, p.revision, p.created_at, p.updated_at, p.deleted_at,
    (select b.name from brands b where b.id = p.brand_id) as brand_name,
    (select json_build_object('assetId', a.id, 'sha256', a.sha256, 'mediaType', a.media_type, 'width', a.width,
        'height', a.height, 'placeholderColour', a.placeholder_colour, 'altText', m.alt_text, 'thumbnailSha256',
        (select t.sha256 from asset_derivatives t where t.source_sha256 = a.sha256 and t.kind = 'thumbnail'))
      from product_media m join assets a on a.id = m.asset_id
      where m.product_id = p.id and m.role = 'hero' and m.variant_id is null) as hero,
    (select t.sha256 from product_media m join assets a on a.id = m.asset_id
      join asset_derivatives t on t.source_sha256 = a.sha256 and t.kind = 'thumbnail'
      where m.product_id = p.id and m.role = 'model_3d' order by m.position limit 1) as model_thumbnail_sha256,
    (select count(*)::int from product_media m where m.product_id = p.id) as media_count,
    (select count(*)::int from product_variants v where v.product_id = p.id) as variant_count,
    (select count(distinct u.project_id)::int from product_media m join project_pictures u on u.asset_id = m.asset_id
      join projects f on f.id = u.project_id where m.product_id = p.id and f.deleted_at is null) as film_count
  from products p`;

/** Trash included: a product is restored from there. */
export async function findProduct(transaction: Transaction, id: string): Promise<ProductRecord | undefined> {
  const { rows } = await transaction.query<ProductRecord>(`${productSelect} where p.id = $1`, [id]);
  return rows[0];
}

/** One at a time changes a product: its revision, its files' order and its hero belong together. */
export async function lockProduct(
  transaction: Transaction,
  id: string,
): Promise<{ kind: ProductKind; revision: number; isDeleted: boolean } | undefined> {
  const { rows } = await transaction.query<{ kind: ProductKind; revision: number; is_deleted: boolean }>(
    'select kind, revision, deleted_at is not null as is_deleted from products where id = $1 for update',
    [id],
  );
  const [row] = rows;
  return row && { kind: row.kind, revision: row.revision, isDeleted: row.is_deleted };
}

/** The fields people set, as the row holds them. */
export type ProductFields = {
  kind: ProductKind;
  name: string;
  sku: string | null;
  brandId: string | null;
  priceMinor: number | null;
  currency: string | null;
  status: ProductStatus;
  description: string;
  tags: string[];
  attributes: ProductAttribute[];
};

export type NewProduct = ProductFields & { id: string; organizationId: string; createdBy: string | null };

export async function insertProduct(transaction: Transaction, product: NewProduct): Promise<void> {
  await transaction.query(
    `insert into products (id, organization_id, kind, name, sku, brand_id, price_minor, currency, status, description, tags,
       attributes, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [product.id, product.organizationId, ...toValues(product), product.createdBy],
  );
}

export async function updateProduct(transaction: Transaction, id: string, fields: ProductFields): Promise<void> {
  await transaction.query(
    `update products set kind = $2, name = $3, sku = $4, brand_id = $5, price_minor = $6, currency = $7, status = $8,
       description = $9, tags = $10, attributes = $11, revision = revision + 1 where id = $1`,
    [id, ...toValues(fields)],
  );
}

function toValues(fields: ProductFields): unknown[] {
  return [
    fields.kind,
    fields.name,
    fields.sku,
    fields.brandId,
    fields.priceMinor,
    fields.currency,
    fields.status,
    fields.description,
    fields.tags,
    JSON.stringify(fields.attributes),
  ];
}

export async function touchProduct(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update products set revision = revision + 1 where id = $1', [id]);
}

export async function setProductDeleted(transaction: Transaction, id: string, isDeleted: boolean): Promise<void> {
  await transaction.query(
    'update products set deleted_at = case when $2 then now() end, revision = revision + 1 where id = $1',
    [id, isDeleted],
  );
}

/** Another living product with this SKU, however it is written. */
export async function isSkuTaken(transaction: Transaction, sku: string, exceptId: string | null): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'select 1 from products where lower(sku) = lower($1) and deleted_at is null and ($2::uuid is null or id <> $2)',
    [sku, exceptId],
  );
  return rowCount > 0;
}

/** In a transaction of its own, before the product's: see product_words in 0060_catalogue.sql. */
export async function rememberWords(
  transaction: Transaction,
  organizationId: string,
  texts: readonly string[],
): Promise<void> {
  await transaction.query(
    `insert into product_words (organization_id, word)
     select distinct $1::uuid, w.word from unnest($2::text[]) as t (text)
       cross join lateral string_to_table(app.fold_text(t.text), ' ') as w (word)
     where length(w.word) between 3 and 30 and w.word !~ '[0-9]' order by 2 on conflict do nothing`,
    [organizationId, texts],
  );
}

export async function listVariants(transaction: Transaction, productIds: readonly string[]): Promise<VariantRecord[]> {
  const { rows } = await transaction.query<VariantRecord>(
    `select id, product_id, position, size, colour, year, trim, sku, price_minor, currency, attributes
     from product_variants where product_id = any($1) order by product_id, position, id`,
    [productIds],
  );
  return rows;
}

export type VariantFields = Omit<VariantRecord, 'product_id' | 'position'>;

/** Writes the whole list in its order; variants that are not in it go, with the media of their own. */
export async function saveVariants(
  transaction: Transaction,
  product: { id: string; organizationId: string },
  variants: readonly VariantFields[],
): Promise<void> {
  await transaction.query('delete from product_variants where product_id = $1 and id <> all($2)', [
    product.id,
    variants.map(({ id }) => id),
  ]);
  await transaction.query(
    `insert into product_variants (id, organization_id, product_id, position, size, colour, year, trim, sku, price_minor,
       currency, attributes)
     select v.id, $1, $2, v.position, v.size, v.colour, v.year, v.trim, v.sku, v.price_minor, v.currency, v.attributes
     from jsonb_to_recordset($3) as v (id uuid, position int, size text, colour text, year int, trim text, sku text,
       price_minor bigint, currency text, attributes jsonb)
     on conflict (id) do update set position = excluded.position, size = excluded.size, colour = excluded.colour,
       year = excluded.year, trim = excluded.trim, sku = excluded.sku, price_minor = excluded.price_minor,
       currency = excluded.currency, attributes = excluded.attributes`,
    [product.organizationId, product.id, JSON.stringify(variants.map((one, position) => ({ ...one, position })))],
  );
  await transaction.query('update products set variant_words = $2, revision = revision + 1 where id = $1', [
    product.id,
    toVariantWords(variants),
  ]);
}

/** What a product is found by besides its own words. */
export function toVariantWords(
  variants: readonly Pick<VariantFields, 'size' | 'colour' | 'year' | 'trim' | 'sku'>[],
): string {
  const words = variants.flatMap(({ size, colour, year, trim, sku }) => [
    size,
    colour,
    String(year ?? ''),
    trim,
    sku ?? '',
  ]);
  return [...new Set(words.filter((word) => word !== ''))].join(' ');
}

export async function hasBrand(transaction: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query('select 1 from brands where id = $1 and deleted_at is null', [id]);
  return rowCount > 0;
}
