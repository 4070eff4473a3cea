import type { AssetKind, PictureAnalysis } from '@kinora/contract';
import { pictureAnalysis } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { AssetOrigin, AssetRecord, AssetRole } from './records.ts';

/** What every reader of assets selects; `a` is assets, `t` its thumbnail. */
export const assetColumns = `a.id, a.organization_id, a.project_id, a.kind, a.role, a.name, a.media_type, a.sha256, a.size_bytes,
  a.width, a.height, a.frames, a.duration_seconds,
  coalesce(jsonb_array_length(a.probe->'audio'), 0) > 0 as has_sound, a.origin, a.made_by, a.placeholder_colour, a.notices, a.created_at, a.deleted_at,
  t.sha256 as thumbnail_sha256`;
export const assetTables = `assets a left join asset_derivatives t
  on t.organization_id = a.organization_id and t.source_sha256 = a.sha256 and t.kind = 'thumbnail'`;

export type NewAsset = {
  id: string;
  organizationId: string;
  projectId: string | null;
  jobId: string | null;
  parentAssetId: string | null;
  kind: AssetKind;
  role: AssetRole;
  name: string;
  mediaType: string;
  hash: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
  frames: number | null;
  durationSeconds: number | null;
  probe: Record<string, unknown>;
  origin: AssetOrigin;
  madeBy: string;
  recipe: Record<string, unknown> | null;
  placeholderColour: string | null;
  notices: string[];
  createdBy: string | null;
};

