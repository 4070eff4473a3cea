/**
 * Every place whose rows name an asset. What protects a file, where it is used, and what the purge must leave alone are all
 * read from this one list; references.test.ts walks the database and fails when a column that names assets is not in it.
 */
export type AssetReference = {
  /** `table.column` of each column it answers for. */
  columns: readonly string[];
  /**
   * Rows (asset_id, place, part, place_id, name, detail, is_living). `is_living` is false where the place itself lies in
   * the trash: it may be restored, so the purge still leaves its files.
   */
  sql: string;
  /** Whether a living place keeps its file out of the trash. */
  protects: boolean;
};

/** A film’s form and sound are documents; what does not look like an id there is none. */
const toId = (value: string) =>
  `case when ${value} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (${value})::uuid end`;

const ofFilm = (part: string, assetId: string, detail = 'null::text') =>
  `select ${assetId} as asset_id, 'film' as place, '${part}' as part, p.id as place_id, p.name, ${detail} as detail, p.deleted_at is null as is_living`;
const ofBrand = (part: string, assetId: string, detail = 'null::text') =>
  `select ${assetId} as asset_id, 'brand' as place, ${part} as part, b.id as place_id, b.name, ${detail} as detail, b.deleted_at is null as is_living`;
const ofTake = (part: string, assetId: string) =>
  `select ${assetId} as asset_id, 'film' as place, '${part}' as part, p.id as place_id, p.name, s.code as detail,
     p.deleted_at is null and k.deleted_at is null as is_living
   from takes k join shots s on s.id = k.shot_id join projects p on p.id = s.project_id`;

