import type { Transaction } from '../../platform/database/index.ts';
import { assetColumns, assetTables } from '../assets/index.ts';
import type { MediaItem } from './media-rules.ts';
import type { MediaRecord } from './records.ts';

export async function listMedia(transaction: Transaction, productId: string): Promise<MediaRecord[]> {
  const { rows } = await transaction.query<MediaRecord>(
    `select ${assetColumns}, m.id as media_id, m.product_id, m.variant_id, m.role as media_role, m.position, m.alt_text,
       (select (n.analysis #>> '{cutout,trust}')::float8 from picture_analyses n where n.sha256 = a.sha256) as cutout_trust
     from product_media m join ${assetTables.replace('assets a', 'assets a on a.id = m.asset_id')}
     where m.product_id = $1 order by m.position, m.id`,
    [productId],
  );
  return rows;
}

export function toMediaItem(record: MediaRecord): MediaItem {
  return {
    id: record.media_id,
    assetId: record.id,
    role: record.media_role,
    variantId: record.variant_id,
    altText: record.alt_text,
    isStill: record.kind === 'image' || record.kind === 'vector',
  };
}

/**
 * Writes the product's files as they are now, in their order. Heroes last: at no moment has a product two, which the
 * database refuses.
 */
export async function saveMedia(
  transaction: Transaction,
  product: { id: string; organizationId: string },
  items: readonly MediaItem[],
): Promise<void> {
  await transaction.query('delete from product_media where product_id = $1 and id <> all($2)', [
    product.id,
    items.map(({ id }) => id),
  ]);
  const rows = items.map(({ id, assetId, role, variantId, altText }, position) => ({
    id,
    asset_id: assetId,
    role,
    variant_id: variantId,
    alt_text: altText,
    position,
  }));
  for (const isHero of [false, true]) {
    const part = rows.filter((row) => (row.role === 'hero') === isHero);
    if (part.length > 0) await upsertMedia(transaction, product, part);
  }
}

async function upsertMedia(
  transaction: Transaction,
  product: { id: string; organizationId: string },
  rows: readonly object[],
): Promise<void> {
  await transaction.query(
    `insert into product_media (id, organization_id, product_id, asset_id, role, variant_id, alt_text, position)
     select m.id, $1, $2, m.asset_id, m.role, m.variant_id, m.alt_text, m.position
     from jsonb_to_recordset($3) as m (id uuid, asset_id uuid, role text, variant_id uuid, alt_text text, position int)
     on conflict (id) do update set role = excluded.role, variant_id = excluded.variant_id,
       alt_text = excluded.alt_text, position = excluded.position`,
    [product.organizationId, product.id, JSON.stringify(rows)],
  );
}
