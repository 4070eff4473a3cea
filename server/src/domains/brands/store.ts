import type { Brand, BrandFile, KitFace, KitFonts } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type BrandWatermark = Brand['watermark'];

/** As much of an asset as its link needs; built by `json_build_object` in SQL. */
export type LinkedFile = { sha256: string; mediaType: string; name: string; thumbnailSha256: string | null };

export type BrandFileRecord = {
  id: string;
  kind: BrandFile['kind'];
  name: string;
  assetId: string;
  asset: LinkedFile;
  onDarkAssetId: string | null;
  onDark: LinkedFile | null;
  licence: string | null;
  /** Without its hash and family, which follow from the asset. */
  face: Pick<KitFace, 'scripts' | 'xHeight' | 'coverage'> | null;
};

export type BrandRecord = {
  id: string;
  organization_id: string;
  name: string;
  logo_asset_id: string | null;
  logo: LinkedFile | null;
  logo_on_dark_asset_id: string | null;
  logo_on_dark: LinkedFile | null;
  colours: string[];
  fonts: KitFonts;
  files: BrandFileRecord[];
  is_sample: boolean;
  watermark: BrandWatermark;
  tone: Brand['tone'];
  words_to_use: string[];
  words_to_avoid: string[];
  prompt: string;
  negative_prompt: string;
  call_to_action: string | null;
  legal_line: string | null;
  film_count: number;
  revision: number;
  look_revision: number;
  created_at: Date;
  deleted_at: Date | null;
};

const linked = (
  asset: string,
) => `(select json_build_object('sha256', a.sha256, 'mediaType', a.media_type, 'name', a.name,
      'thumbnailSha256', t.sha256)
    from assets a left join asset_derivatives t on t.organization_id = a.organization_id and t.source_sha256 = a.sha256
      and t.kind = 'thumbnail' where a.id = ${asset})`;

const select = `select b.id, b.organization_id, b.name, b.logo_asset_id, ${linked('b.logo_asset_id')} as logo,
    b.logo_on_dark_asset_id, ${linked('b.logo_on_dark_asset_id')} as logo_on_dark, b.colours, b.fonts, b.is_sample, b.watermark,
    b.tone, b.words_to_use, b.words_to_avoid, b.prompt, b.negative_prompt, b.call_to_action, b.legal_line, b.revision,
    b.look_revision, b.created_at, b.deleted_at,
    (select count(*)::int from projects p where p.brand_id = b.id and p.deleted_at is null) as film_count,
    coalesce((select json_agg(json_build_object('id', f.id, 'kind', f.kind, 'name', f.name, 'assetId', f.asset_id,
        'asset', ${linked('f.asset_id')}, 'onDarkAssetId', f.on_dark_asset_id, 'onDark', ${linked('f.on_dark_asset_id')},
        'licence', f.licence, 'face', f.face) order by f.kind, f.created_at, f.id)
      from brand_files f where f.brand_id = b.id), '[]') as files
  from brands b`;

export async function listBrands(transaction: Transaction): Promise<BrandRecord[]> {
  const { rows } = await transaction.query<BrandRecord>(
    `${select} where b.deleted_at is null order by b.is_sample, lower(b.name), b.id`,
  );
  return rows;
}

export async function findBrand(transaction: Transaction, id: string): Promise<BrandRecord | undefined> {
  const brand = await findAnyBrand(transaction, id);
  return brand?.deleted_at ? undefined : brand;
}

/** Hidden ones too: films made with a brand keep its kit (rulings §6.6). */
export async function findAnyBrand(transaction: Transaction, id: string): Promise<BrandRecord | undefined> {
  const { rows } = await transaction.query<BrandRecord>(`${select} where b.id = $1`, [id]);
  return rows[0];
}

export async function findSampleBrand(transaction: Transaction): Promise<BrandRecord | undefined> {
  const { rows } = await transaction.query<BrandRecord>(`${select} where b.is_sample`);
  return rows[0];
}

/** Locks the row, so that two changes at once are made one after the other. */
export async function lockBrand(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('select 1 from brands where id = $1 for no key update', [id]);
}

export type BrandFields = Pick<
  BrandRecord,
  | 'name'
  | 'logo_asset_id'
  | 'logo_on_dark_asset_id'
  | 'colours'
  | 'fonts'
  | 'watermark'
  | 'tone'
  | 'words_to_use'
  | 'words_to_avoid'
  | 'prompt'
  | 'negative_prompt'
  | 'call_to_action'
  | 'legal_line'
