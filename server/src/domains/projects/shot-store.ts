import { KinoraError, type Storyboard, storyboard } from '@kinora/contract';
import { shotInputsHash } from '@kinora/studios';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { lockProject } from './kit-store.ts';
import type { SceneRecord, ShotRecord, TakeRecord } from './records.ts';

const shotColumns = `s.id, s.project_id, s.scene_id, s.key, s.code, s.position, s.title, s.length_frames, s.picture_prompt,
  s.motion_prompt, s.negative_prompt, s.narration, s.scene, s.inputs_hash, s.state, s.failure, s.active_job_id,
  s.selected_image_take_id, s.selected_video_take_id, s.revision,
  exists (select 1 from jobs j where j.id = s.active_job_id and j.status in ('pending', 'processing', 'waiting')) as is_job_active`;

export async function listScenes(transaction: Transaction, projectId: string): Promise<SceneRecord[]> {
  const { rows } = await transaction.query<SceneRecord>(
    `select id, key, number, beat, title, summary from scenes
     where project_id = $1 and deleted_at is null order by position`,
    [projectId],
  );
  return rows;
}

export async function listShots(transaction: Transaction, projectId: string): Promise<ShotRecord[]> {
  const { rows } = await transaction.query<ShotRecord>(
    `select ${shotColumns} from shots s where s.project_id = $1 and s.deleted_at is null order by s.position`,
    [projectId],
  );
  return rows;
}

export async function findShot(transaction: Transaction, id: string): Promise<ShotRecord | undefined> {
  const { rows } = await transaction.query<ShotRecord>(
    `select ${shotColumns} from shots s join projects p on p.id = s.project_id
     where s.id = $1 and s.deleted_at is null and p.deleted_at is null`,
    [id],
  );
  return rows[0];
}

/** @param of all takes of a project, or of one shot */
export async function listTakes(
  transaction: Transaction,
  of: { projectId: string } | { shotId: string },
): Promise<TakeRecord[]> {
  const where = 'projectId' in of ? 's.project_id = $1 and s.deleted_at is null' : 's.id = $1';
  const { rows } = await transaction.query<TakeRecord>(
    `select k.id, k.shot_id, k.kind, k.number, k.state, k.inputs_hash, k.scene, k.length_frames, k.asset_id,
       k.made_by, k.seed, k.created_at,
       json_build_object('sha256', c.sha256, 'mediaType', c.media_type, 'name', c.name) as clip,
       json_build_object('sha256', f.sha256, 'mediaType', f.media_type, 'name', f.name) as poster
     from takes k join shots s on s.id = k.shot_id join assets c on c.id = k.asset_id join assets f on f.id = k.poster_asset_id
     where ${where} and k.deleted_at is null order by k.shot_id, k.number`,
    ['projectId' in of ? of.projectId : of.shotId],
  );
  return rows;
}

export async function findStoryboard(
  transaction: Transaction,
  projectId: string,
): Promise<{ revision: number; document: Storyboard } | undefined> {
  const { rows } = await transaction.query<{ revision: number; document: unknown }>(
    'select revision, document from storyboards where project_id = $1 order by revision desc limit 1',
    [projectId],
  );
  return rows[0] && { revision: rows[0].revision, document: storyboard.parse(rows[0].document) };
}

/** A new revision, unless the newest one says the same. */
export async function insertStoryboard(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  document: Storyboard,
  hash: string,
): Promise<void> {
  await transaction.query(
    `insert into storyboards (id, organization_id, project_id, revision, sha256, document)
     select $1, $2, $3, coalesce(max(revision), 0) + 1, $4, $5 from storyboards where project_id = $3
     having $4 is distinct from (array_agg(sha256 order by revision desc))[1]`,
    [newId(), organizationId, projectId, hash, document],
  );
}

/**
 * Scenes and shots by their keys, in two statements: known keys keep their id (and with it their takes), missing ones are
 * marked deleted and come back with their takes should a later plan name them again.
 */
