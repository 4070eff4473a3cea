import type {
  DeliveryPresetId,
  FilmFacts,
  FilmReport,
  Language,
  Network,
  PreflightFinding,
  Ratio,
} from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { type AssetRecord, assetColumns, assetTables } from '../assets/index.ts';

export type CoverRow = {
  ratio: Ratio;
  kind: 'frame' | 'picture';
  frame: number | null;
  asset_id: string;
  film_sha256: string | null;
};

export async function listCovers(transaction: Transaction, projectId: string): Promise<CoverRow[]> {
  const { rows } = await transaction.query<CoverRow>(
    'select ratio, kind, frame, asset_id, film_sha256 from film_covers where project_id = $1 order by ratio',
    [projectId],
  );
  return rows;
}

export async function saveCover(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  cover: CoverRow,
): Promise<void> {
  await transaction.query(
    `insert into film_covers (organization_id, project_id, ratio, kind, frame, asset_id, film_sha256)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organization_id, project_id, ratio) do update set kind = excluded.kind, frame = excluded.frame,
       asset_id = excluded.asset_id, film_sha256 = excluded.film_sha256`,
    [organizationId, projectId, cover.ratio, cover.kind, cover.frame, cover.asset_id, cover.film_sha256],
  );
}

/** The same frame of a newer film. Nothing when the person has chosen another cover meanwhile. */
export async function moveCover(
  transaction: Transaction,
  projectId: string,
  before: CoverRow,
  next: { assetId: string; filmHash: string },
): Promise<void> {
  await transaction.query(
    `update film_covers set asset_id = $4, film_sha256 = $5
     where project_id = $1 and ratio = $2 and kind = 'frame' and frame = $3`,
    [projectId, before.ratio, before.frame, next.assetId, next.filmHash],
  );
}

export async function deleteCover(transaction: Transaction, projectId: string, shape: Ratio): Promise<void> {
  await transaction.query('delete from film_covers where project_id = $1 and ratio = $2', [projectId, shape]);
}

export type PostRow = { network: Network; title: string; body: string; hashtags: string[] };

export async function listPosts(transaction: Transaction, projectId: string): Promise<PostRow[]> {
  const { rows } = await transaction.query<PostRow>(
    'select network, title, body, hashtags from post_texts where project_id = $1',
    [projectId],
  );
  return rows;
}

export async function savePost(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  post: PostRow,
): Promise<void> {
  await transaction.query(
    `insert into post_texts (organization_id, project_id, network, title, body, hashtags) values ($1, $2, $3, $4, $5, $6)
     on conflict (organization_id, project_id, network) do update set title = excluded.title, body = excluded.body,
       hashtags = excluded.hashtags`,
    [organizationId, projectId, post.network, post.title, post.body, post.hashtags],
  );
}

export async function deletePost(transaction: Transaction, projectId: string, network: Network): Promise<void> {
  await transaction.query('delete from post_texts where project_id = $1 and network = $2', [projectId, network]);
}

/** What a delivery says of itself, as it was when it went out. */
export type DeliveryDetails = {
  language: Language;
  cover: { kind: 'designed' | 'frame' | 'picture'; frame: number | null; isStale: boolean } | null;
  post: { title: string; text: string; hashtags: string[] } | null;
  facts: FilmFacts;
  probe: FilmReport['files'][number]['probe'] | null;
  findings: PreflightFinding[];
  /** Absent in rows of before models were noted. */
  models?: string[] | null;
  isLabelled?: boolean;
};

export type NewRecord = {
  id: string;
  cutNumber: number;
  ratio: Ratio;
  presetId: DeliveryPresetId | null;
  tableDate: string;
  fileName: string;
  filmAssetId: string;
  filmHash: string;
  coverAssetId: string | null;
  details: DeliveryDetails;
};

export async function insertRecords(
  transaction: Transaction,
  about: { organizationId: string; projectId: string; userId: string | null; way: string; recipient: string | null },
  records: readonly NewRecord[],
): Promise<void> {
  await transaction.query(
    `insert into delivery_records (id, organization_id, project_id, cut_number, ratio, preset, table_date, way, recipient,
       file_name, film_asset_id, film_sha256, cover_asset_id, details, user_id)
     select id, $1, $2, "cutNumber", ratio, "presetId", "tableDate", $3, $4, "fileName", "filmAssetId", "filmHash",
       "coverAssetId", details, $5
     from jsonb_to_recordset($6::jsonb) as x (id uuid, "cutNumber" int, ratio text, "presetId" text, "tableDate" text,
       "fileName" text, "filmAssetId" uuid, "filmHash" text, "coverAssetId" uuid, details jsonb)`,
    [about.organizationId, about.projectId, about.way, about.recipient, about.userId, JSON.stringify(records)],
  );
}