/** Nothing when the same content is there already: the caller then reads that one. */
export async function insertAsset(transaction: Transaction, asset: NewAsset): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into assets (id, organization_id, project_id, job_id, parent_asset_id, kind, role, name, media_type, sha256,
       size_bytes, width, height, frames, duration_seconds, probe, origin, made_by, recipe, placeholder_colour, notices, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
     on conflict do nothing`,
    [
      asset.id,
      asset.organizationId,
      asset.projectId,
      asset.jobId,
      asset.parentAssetId,
      asset.kind,
      asset.role,
      asset.name,
      asset.mediaType,
      asset.hash,
      asset.sizeBytes,
      asset.width,
      asset.height,
      asset.frames,
      asset.durationSeconds,
      asset.probe,
      asset.origin,
      asset.madeBy,
      asset.recipe,
      asset.placeholderColour,
      JSON.stringify(asset.notices),
      asset.createdBy,
    ],
  );
  return rowCount === 1;
}

export async function findAsset(transaction: Transaction, id: string): Promise<AssetRecord | undefined> {
  const { rows } = await transaction.query<AssetRecord>(`select ${assetColumns} from ${assetTables} where a.id = $1`, [
    id,
  ]);
  return rows[0];
}

/** How and by which job it was made, apart from the row: a recipe may be large, and lists have no use for it. */
export async function findJobAndRecipe(
  transaction: Transaction,
  id: string,
): Promise<{ recipe: Record<string, unknown> | null; jobId: string | null } | undefined> {
  const { rows } = await transaction.query<{ recipe: Record<string, unknown> | null; jobId: string | null }>(
    `select recipe, job_id as "jobId" from assets where id = $1 and origin = 'job'`,
    [id],
  );
  return rows[0];
}

export async function findAssets(transaction: Transaction, ids: readonly string[]): Promise<Map<string, AssetRecord>> {
  if (ids.length === 0) return new Map();
  const { rows } = await transaction.query<AssetRecord>(
    `select ${assetColumns} from ${assetTables} where a.id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The people's asset with this content, trash included: content that is sent again is restored. Locked against the purge. */
export async function findSentAsset(transaction: Transaction, hash: string): Promise<AssetRecord | undefined> {
  const { rows } = await transaction.query<AssetRecord>(
    `select ${assetColumns} from ${assetTables} where a.sha256 = $1 and a.origin <> 'job' for no key update of a`,
    [hash],
  );
  return rows[0];
}

export async function findMadeAsset(
  transaction: Transaction,
  made: { hash: string; name: string; role: AssetRole; projectId: string | null },
): Promise<AssetRecord | undefined> {
  const { rows } = await transaction.query<AssetRecord>(
    `select ${assetColumns} from ${assetTables}
     where a.sha256 = $1 and a.name = $2 and a.role = $3 and a.project_id is not distinct from $4 and a.origin = 'job' for no key update of a`,
    [made.hash, made.name, made.role, made.projectId],
  );
  return rows[0];
}

export async function hasProject(transaction: Transaction, id: string): Promise<boolean> {
  return (await transaction.query('select 1 from projects where id = $1 and deleted_at is null', [id])).rowCount === 1;
}

export async function setDeleted(transaction: Transaction, id: string, isDeleted: boolean): Promise<void> {
  await transaction.query('update assets set deleted_at = case when $2 then now() end where id = $1', [id, isDeleted]);
}

/** Those of these that are there, locked in one order, so that two changes of many never wait for each other in a ring. */
export async function lockAssets(
  transaction: Transaction,
  ids: readonly string[],
): Promise<{ id: string; name: string; isDeleted: boolean }[]> {
  const { rows } = await transaction.query<{ id: string; name: string; isDeleted: boolean }>(
    `select id, name, deleted_at is not null as "isDeleted" from assets where id = any($1) order by id for update`,
    [ids],
  );
  return rows;
}

export async function setAllDeleted(
  transaction: Transaction,
  ids: readonly string[],
  isDeleted: boolean,
): Promise<void> {
  await transaction.query('update assets set deleted_at = case when $2 then now() end where id = any($1)', [
    ids,
    isDeleted,
  ]);
}

/** A file in the trash keeps its name. */
export async function updateAsset(
  transaction: Transaction,
  id: string,
  {
    name,
    licence,
    showsPerson,
  }: { name?: string; licence?: string | null | undefined; showsPerson?: boolean | undefined },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update assets set name = coalesce($2, name), licence = case when $3 then $4 else licence end,
       shows_person = coalesce($5, shows_person)
     where id = $1 and deleted_at is null`,
    [id, name ?? null, licence !== undefined, licence ?? null, showsPerson ?? null],
  );
  return rowCount === 1;
}

export type Derivative = {
  /** `turn-00` and on: a model from all sides. */
  kind: 'working' | 'thumbnail' | 'poster' | 'proxy' | 'cutout' | `turn-${string}`;
  hash: string;
  mediaType: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
};

export async function saveDerivative(
  transaction: Transaction,
  source: { organizationId: string; hash: string },
  derivative: Derivative,
): Promise<void> {
  await transaction.query(
    `insert into asset_derivatives (organization_id, source_sha256, kind, sha256, media_type, size_bytes, width, height)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (organization_id, source_sha256, kind) do update set sha256 = excluded.sha256,
       media_type = excluded.media_type, size_bytes = excluded.size_bytes, width = excluded.width, height = excluded.height`,
    [
      source.organizationId,
      source.hash,
      derivative.kind,
      derivative.hash,
      derivative.mediaType,
      derivative.sizeBytes,
      derivative.width,
      derivative.height,
    ],
  );
}

export async function findDerivative(transaction: Transaction, hash: string, kind: Derivative['kind']) {
  const { rows } = await transaction.query<{ sha256: string; media_type: string }>(
    'select sha256, media_type from asset_derivatives where source_sha256 = $1 and kind = $2',
    [hash, kind],
  );
  return rows[0];
}

/** For each content the one that is drawn: the working copy where the intake made one, as renders take it. */
export async function listDrawables(
  transaction: Transaction,
  hashes: readonly string[],
): Promise<{ hash: string; drawn: string }[]> {
  const { rows } = await transaction.query<{ source_sha256: string; sha256: string }>(
    `select source_sha256, sha256 from asset_derivatives where kind = 'working' and source_sha256 = any($1)`,
    [hashes],
  );
  const working = new Map(rows.map((row) => [row.source_sha256, row.sha256]));
  return hashes.map((hash) => ({ hash, drawn: working.get(hash) ?? hash }));
}

export async function findAnalysis(transaction: Transaction, hash: string): Promise<PictureAnalysis | null> {
  const { rows } = await transaction.query<{ analysis: unknown }>(
    'select analysis from picture_analyses where sha256 = $1',
    [hash],
  );
  return rows[0] ? pictureAnalysis.parse(rows[0].analysis) : null;
}

export async function saveAnalysis(
  transaction: Transaction,
  organizationId: string,
  analysis: PictureAnalysis,
): Promise<void> {
  await transaction.query(
    `insert into picture_analyses (organization_id, sha256, analysis) values ($1, $2, $3)
     on conflict (organization_id, sha256) do update set analysis = excluded.analysis`,
    [organizationId, analysis.hash, analysis],
  );
}