export const ASSET_REFERENCES: readonly AssetReference[] = [
  {
    columns: ['project_pictures.asset_id'],
    sql: `${ofFilm('picture', 'u.asset_id')} from project_pictures u join projects p on p.id = u.project_id`,
    protects: true,
  },
  {
    columns: ['projects.form'],
    sql: `${ofFilm('logo', toId(`p.form ->> 'logo'`))} from projects p`,
    protects: true,
  },
  {
    columns: ['projects.sound'],
    sql: `${ofFilm('voice', toId(`p.sound #>> '{voice,linesAssetId}'`))} from projects p
      union all ${ofFilm('music', toId(`p.sound #>> '{music,assetId}'`))} from projects p`,
    protects: true,
  },
  {
    // The ids stand in the document and, made of it by the database, beside it.
    columns: ['timelines.snapshot', 'timelines.asset_ids'],
    sql: `${ofFilm('timeline', 'i.id')} from timelines t join projects p on p.id = t.project_id
      cross join lateral unnest(t.asset_ids) as i (id)`,
    protects: true,
  },
  {
    columns: ['brands.logo_asset_id'],
    sql: `${ofBrand(`'logo'`, 'b.logo_asset_id')} from brands b`,
    protects: true,
  },
  {
    columns: ['brands.logo_on_dark_asset_id'],
    sql: `${ofBrand(`'logo_on_dark'`, 'b.logo_on_dark_asset_id')} from brands b`,
    protects: true,
  },
  {
    columns: ['brand_files.asset_id'],
    sql: `${ofBrand('f.kind', 'f.asset_id', 'f.name')} from brand_files f join brands b on b.id = f.brand_id`,
    protects: true,
  },
  {
    columns: ['brand_files.on_dark_asset_id'],
    sql: `${ofBrand('f.kind', 'f.on_dark_asset_id', 'f.name')} from brand_files f join brands b on b.id = f.brand_id`,
    protects: true,
  },
  {
    columns: ['product_media.asset_id'],
    sql: `select m.asset_id, 'product' as place, 'media' as part, q.id as place_id, q.name, m.role as detail, q.deleted_at is null as is_living
      from product_media m join products q on q.id = m.product_id`,
    protects: true,
  },
  { columns: ['takes.asset_id'], sql: ofTake('take', 'k.asset_id'), protects: true },
  { columns: ['takes.poster_asset_id'], sql: ofTake('poster', 'k.poster_asset_id'), protects: true },
  {
    columns: ['takes.preview_asset_ids'],
    sql: `${ofTake('preview', 'v.id')} cross join lateral unnest(k.preview_asset_ids) as v (id)`,
    protects: true,
  },
  {
    columns: ['deliveries.asset_id'],
    // Of the current set only: an older set is history, and its files may go.
    sql: `${ofFilm('delivery', 'd.asset_id', 'd.name')} from deliveries d
      join projects p on p.id = d.project_id and p.delivery_number = d.number`,
    protects: true,
  },
  {
    columns: ['deliveries.asset_id'],
    sql: `${ofFilm('delivery', 'd.asset_id', 'd.name')} from deliveries d
      join projects p on p.id = d.project_id and p.delivery_number <> d.number`,
    protects: false,
  },
  {
    columns: ['film_covers.asset_id'],
    sql: `${ofFilm('cover', 'v.asset_id', 'v.ratio')} from film_covers v join projects p on p.id = v.project_id`,
    protects: true,
  },
  {
    columns: ['delivery_records.film_asset_id'],
    // History: the row keeps the checksum when the file is deleted, the purge leaves the row its file.
    sql: `${ofFilm('delivered', 'o.film_asset_id', 'o.file_name')} from delivery_records o join projects p on p.id = o.project_id`,
    protects: false,
  },
  {
    columns: ['delivery_records.cover_asset_id'],
    sql: `${ofFilm('delivered', 'o.cover_asset_id', 'o.file_name')} from delivery_records o join projects p on p.id = o.project_id
      where o.cover_asset_id is not null`,
    protects: false,
  },
  {
    columns: ['renders.asset_id'],
    sql: `${ofFilm('render', 'r.asset_id', 'r.ratio')} from renders r join projects p on p.id = r.project_id`,
    protects: false,
  },
];

/** Columns that name assets and are no place of use; the purge minds those that say so. */
export const OTHER_ASSET_COLUMNS: Readonly<Record<string, { isNeeded: boolean; why: string }>> = {
  'asset_consents.asset_id': { isNeeded: false, why: 'who agreed to be in a file goes with the file' },
  'assets.parent_asset_id': { isNeeded: true, why: 'what was made from a file stands among its children' },
  'uploads.asset_id': { isNeeded: true, why: 'a repeated "complete" answers the same file for a day' },
  'intents.asset_ids': {
    isNeeded: true,
    why: 'whoever takes a job up after a crash, or goes on with it after a failure within 30 days, opens what its paid call came to, instead of paying again',
  },
  'jobs.preview_asset_id': { isNeeded: false, why: 'the queue shows another picture when it is gone' },
};

const union = (references: readonly AssetReference[]) =>
  references.map(({ sql, protects }) => `select r.*, ${protects} as protects from (${sql}) r`).join(' union all ');

/** All uses, as a table for `from`. */
export const ASSET_USES = `(${union(ASSET_REFERENCES)})`;

const PROTECTING = `(${union(ASSET_REFERENCES.filter(({ protects }) => protects))})`;

/** True for an asset `a` that a living place needs. */
export const IS_USED = `exists (select 1 from ${PROTECTING} u where u.asset_id = a.id and u.is_living)`;

/**
 * The ids of all such assets, read once and then looked up: of thousands of files asked one by one each
 * would read all films’ documents again (1.3 s for 2000 of 100 000, bench/library.ts; 0.07 s so).
 */
export const USED_IDS = `(select distinct u.asset_id from ${PROTECTING} u where u.is_living and u.asset_id is not null)`;

/** True for an asset `a` whose row something may still need, also what lies in the trash itself. */
export const IS_NEEDED = `(exists (select 1 from ${ASSET_USES} u where u.asset_id = a.id)
  or exists (select 1 from assets c where c.parent_asset_id = a.id)
  or exists (select 1 from uploads c where c.asset_id = a.id)
  or exists (select 1 from intents c join jobs j on j.id = c.job_id where a.id = any(c.asset_ids)
    and j.status <> 'completed' and (j.finished_at is null or j.finished_at > now() - interval '30 days')))`;