export async function writeScenesAndShots(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  document: Storyboard,
): Promise<{ shotId: string; key: string }[]> {
  const scenes = document.scenes.map(({ key, number, beat, title, summary }, position) => {
    return { id: newId(), key, number, position, beat, title, summary };
  });
  await transaction.query(
    `insert into scenes (id, organization_id, project_id, key, number, position, beat, title, summary)
     select id, $1, $2, key, number, position, beat, title, summary
     from jsonb_to_recordset($3::jsonb) as x (id uuid, key text, number int, position int, beat text, title text, summary text)
     on conflict (organization_id, project_id, key) do update set number = excluded.number, position = excluded.position,
       beat = excluded.beat, title = excluded.title, summary = excluded.summary, deleted_at = null`,
    [organizationId, projectId, JSON.stringify(scenes)],
  );
  await transaction.query(
    'update scenes set deleted_at = now() where project_id = $1 and deleted_at is null and key <> all($2)',
    [projectId, scenes.map((scene) => scene.key)],
  );
  return writeShots(transaction, organizationId, projectId, document);
}

/** A statement of one row a shot, long only by its columns. */
async function writeShots(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  document: Storyboard,
): Promise<{ shotId: string; key: string }[]> {
  const shots = document.scenes
    .flatMap((scene) => scene.shots.map((shot) => ({ ...shot, sceneKey: scene.key })))
    .map((shot, position) => {
      return { ...shot, id: newId(), position, inputsHash: shotInputsHash(document, shot) };
    });
  const { rows } = await transaction.query<{ shotId: string; key: string }>(
    `insert into shots (id, organization_id, project_id, scene_id, key, code, position, title, length_frames, picture_prompt,
       motion_prompt, negative_prompt, narration, scene, transition_in, inputs_hash)
     select x.id, $1, $2, c.id, x.key, x.code, x.position, x.title, x."lengthFrames", x."picturePrompt", x."motionPrompt",
       x."negativePrompt", x.narration, x.scene, x."transitionIn", x."inputsHash"
     from jsonb_to_recordset($3::jsonb) as x (id uuid, "sceneKey" text, key text, code text, position int, title text,
       "lengthFrames" int, "picturePrompt" text, "motionPrompt" text, "negativePrompt" text, narration text, scene jsonb,
       "transitionIn" jsonb, "inputsHash" text)
     join scenes c on c.project_id = $2 and c.key = x."sceneKey"
     on conflict (organization_id, project_id, key) do update set scene_id = excluded.scene_id, code = excluded.code,
       position = excluded.position, title = excluded.title, length_frames = excluded.length_frames,
       picture_prompt = excluded.picture_prompt, motion_prompt = excluded.motion_prompt,
       negative_prompt = excluded.negative_prompt, narration = excluded.narration, scene = excluded.scene,
       transition_in = excluded.transition_in, inputs_hash = excluded.inputs_hash, deleted_at = null,
       revision = shots.revision + 1
     returning id as "shotId", key`,
    [organizationId, projectId, JSON.stringify(shots)],
  );
  await transaction.query(
    'update shots set deleted_at = now() where project_id = $1 and deleted_at is null and key <> all($2)',
    [projectId, shots.map((shot) => shot.key)],
  );
  const order = new Map(shots.map((shot, index) => [shot.key, index]));
  return rows.sort((left, right) => order.get(left.key)! - order.get(right.key)!);
}

/** Shots under another kit: what they show and are asked for with, one statement; shots that stay the same keep their revision. */
export async function restyleShots(transaction: Transaction, projectId: string, document: Storyboard): Promise<void> {
  const shots = document.scenes
    .flatMap((scene) => scene.shots)
    .map((shot) => ({ ...shot, inputsHash: shotInputsHash(document, shot) }));
  await transaction.query(
    `update shots s set picture_prompt = x."picturePrompt", motion_prompt = x."motionPrompt",
       negative_prompt = x."negativePrompt", scene = x.scene, inputs_hash = x."inputsHash", revision = s.revision + 1
     from jsonb_to_recordset($2::jsonb) as x (key text, "picturePrompt" text, "motionPrompt" text, "negativePrompt" text,
       scene jsonb, "inputsHash" text)
     where s.project_id = $1 and s.deleted_at is null and s.key = x.key
       and (s.picture_prompt, s.motion_prompt, s.negative_prompt, s.scene, s.inputs_hash)
         is distinct from (x."picturePrompt", x."motionPrompt", x."negativePrompt", x.scene, x."inputsHash")`,
    [projectId, JSON.stringify(shots)],
  );
}

