import type { AssetUse } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { AssetRecord } from './records.ts';
import { ASSET_USES } from './references.ts';
import { assetColumns, assetTables } from './store.ts';

/** How a file was made, out of its own row, its job’s, its project’s and its shot’s. */
export type MakingRecord = {
  probe: unknown;
  recipe: unknown;
  created_by: string | null;
  person: string | null;
  parent_asset_id: string | null;
  job: { id: string; title: string; studio: string; created_at: string } | null;
  project: { id: string; name: string } | null;
  take: {
    code: string;
    seed: string | null;
    parameters: unknown;
    prompt: string | null;
    negative_prompt: string | null;
  } | null;
};

/** The prompts are the shot’s as it stands now, so they are told only while the take was made from what stands there. */
export async function findMaking(transaction: Transaction, id: string): Promise<MakingRecord | undefined> {
  const { rows } = await transaction.query<MakingRecord>(
    `select a.probe, a.recipe, a.created_by, app.member_name(a.created_by) as person, a.parent_asset_id,
       (select jsonb_build_object('id', j.id, 'title', j.title, 'studio', j.studio, 'created_at', j.created_at)
         from jobs l join jobs j on j.id = coalesce(l.parent_job_id, l.id) where l.id = coalesce(a.job_id, take.job_id)
           and j.deleted_at is null) as job,
       (select jsonb_build_object('id', p.id, 'name', p.name) from projects p
         where p.id = coalesce(a.project_id, take.project_id) and p.deleted_at is null) as project,
       case when take.code is null then null else jsonb_build_object('code', take.code, 'seed', take.seed::text,
         'parameters', take.parameters, 'prompt', take.prompt, 'negative_prompt', take.negative_prompt) end as take
     from assets a left join lateral (
       select s.code, s.project_id, k.seed, k.parameters, k.job_id,
         case when k.inputs_hash = s.inputs_hash then nullif(case k.kind when 'video' then s.motion_prompt else s.picture_prompt end, '') end as prompt,
         case when k.inputs_hash = s.inputs_hash then nullif(s.negative_prompt, '') end as negative_prompt
       from takes k join shots s on s.id = k.shot_id where k.asset_id = a.id or k.poster_asset_id = a.id
       order by k.id desc limit 1) take on true
     where a.id = $1`,
    [id],
  );
  return rows[0];
}

/** Its parent, what its recipe names, and, for a finished film, the pictures the film shows. */
export async function listParents(
  transaction: Transaction,
  asset: Pick<AssetRecord, 'id' | 'role' | 'project_id'>,
  named: { ids: readonly string[]; hash: string | null },
): Promise<AssetRecord[]> {
  const { rows } = await transaction.query<AssetRecord>(
    `select ${assetColumns} from ${assetTables}
     where a.id <> $1 and (a.id = any($2::uuid[]) or a.sha256 = $3 and a.role = 'source'
       or a.id = any(array(select u.asset_id from project_pictures u where u.project_id = $4)))
     order by a.id limit 24`,
    [asset.id, named.ids, named.hash, asset.role === 'deliverable' ? asset.project_id : null],
  );
  return rows;
}

export async function listChildren(transaction: Transaction, id: string): Promise<AssetRecord[]> {
  const { rows } = await transaction.query<AssetRecord>(
    `select ${assetColumns} from ${assetTables} where a.parent_asset_id = $1 and a.deleted_at is null order by a.id desc limit 48`,
    [id],
  );
  return rows;
}

const USES_MAX = 200;

/** Living places only; those that keep the file come first. */
export async function listUses(transaction: Transaction, id: string): Promise<AssetUse[]> {
  const { rows } = await transaction.query<AssetUse>(
    `select u.place, u.part, u.place_id as id, u.name, u.detail, bool_or(u.protects) as protects from ${ASSET_USES} u
     where u.asset_id = $1 and u.is_living group by 1, 2, 3, 4, 5 order by 6 desc, 1 desc, 4, 2, 5 limit ${USES_MAX}`,
    [id],
  );
  return rows;
}

/** Which of these files must stay, each with a few of the places that need it. */
export async function listProtected(
  transaction: Transaction,
  ids: readonly string[],
): Promise<{ id: string; place: AssetUse['place']; name: string }[]> {
  const { rows } = await transaction.query<{ id: string; place: AssetUse['place']; name: string }>(
    `select id, place, name from (
       select u.asset_id as id, u.place, u.name, row_number() over (partition by u.asset_id order by u.place, u.name) as n
       from ${ASSET_USES} u where u.asset_id = any($1) and u.is_living and u.protects group by 1, 2, 3) p
     where n <= 4 order by id, n`,
    [ids],
  );
  return rows;
}

export type CopyRecord = {
  kind: 'working' | 'poster' | 'proxy' | 'cutout';
  sha256: string;
  media_type: string;
  size_bytes: number;
  width: number | null;
  height: number | null;
};

/** Copies a person may want by themselves: neither the thumbnail nor the many sides of a 3D model. */
export async function listCopies(transaction: Transaction, hash: string): Promise<CopyRecord[]> {
  const { rows } = await transaction.query<CopyRecord>(
    `select kind, sha256, media_type, size_bytes, width, height from asset_derivatives
     where source_sha256 = $1 and kind in ('working', 'poster', 'proxy', 'cutout') and sha256 <> source_sha256 order by kind`,
    [hash],
  );
  return rows;
}