export type DeliveryRow = AssetRecord & {
  record_id: string;
  record_project_id: string;
  project_name: string;
  cut_number: number;
  ratio: Ratio;
  preset: DeliveryPresetId | null;
  table_date: string;
  way: 'download' | 'zip' | 'marked';
  recipient: string | null;
  file_name: string;
  details: DeliveryDetails;
  by_name: string | null;
  delivered_at: Date;
  is_older: boolean;
  cover: { id: string; sha256: string; mediaType: string; sizeBytes: number } | null;
};

/** The shape has a newer film, or none any more. */
const IS_OLDER = `not exists (select 1 from deliveries d join assets f on f.id = d.asset_id
    where d.project_id = r.project_id and d.number = p.delivery_number and d.kind = 'film' and d.ratio = r.ratio
      and f.sha256 = r.film_sha256)`;
const SELECT = `select ${assetColumns}, r.id as record_id, r.project_id as record_project_id, p.name as project_name,
    r.cut_number, r.ratio, r.preset, r.table_date, r.way, r.recipient, r.file_name, r.details,
    app.member_name(r.user_id) as by_name, r.created_at as delivered_at, ${IS_OLDER} as is_older,
    (select json_build_object('id', c.id, 'sha256', c.sha256, 'mediaType', c.media_type, 'sizeBytes', c.size_bytes)
       from assets c where c.id = r.cover_asset_id) as cover
  from delivery_records r join projects p on p.id = r.project_id and p.deleted_at is null
  join (${assetTables}) on a.id = r.film_asset_id`;

export type DeliveryFilter = {
  projectId?: string | undefined;
  presetId?: DeliveryPresetId | undefined;
  ratio?: Ratio | undefined;
  way?: string | undefined;
  older?: boolean | undefined;
  beforeId?: string | undefined;
  limit: number;
};

/** Newest first: ids are UUIDv7, so their order is the order of going out. */
export async function listRecords(transaction: Transaction, filter: DeliveryFilter): Promise<DeliveryRow[]> {
  const { rows } = await transaction.query<DeliveryRow>(
    `${SELECT}
     where ($1::uuid is null or r.project_id = $1) and ($2::text is null or r.preset = $2)
       and ($3::text is null or r.ratio = $3) and ($4::text is null or r.way = $4)
       and ($5::boolean is null or ${IS_OLDER} = $5) and ($6::uuid is null or r.id < $6)
     order by r.id desc limit $7`,
    [
      filter.projectId ?? null,
      filter.presetId ?? null,
      filter.ratio ?? null,
      filter.way ?? null,
      filter.older ?? null,
      filter.beforeId ?? null,
      filter.limit,
    ],
  );
  return rows;
}

/** In the order asked for. */
export async function findRecords(transaction: Transaction, ids: readonly string[]): Promise<DeliveryRow[]> {
  const { rows } = await transaction.query<DeliveryRow>(`${SELECT} where r.id = any($1::uuid[])`, [ids]);
  const found = new Map(rows.map((row) => [row.record_id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/**
 * Contents that a film's shots show as they stand, those their selected takes were drawn of (an edit leaves a take as it was),
 * pictures chosen as covers, and the marks that lie over them: the film's own logo, its kit's, and the badge it is marked with.
 */
export async function listShownContents(transaction: Transaction, projectId: string): Promise<string[]> {
  const { rows } = await transaction.query<{ hash: string }>(
    `select distinct h.value #>> '{}' as hash from shots s left join takes k on k.id = s.selected_video_take_id
      cross join lateral (values (s.scene), (k.scene)) as c (scene) cross join lateral jsonb_path_query(c.scene, '$.**.hash') as h (value)
      where s.project_id = $1 and s.deleted_at is null
     union select a.sha256 from film_covers c join assets a on a.id = c.asset_id where c.project_id = $1
     union select a.sha256 from projects p left join brands b on b.id = p.brand_id
         left join brand_files f on f.brand_id = b.id and f.id::text = b.watermark ->> 'fileId'
       join assets a on a.kind in ('image', 'vector') and a.id::text = any(array[p.form ->> 'logo', b.logo_asset_id::text,
         b.logo_on_dark_asset_id::text, f.asset_id::text, f.on_dark_asset_id::text])
       where p.id = $1`,
    [projectId],
  );
  return rows.map(({ hash }) => hash);
}

export type CaptionRow = { project_id: string; number: number; name: string; sha256: string; size_bytes: number };

/** Caption files of the cuts that the records were taken from. */
export async function listCaptions(transaction: Transaction, recordIds: readonly string[]): Promise<CaptionRow[]> {
  const { rows } = await transaction.query<CaptionRow>(
    `select distinct d.project_id, d.number, d.name, f.sha256, f.size_bytes
     from delivery_records r join deliveries d on d.project_id = r.project_id and d.number = r.cut_number
     join assets f on f.id = d.asset_id
     where r.id = any($1::uuid[]) and d.kind = 'captions' order by d.project_id, d.number, d.name`,
    [recordIds],
  );
  return rows;
}
