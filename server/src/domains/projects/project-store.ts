import type { ClipSound, FilmReport } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { ProjectRecord } from './records.ts';

const fileRef = (asset: string) =>
  `json_build_object('sha256', ${asset}.sha256, 'mediaType', ${asset}.media_type, 'name', ${asset}.name)`;

/** The cover a person chose for the main shape. */
const chosenCover = `(select ${fileRef('f')} from film_covers v join assets f on f.id = v.asset_id
    where v.project_id = p.id and v.ratio = p.ratios[1])`;

/** Before anything of it is made, a film is told by the first picture it is to show, small. */
const firstPicture = `(select json_build_object('sha256', d.sha256, 'mediaType', d.media_type, 'name', 'thumbnail')
    from project_pictures u join assets f on f.id = u.asset_id
    join asset_derivatives d on d.source_sha256 = f.sha256 and d.kind = 'thumbnail'
    where u.project_id = p.id order by u.position limit 1)`;

/** Newest finished file of a kind in the main shape. */
const delivered = (kind: string) => `(select ${fileRef('f')} from deliveries d join assets f on f.id = d.asset_id
    where d.project_id = p.id and d.number = p.delivery_number and d.kind = '${kind}' and d.ratio = p.ratios[1] limit 1)`;

/**
 * Where a film stands. While no job makes it, it is not being made, whatever its last job wrote before it was cancelled or
 * failed: it has been delivered before, or its plan stands.
 */
const statusOf = (project: string) => `case
    when ${project}.status not in ('scene_generation', 'stitching') then ${project}.status
    when exists (select 1 from jobs j where j.project_id = ${project}.id and j.parent_job_id is null
      and j.status in ('pending', 'processing', 'waiting')) then ${project}.status
    when ${project}.delivery_number > 0 then 'completed'
    else 'storyboard' end`;

const selectWith = (
  ownerName: string,
) => `select p.id, p.organization_id, p.name, ${statusOf('p')} as status, p.brief, p.language, p.seconds, p.fps, p.ratios, p.brand_id,
    p.owner_user_id, ${ownerName} as owner_name, p.form, p.sound, p.report, p.delivery_number, p.delivered_mark, p.delivered_clip_sound, p.revision,
    p.is_sample, p.created_at, p.updated_at, p.archived_at, counts.*,
    (select j.id from jobs j where j.project_id = p.id and j.parent_job_id is null
       and j.status in ('pending', 'processing', 'waiting') order by j.id desc limit 1) as active_job_id,
    coalesce(${chosenCover}, ${delivered('cover')}, (select ${fileRef('f')} from shots s join takes k on k.id = s.selected_video_take_id
       join assets f on f.id = k.poster_asset_id where s.project_id = p.id and s.deleted_at is null
       order by s.position limit 1), ${firstPicture}) as poster,
    ${delivered('film')} as film
  from projects p cross join lateral (
    select count(*)::int as shot_count,
      count(*) filter (where k.inputs_hash = s.inputs_hash)::int as ready_shot_count,
      count(*) filter (where k.inputs_hash <> s.inputs_hash)::int as stale_shot_count
    from shots s left join takes k on k.id = s.selected_video_take_id
    where s.project_id = p.id and s.deleted_at is null) counts`;

export async function findProject(transaction: Transaction, id: string): Promise<ProjectRecord | undefined> {
  const { rows } = await transaction.query<ProjectRecord>(
    `${selectWith('app.member_name(p.owner_user_id)')} where p.id = $1 and p.deleted_at is null`,
    [id],
  );
  return rows[0];
}

export type ProjectFilter = {
  ownerUserId: string | null;
  status: string | null;
  /** Words its name holds. */
  words: string | null;
  /** Only projects that use one of this product's files. */
  productId: string | null;
  /** Only those that are not archived and have shots whose take is out of date. */
  isStale: boolean;
  after: { changedAt: string; id: string } | null;
  limit: number;
};

/**
 * Last changed first. The time travels as text: a JavaScript date would lose the microseconds that order rows. The page is
 * chosen before its counts and files are looked up, so that a list costs its page and not the organization; each owner is
 * named once, as a name costs a call behind the wall.
 */
export async function listProjects(transaction: Transaction, filter: ProjectFilter) {
  const { conditions, values } = toConditions(filter);
  const { rows } = await transaction.query<ProjectRecord & { changed_at: string }>(
    `with page as materialized (select q.id, q.owner_user_id from projects q where ${conditions}
       order by q.updated_at desc, q.id desc limit $1),
     owners as materialized (select o.id, app.member_name(o.id) as name
       from (select distinct owner_user_id as id from page where owner_user_id is not null) o)
     ${selectWith('(select o.name from owners o where o.id = p.owner_user_id)').replace('counts.*', 'counts.*, p.updated_at::text as changed_at')}
     where p.id = any(array(select id from page))
     order by p.updated_at desc, p.id desc`,
    values,
    { isPrepared: true },
  );
  return rows;
}

