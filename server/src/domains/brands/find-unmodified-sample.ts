import type { Transaction } from '../../platform/database/index.ts';
import { isPlain } from './kit.ts';
import type { SampleContent } from './service.ts';
import { findSampleBrand } from './store.ts';

/** The sample's brand and photographs as the studio made them; null while they are not there, or once a person changed the kit. */
export async function findUnmodifiedSample(
  transaction: Transaction,
  kit: SampleContent['brand'],
): Promise<{ brandId: string; pictureIds: string[] } | null> {
  const brand = await findSampleBrand(transaction);
  if (!brand?.logo_asset_id || brand.deleted_at) return null;
  const { rows } = await transaction.query<{ id: string }>(
    `select id from assets where origin = 'sample' and kind = 'image' and deleted_at is null`,
  );
  const ids = rows.map((row) => row.id);
  const isAsMade =
    brand.name === kit.name &&
    brand.colours.join() === kit.colours.join() &&
    brand.call_to_action === kit.callToAction &&
    brand.legal_line === kit.legalLine &&
    isPlain(brand, ['logo_asset_id', 'colours', 'call_to_action', 'legal_line']) &&
    ids.includes(brand.logo_asset_id);
  return isAsMade ? { brandId: brand.id, pictureIds: ids.filter((id) => id !== brand.logo_asset_id) } : null;
}