>;

const columns = [
  'name',
  'logo_asset_id',
  'logo_on_dark_asset_id',
  'colours',
  'fonts',
  'watermark',
  'tone',
  'words_to_use',
  'words_to_avoid',
  'prompt',
  'negative_prompt',
  'call_to_action',
  'legal_line',
] as const satisfies readonly (keyof BrandFields)[];

/** False when there is a sample brand already: two first calls at once make one. */
export async function insertBrand(
  transaction: Transaction,
  brand: { id: string; organizationId: string; isSample: boolean },
  fields: BrandFields,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into brands (id, organization_id, is_sample, ${columns.join(', ')})
     values ($1, $2, $3, ${columns.map((_, index) => `$${index + 4}`).join(', ')}) on conflict do nothing`,
    [brand.id, brand.organizationId, brand.isSample, ...columns.map((column) => fields[column])],
  );
  return rowCount === 1;
}

/** @param showsInShots true when what shots show changed; plans then follow (domains/projects/follow-kit.ts) */
export async function updateBrand(
  transaction: Transaction,
  id: string,
  fields: BrandFields,
  showsInShots: boolean,
): Promise<void> {
  await transaction.query(
    `update brands set ${columns.map((column, index) => `${column} = $${index + 3}`).join(', ')}, revision = revision + 1,
       look_revision = case when $2 then revision + 1 else look_revision end where id = $1`,
    [id, showsInShots, ...columns.map((column) => fields[column])],
  );
}

/** A hidden brand keeps its row: films, products and the kit they were made with hang on it. */
export async function setBrandHidden(transaction: Transaction, id: string, isHidden: boolean): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'update brands set deleted_at = case when $2 then now() end where id = $1 and (deleted_at is null) = $2',
    [id, isHidden],
  );
  return rowCount === 1;
}

export type NewBrandFile = Pick<
  BrandFileRecord,
  'id' | 'kind' | 'name' | 'assetId' | 'onDarkAssetId' | 'licence' | 'face'
> & {
  organizationId: string;
  brandId: string;
};

export async function insertBrandFile(transaction: Transaction, file: NewBrandFile): Promise<void> {
  await transaction.query(
    `insert into brand_files (id, organization_id, brand_id, kind, name, asset_id, on_dark_asset_id, licence, face)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      file.id,
      file.organizationId,
      file.brandId,
      file.kind,
      file.name,
      file.assetId,
      file.onDarkAssetId,
      file.licence,
      file.face,
    ],
  );
}

export async function updateBrandFile(
  transaction: Transaction,
  id: string,
  next: Pick<BrandFileRecord, 'name' | 'onDarkAssetId' | 'licence'>,
): Promise<void> {
  await transaction.query('update brand_files set name = $2, on_dark_asset_id = $3, licence = $4 where id = $1', [
    id,
    next.name,
    next.onDarkAssetId,
    next.licence,
  ]);
}

export async function deleteBrandFile(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('delete from brand_files where id = $1', [id]);
}

/** What the intake found out about a stored file. */
export async function findProbe(transaction: Transaction, assetId: string): Promise<unknown> {
  const { rows } = await transaction.query<{ probe: unknown }>(
    `select probe from assets where id = $1 and deleted_at is null`,
    [assetId],
  );
  return rows[0]?.probe;
}

/** Analysed photographs that show what this brand sells: of its products, else of its films, else the sample's own. */
export async function listBrandPictures(transaction: Transaction, id: string, limit: number): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select a.id from (
       select m.asset_id, case when m.role = 'hero' then 0 else 1 end as rank, p.updated_at as at
         from product_media m join products p on p.id = m.product_id where p.brand_id = $1 and p.deleted_at is null
       union all select u.asset_id, 2, p.updated_at
         from project_pictures u join projects p on p.id = u.project_id where p.brand_id = $1 and p.deleted_at is null
       union all select s.id, 3, s.created_at from assets s join brands b on b.id = $1 and b.is_sample
         where s.origin = 'sample' and s.name not ilike '%logo%') own
     join assets a on a.id = own.asset_id and a.kind = 'image' and a.deleted_at is null
     where exists (select 1 from picture_analyses y where y.organization_id = a.organization_id and y.sha256 = a.sha256)
     group by a.id order by min(own.rank), max(own.at) desc, a.id limit $2`,
    [id, limit],
  );
  return rows.map((row) => row.id);
}