/** Only what is asked for stands in the text, so that each of the few texts has a plan that fits it. */
function toConditions({ ownerUserId, status, words, productId, isStale, after, limit }: ProjectFilter) {
  const values: unknown[] = [limit];
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    'q.deleted_at is null',
    ...(ownerUserId === null ? [] : [`q.owner_user_id = ${place(ownerUserId)}`]),
    ...(status === null ? [] : [`${statusOf('q')} = ${place(status)}`]),
    ...(words === null ? [] : [`position(app.fold_text(${place(words)}) in app.fold_text(q.name)) > 0`]),
    ...(productId === null ? [] : [`q.id in (${usesOf(place(productId))})`]),
    ...(isStale ? [`q.archived_at is null and q.id in (${STALE_FILMS})`] : []),
    ...(after ? [`(q.updated_at, q.id) < (${place(after.changedAt)}::timestamptz, ${place(after.id)}::uuid)`] : []),
  ];
  return { conditions: conditions.join(' and '), values };
}

const usesOf = (productId: string) =>
  `select u.project_id from project_pictures u join product_media m on m.asset_id = u.asset_id where m.product_id = ${productId}`;

/**
 * Found from the takes in one pass over the organization's shots, not film by film. With 3001 films of 3 shots the answer took
 * 215–394 ms beside busy neighbours, the plain list of 48 in the same run 167–224.
 */
const STALE_FILMS = `select s.project_id from shots s join takes k on k.id = s.selected_video_take_id
   where s.deleted_at is null and k.inputs_hash <> s.inputs_hash`;

export type NewProject = {
  id: string;
  organizationId: string;
  name: string;
  brief: string;
  language: string;
  seconds: number;
  fps: number;
  ratios: string[];
  brandId: string | null;
  ownerUserId: string | null;
  form: Record<string, unknown>;
  isSample: boolean;
  jobId: string | null;
};

/** Answers the id that holds: a job that runs twice finds the project it made. */
export async function insertProject(transaction: Transaction, project: NewProject): Promise<string> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into projects (id, organization_id, name, brief, language, seconds, fps, ratios, brand_id, owner_user_id, form,
       is_sample, made_by_job_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (organization_id, made_by_job_id) where made_by_job_id is not null do update set name = projects.name
     returning id`,
    [
      project.id,
      project.organizationId,
      project.name,
      project.brief,
      project.language,
      project.seconds,
      project.fps,
      project.ratios,
      project.brandId,
      project.ownerUserId,
      project.form,
      project.isSample,
      project.jobId,
    ],
  );
  return rows[0]!.id;
}

export type ProjectForm = Pick<
  NewProject,
  'brief' | 'language' | 'seconds' | 'fps' | 'ratios' | 'brandId' | 'form' | 'isSample'
>;

export async function setProjectForm(transaction: Transaction, id: string, form: ProjectForm): Promise<void> {
  await transaction.query(
    `update projects set brief = $2, language = $3, seconds = $4, fps = $5, ratios = $6, brand_id = $7, form = $8,
       is_sample = $9, revision = revision + 1 where id = $1`,
    [id, form.brief, form.language, form.seconds, form.fps, form.ratios, form.brandId, form.form, form.isSample],
  );
}

export async function setProjectPictures(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  assetIds: readonly string[],
): Promise<void> {
  await transaction.query('delete from project_pictures where project_id = $1', [projectId]);
  await transaction.query(
    `insert into project_pictures (organization_id, project_id, asset_id, position)
     select $1, $2, asset_id, min(position) from unnest($3::uuid[]) with ordinality as given (asset_id, position) group by asset_id`,
    [organizationId, projectId, assetIds],
  );
}

export async function listPictureIds(transaction: Transaction, projectId: string): Promise<string[]> {
  const { rows } = await transaction.query<{ asset_id: string }>(
    'select asset_id from project_pictures where project_id = $1 order by position',
    [projectId],
  );
  return rows.map((row) => row.asset_id);
}

export type ProjectEdit = { name: string; brief: string; isArchived: boolean; clipSound: ClipSound };

/** False when the revision is no longer the one that was edited. */
export async function editProject(
  transaction: Transaction,
  id: string,
  revision: number,
  edit: ProjectEdit,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update projects set name = $3, brief = $4, form = form || jsonb_build_object('brief', $4::text, 'clipSound', $6::text),
       archived_at = case when $5 then coalesce(archived_at, now()) end, revision = revision + 1
     where id = $1 and revision = $2 and deleted_at is null`,
    [id, revision, edit.name, edit.brief, edit.isArchived, edit.clipSound],
  );
  return rowCount === 1;
}

export async function setProjectDeleted(transaction: Transaction, id: string, isDeleted: boolean): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update projects set deleted_at = case when $2 then now() end, revision = revision + 1
     where id = $1 and (deleted_at is null) = $2`,
    [id, isDeleted],
  );
  return rowCount === 1;
}

export async function setProjectStatus(transaction: Transaction, id: string, status: string): Promise<void> {
  await transaction.query('update projects set status = $2 where id = $1', [id, status]);
}

export async function mergeSound(transaction: Transaction, id: string, sound: Record<string, unknown>): Promise<void> {
  await transaction.query('update projects set sound = sound || $2::jsonb where id = $1', [id, sound]);
}

export async function setReport(
  transaction: Transaction,
  id: string,
  number: number,
  report: FilmReport,
): Promise<void> {
  await transaction.query('update projects set report = $2, delivery_number = $3 where id = $1', [id, report, number]);
}

/** Moves the project up in lists and tells editors that what they hold is old. */
export async function touchProject(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update projects set revision = revision + 1 where id = $1', [id]);
}

export async function editorsEditAll(transaction: Transaction, organizationId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ editors_edit_all: boolean }>(
    'select editors_edit_all from organizations where id = $1',
    [organizationId],
  );
  return rows[0]?.editors_edit_all ?? false;
}