/** False when the revision is no longer the one that was edited. */
export async function updateShot(transaction: Transaction, shot: ShotRecord): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update shots set title = $3, picture_prompt = $4, motion_prompt = $5, negative_prompt = $6, narration = $7, scene = $8,
       inputs_hash = $9, selected_video_take_id = $10, revision = revision + 1
     where id = $1 and revision = $2`,
    [
      shot.id,
      shot.revision,
      shot.title,
      shot.picture_prompt,
      shot.motion_prompt,
      shot.negative_prompt,
      shot.narration,
      shot.scene,
      shot.inputs_hash,
      shot.selected_video_take_id,
    ],
  );
  return rowCount === 1;
}

/**
 * The shot as it is while nobody else may change it: read before, it would put back the take that was selected before one was
 * finished meanwhile. Project first, as who follows a kit does: the other way round the two could wait for each other.
 */
export async function lockShotToEdit(
  transaction: Transaction,
  { id, projectId }: { id: string; projectId: string },
): Promise<ShotRecord> {
  await lockProject(transaction, projectId);
  await lockShot(transaction, id);
  const shot = await findShot(transaction, id);
  if (!shot) throw new KinoraError('shot.not_found', `no shot ${id}`);
  return shot;
}

export async function setShotState(
  transaction: Transaction,
  shotId: string,
  state: string,
  details: { jobId: string | null; sentence: string | null },
): Promise<void> {
  await transaction.query(
    `update shots set state = $2, failure = $4,
       active_job_id = case when $2 in ('queued', 'making') then coalesce($3::uuid, active_job_id) end where id = $1`,
    [shotId, state, details.jobId, details.sentence],
  );
}

export type TakeToInsert = {
  organizationId: string;
  shotId: string;
  inputsHash: string;
  scene: unknown;
  lengthFrames: number;
  assetId: string;
  posterAssetId: string;
  previewAssetIds: readonly string[];
  madeBy: string;
  seed: number;
  jobId: string;
};

/** Numbered inside its shot; the caller holds the shot's row lock, so that two takes never share a number. */
export async function insertTake(
  transaction: Transaction,
  take: TakeToInsert,
): Promise<{ id: string; isNew: boolean }> {
  const inserted = await transaction.query<{ id: string }>(
    `insert into takes (id, organization_id, shot_id, kind, number, state, inputs_hash, scene, length_frames,
       asset_id, poster_asset_id, preview_asset_ids, made_by, seed, job_id)
     select $1, $2, $3, 'video', coalesce(max(number), 0) + 1, 'ready', $4, $5, $6, $7, $8, $9, $10, $11, $12
     from takes where shot_id = $3
     on conflict (organization_id, shot_id, inputs_hash, job_id) do nothing returning id`,
    [
      newId(),
      take.organizationId,
      take.shotId,
      take.inputsHash,
      take.scene,
      take.lengthFrames,
      take.assetId,
      take.posterAssetId,
      take.previewAssetIds,
      take.madeBy,
      take.seed,
      take.jobId,
    ],
  );
  if (inserted.rows[0]) return { id: inserted.rows[0].id, isNew: true };
  const known = await transaction.query<{ id: string }>(
    'select id from takes where shot_id = $1 and inputs_hash = $2 and job_id = $3',
    [take.shotId, take.inputsHash, take.jobId],
  );
  return { id: known.rows[0]!.id, isNew: false };
}

export async function lockShot(transaction: Transaction, shotId: string): Promise<void> {
  await transaction.query('select 1 from shots where id = $1 for update', [shotId]);
}

export async function finishTake(
  transaction: Transaction,
  shotId: string,
  takeId: string,
  isSelected: boolean,
): Promise<void> {
  await transaction.query(
    `update shots set state = 'ready', failure = null, active_job_id = null,
       selected_video_take_id = case when $3 then $2 else selected_video_take_id end where id = $1`,
    [shotId, takeId, isSelected],
  );
}
