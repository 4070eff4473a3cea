import type { Brand } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type BrandWatermark = Brand['watermark'];

export type BrandRecord = {
  id: string;
  organization_id: string;
  name: string;
  logo_asset_id: string | null;
  logo_sha256: string | null;
  logo_media_type: string | null;
  logo_name: string | null;
  logo_thumbnail_sha256: string | null;
  colours: string[];
  is_sample: boolean;
  watermark: BrandWatermark;
  call_to_action: string | null;
  legal_line: string | null;
  created_at: Date;
};

/** What a person may set; absent fields keep what they are. */
export type BrandChange = {
  name?: string | undefined;
  logoAssetId?: string | null | undefined;
  colours?: string[] | undefined;
  watermark?: BrandWatermark | undefined;
  callToAction?: string | null | undefined;
  legalLine?: string | null | undefined;
};

const select = `select b.id, b.organization_id, b.name, b.logo_asset_id, b.colours, b.is_sample, b.watermark, b.call_to_action,
    b.legal_line, b.created_at, a.sha256 as logo_sha256, a.media_type as logo_media_type, a.name as logo_name,
    t.sha256 as logo_thumbnail_sha256
  from brands b left join assets a on a.id = b.logo_asset_id
  left join asset_derivatives t on t.source_sha256 = a.sha256 and t.kind = 'thumbnail'
  where b.deleted_at is null`;

export async function listBrands(transaction: Transaction): Promise<BrandRecord[]> {
  const { rows } = await transaction.query<BrandRecord>(`${select} order by b.is_sample, lower(b.name), b.id`);
  return rows;
}

export async function findBrand(transaction: Transaction, id: string): Promise<BrandRecord | undefined> {
  const { rows } = await transaction.query<BrandRecord>(`${select} and b.id = $1`, [id]);
  return rows[0];
}

export async function findSampleBrand(transaction: Transaction): Promise<BrandRecord | undefined> {
  const { rows } = await transaction.query<BrandRecord>(`${select} and b.is_sample`);
  return rows[0];
}

export type NewBrand = {
  id: string;
  organizationId: string;
  name: string;
  logoAssetId: string | null;
  colours: string[];
  watermark: BrandWatermark;
  callToAction: string | null;
  legalLine: string | null;
  isSample: boolean;
};

/** False when there is a sample brand already: two first calls at once make one. */
export async function insertBrand(transaction: Transaction, brand: NewBrand): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into brands (id, organization_id, name, logo_asset_id, colours, watermark, call_to_action, legal_line, is_sample)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      brand.id,
      brand.organizationId,
      brand.name,
      brand.logoAssetId,
      brand.colours,
      brand.watermark,
      brand.callToAction,
      brand.legalLine,
      brand.isSample,
    ],
  );
  return rowCount === 1;
}

export async function updateBrand(transaction: Transaction, id: string, next: BrandRecord): Promise<void> {
  await transaction.query(
    `update brands set name = $2, logo_asset_id = $3, colours = $4, watermark = $5, call_to_action = $6, legal_line = $7
     where id = $1`,
    [id, next.name, next.logo_asset_id, next.colours, next.watermark, next.call_to_action, next.legal_line],
  );
}
