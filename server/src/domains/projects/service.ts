import type { Readable } from 'node:stream';
import {
  type FilmInput,
  KinoraError,
  messagesOf,
  type Project,
  type ProjectStatus,
  type ProjectTree,
  type Quote,
  type Ratio,
  type Role,
  type SceneDescription,
  type Shot,
  type Storyboard,
  sentencesOfQuote,
} from '@kinora/contract';
import { isShapedAsSet, markOf, shotInputsHash } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Member } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import type { SignedLinks, Storage } from '../../platform/storage/index.ts';
import { type AppendEvent, findAssets, toAsset, toMaker } from '../assets/index.ts';
import { findAnyBrand, findBrand, toKit } from '../brands/index.ts';
import { listDelivered, streamFilesZip } from '../renders/index.ts';
import { findTimeline, readShaping, type StoredTimeline } from '../timelines/index.ts';
import { clipSoundOf, hasClipSoundAsSet } from './clip-sound.ts';
import { toFilmShaping } from './film-shaping.ts';
import { type FilmDraft, nameOf, parseDraft, parseForm, toProjectForm } from './form.ts';
import { type Presenter, sentencesOfTree, toProject, toProjectFile, toScenes, toShot } from './present.ts';
import {
  editorsEditAll,
  editProject,
  findProject,
  insertProject,
  listPictureIds,
  listProjects,
  type ProjectEdit,
  setProjectDeleted,
  setProjectPictures,
  touchProject,
} from './project-store.ts';
import type { ProjectRecord, ShotRecord, TakeRecord } from './records.ts';
import {
  findShot,
  findStoryboard,
  listScenes,
  listShots,
  listTakes,
  lockShotToEdit,
  updateShot,
} from './shot-store.ts';
import { applyShotChange, composeStoryboard, type ShotChange } from './storyboard-parts.ts';

export type FilmPrice = Omit<Quote, 'id' | 'expiresAt'>;

/** What the film studio answers; bound to the organization by the composition root. */
export type FilmStudioDoor = {
  /** Pure planning of a form: nothing is stored. */
  plan(organizationId: string, input: FilmInput): Promise<{ storyboard: Storyboard; quote: FilmPrice }>;
  /** Price of redoing what changed; null when nothing did. */
  quoteRefresh(organizationId: string, projectId: string): Promise<FilmPrice | null>;
};

/** One exact frame as JPEG, drawn by the render's own code outside this process. */
export type DrawShot = (
  organizationId: string,
  frame: {
    scene: SceneDescription;
    storyboard: Storyboard;
    shotKey: string;
    lengthFrames: number;
    frame: number;
    ratio: Ratio;
    width: number;
  },
) => Promise<Buffer>;

export type ProjectDependencies = {
  database: Pick<Database, 'inOrganization'>;
  storage: Pick<Storage, 'open'>;
  links: SignedLinks;
  appendEvent: AppendEvent;
  studio: FilmStudioDoor;
  /** A plan that is behind its brand's kit follows it before it is read. */
  followKit(organizationId: string, projectId: string): Promise<void>;
  drawShot: DrawShot;
  errorCodeOf: Presenter['errorCodeOf'];
  /** Refuses words that may not be shown or asked for. */
  assertSafe(actor: Member, change: unknown): Promise<void>;
};

export type ProjectQuery = {
  scope: 'mine' | 'organization';
  status?: ProjectStatus | undefined;
  q?: string | undefined;
  productId?: string | undefined;
  stale?: boolean | undefined;
  after: { changedAt: string; id: string } | null;
  limit: number;
};

export type ProjectService = ReturnType<typeof createProjectService>;

/** Long only as a list: every method is one transaction of a few lines, and they share no more than these four tools. */
export function createProjectService(dependencies: ProjectDependencies) {
  const { database } = dependencies;
  const inOrganization = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);
  const presenterOf = (actor: Member): Presenter => ({
    links: dependencies.links,
    organizationId: actor.organizationId,
    errorCodeOf: dependencies.errorCodeOf,
  });

  async function present(transaction: Transaction, actor: Member, id: string): Promise<Project> {
    return toProject(await getProject(transaction, id), presenterOf(actor));
  }

  function tellUpdated(transaction: Transaction, actor: Member, projectId: string) {
    return dependencies.appendEvent(transaction, actor.organizationId, {
      type: 'project.updated',
      projectId,
      data: {},
    });
  }

  return {
    async list(actor: Member, query: ProjectQuery) {
      const ownerUserId = query.scope === 'mine' ? toMaker(actor).userId : null;
      // An API key owns nothing, so its own list is empty instead of everybody's.
      if (query.scope === 'mine' && ownerUserId === null) return { items: [], next: null };
      const rows = await inOrganization(actor, (transaction) =>
        listProjects(transaction, {
          ownerUserId,
          status: query.status ?? null,
          words: query.q || null,
          productId: query.productId ?? null,
          isStale: query.stale ?? false,
          after: query.after,
          limit: query.limit + 1,
        }),
      );
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      const next = rows.length > query.limit && last ? { changedAt: last.changed_at, id: last.id } : null;
      return { items: items.map((row) => toProject(row, presenterOf(actor))), next };
    },

    create: (actor: Member, body: Partial<FilmInput> & { name?: string | undefined }): Promise<Project> =>
      inOrganization(actor, async (transaction) => {
        const { name, projectId: _ignored, ...fields } = body;
        const form = parseDraft(fields);
        await assertReferences(transaction, form);
        const { organizationId, userId } = toMaker(actor);
        const known = { id: newId(), organizationId, name: name ?? nameOf(form), ownerUserId: userId, jobId: null };
        const id = await insertProject(transaction, { ...toProjectForm(form), ...known });
        await setProjectPictures(transaction, organizationId, id, form.pictures);
        await tellUpdated(transaction, actor, id);
        return present(transaction, actor, id);
      }),

    get: (actor: Member, id: string) => inOrganization(actor, (transaction) => present(transaction, actor, id)),

    async getTree(actor: Member, id: string): Promise<ProjectTree> {
      await dependencies.followKit(actor.organizationId, id);
      const tree = await inOrganization(actor, (transaction) => readTree(transaction, id, presenterOf(actor)));
      const refreshQuote = mayNeedRefresh(tree)
        ? await dependencies.studio.quoteRefresh(actor.organizationId, id)
        : null;
      return { ...tree, refreshQuote, messages: messagesOf(sentencesOfTree({ ...tree, refreshQuote })) };
    },

    update: (actor: Member, id: string, change: ProjectChange, revision: number | undefined): Promise<Project> =>
      inOrganization(actor, async (transaction) => {
        const project = await getProject(transaction, id);
        await assertMayEdit(transaction, actor, project);
        // The studio reads the brief of a made film again, for its refresh: without one the film could not be opened.
        if (change.brief?.trim() === '' && project.shot_count > 0)
          throw new KinoraError('project.brief_empty', `project ${id} has shots and would lose its brief`);
        const edit = {
          name: change.name ?? project.name,
          brief: change.brief ?? project.brief,
          isArchived: change.isArchived ?? project.archived_at !== null,
          clipSound: change.clipSound ?? clipSoundOf(project),
        };
        if (!(await editProject(transaction, id, requireRevision(revision), edit))) throw changed(project.revision);
        await tellUpdated(transaction, actor, id);
        return present(transaction, actor, id);
      }),

    delete: (actor: Member, id: string): Promise<void> =>
      inOrganization(actor, async (transaction) => {
        await assertMayEdit(transaction, actor, await getProject(transaction, id));
        await setProjectDeleted(transaction, id, true);
        await tellUpdated(transaction, actor, id);
      }),

    restore: (actor: Member, id: string): Promise<Project> =>
      inOrganization(actor, async (transaction) => {
        await setProjectDeleted(transaction, id, false);
        const project = await getProject(transaction, id);
        // Checked after the change, which is undone with the transaction: a deleted project is not read any other way.
        await assertMayEdit(transaction, actor, project);
        await tellUpdated(transaction, actor, id);
        return present(transaction, actor, id);
      }),

    async plan(actor: Member, input: FilmInput) {
      const { storyboard, quote } = await dependencies.studio.plan(actor.organizationId, input);
      return { storyboard, quote, messages: messagesOf([...storyboard.notices, ...sentencesOfQuote(quote)]) };
    },

    async updateShot(actor: Member, id: string, change: ShotChange, revision: number | undefined): Promise<Shot> {
      await dependencies.assertSafe(actor, change);
      return inOrganization(actor, async (transaction) => {
        const { project_id: projectId } = await getShot(transaction, id);
        await assertMayEdit(transaction, actor, await getProject(transaction, projectId));
        const shot = await lockShotToEdit(transaction, { id, projectId });
        const next = await planShotEdit(transaction, shot, change);
        if (!(await updateShot(transaction, { ...next, revision: requireRevision(revision) })))
          throw changed(shot.revision);
        await touchProject(transaction, shot.project_id);
        const fact = { type: 'shot.updated' as const, projectId: shot.project_id, data: { shotId: id } };
        await dependencies.appendEvent(transaction, actor.organizationId, fact);
        const takes = await listTakes(transaction, { shotId: id });
        return toShot(await getShot(transaction, id), takes, presenterOf(actor));
      });
    },

    async previewShot(
      actor: Member,
      id: string,
      view: { frame: number; ratio: Ratio; width: number },
    ): Promise<Buffer> {
      const { shot, storyboard } = await inOrganization(actor, async (transaction) => {
        const record = await getShot(transaction, id);
        return { shot: record, storyboard: await getStoryboard(transaction, record.project_id) };
      });
      const frame = Math.min(view.frame, shot.length_frames - 1);
      const what = { scene: shot.scene, storyboard, shotKey: shot.key, lengthFrames: shot.length_frames };
      return dependencies.drawShot(actor.organizationId, { ...what, ...view, frame });
    },

    listFiles: (actor: Member, id: string) =>
      inOrganization(actor, (transaction) => readFiles(transaction, id, presenterOf(actor))),

    async openZip(actor: Member, id: string): Promise<{ name: string; content: Readable }> {
      const { project, files } = await inOrganization(actor, async (transaction) => ({
        project: await getProject(transaction, id),
        files: await listDelivered(transaction, id),
      }));
      if (files.length === 0) throw new KinoraError('project.no_files', `project ${id} has no finished files`);
      const what = { organizationId: actor.organizationId, projectName: project.name, files };
      return { name: `${project.name}.zip`, content: streamFilesZip(dependencies.storage, what) };
    },

    getTimeline: (actor: Member, id: string): Promise<StoredTimeline> =>
      inOrganization(actor, async (transaction) => {
        await getProject(transaction, id);
        const found = await findTimeline(transaction, id);
        if (!found) throw new KinoraError('project.no_storyboard', `project ${id} has no cut`);
        return found;
      }),
  };
}

export type ProjectChange = { [Field in keyof ProjectEdit]?: ProjectEdit[Field] | undefined };

async function getProject(transaction: Transaction, id: string): Promise<ProjectRecord> {
  const project = await findProject(transaction, id);
  if (!project) throw new KinoraError('project.not_found', `no project ${id}`);
  return project;
}

async function getShot(transaction: Transaction, id: string): Promise<ShotRecord> {
  const shot = await findShot(transaction, id);
  if (!shot) throw new KinoraError('shot.not_found', `no shot ${id}`);
  return shot;
}

async function getStoryboard(transaction: Transaction, projectId: string): Promise<Storyboard> {
  const plan = await findStoryboard(transaction, projectId);
  if (!plan) throw new KinoraError('project.no_storyboard', `project ${projectId} has no plan`);
  return plan.document;
}

/** rulings §3.3: the permission table let the role through; here the `own` rule is checked on the record. */
async function assertMayEdit(transaction: Transaction, actor: Member, project: ProjectRecord): Promise<void> {
  const { organizationId, userId } = toMaker(actor);
  await assertOwn(transaction, { organizationId, userId, role: actor.role }, project);
}

type Editor = { organizationId: string; userId: string | null; role: Role };

async function assertOwn(transaction: Transaction, editor: Editor, project: ProjectRecord): Promise<void> {
  const { organizationId, userId, role } = editor;
  if (role !== 'editor') return;
  if (project.owner_user_id !== null && project.owner_user_id === userId) return;
  if (await editorsEditAll(transaction, organizationId)) return;
  throw new KinoraError('project.not_own', `editor does not own project ${project.id}`);
}

/** Before a job is made in a project: it is there, and the one who starts it may change it. */
export async function assertMayWorkIn(transaction: Transaction, editor: Editor, projectId: string): Promise<void> {
  await assertOwn(transaction, editor, await getProject(transaction, projectId));
}

async function assertReferences(transaction: Transaction, form: FilmDraft): Promise<void> {
  if (form.brandId && !(await findBrand(transaction, form.brandId))) {
    throw new KinoraError('project.brand_unknown', `no brand ${form.brandId}`);
  }
  const wanted = [...form.pictures, ...(form.logo ? [form.logo] : [])];
  const found = await findAssets(transaction, wanted);
  const missing = wanted.find((id) => !found.has(id) || found.get(id)?.deleted_at);
  if (missing) throw new KinoraError('project.picture_unknown', `no asset ${missing}`);
}

function requireRevision(revision: number | undefined): number {
  if (revision !== undefined) return revision;
  throw new KinoraError('request.revision_missing', 'an edit came without If-Match');
}

function changed(revision: number): KinoraError {
  return new KinoraError('project.changed', 'the edited revision is not the newest', { details: { revision } });
}

async function planShotEdit(transaction: Transaction, shot: ShotRecord, change: ShotChange): Promise<ShotRecord> {
  const next = applyShotChange(shot, change);
  if (change.selectedVideoTakeId) {
    const takes = await listTakes(transaction, { shotId: shot.id });
    const isOwn = takes.some((take) => take.id === change.selectedVideoTakeId && take.kind === 'video');
    if (!isOwn) throw new KinoraError('take.not_found', `take ${change.selectedVideoTakeId} is not of shot ${shot.id}`);
  }
  const edited = composeStoryboard(await getStoryboard(transaction, shot.project_id), [next]);
  const planned = edited.scenes.flatMap((scene) => scene.shots).find(({ key }) => key === shot.key);
  if (!planned) throw new KinoraError('shot.not_found', `shot ${shot.id} is not in the newest plan`);
  return { ...next, inputs_hash: shotInputsHash(edited, planned) };
}

/** The whole film in nine queries, however many shots it has. */
async function readTree(
  transaction: Transaction,
  id: string,
  presenter: Presenter,
): Promise<Omit<ProjectTree, 'refreshQuote'>> {
  const project = await getProject(transaction, id);
  const plan = await findStoryboard(transaction, id);
  const records = await listShots(transaction, id);
  const takes = groupByShot(await listTakes(transaction, { projectId: id }));
  const shots = records.map((record) => toShot(record, takes.get(record.id) ?? [], presenter));
  const scenes = await listScenes(transaction, id);
  const timeline = (await findTimeline(transaction, id))?.timeline ?? null;
  const pictureIds = await listPictureIds(transaction, id);
  const pictures = await findAssets(transaction, pictureIds);
  const files = await listDelivered(transaction, id);
  const isCurrent = await planCurrent(
    transaction,
    project,
    shots.every((shot) => shot.state === 'ready'),
  );
  return {
    project: toProject(project, presenter),
    storyboard: plan ? composeStoryboard(plan.document, records) : null,
    scenes: plan ? toScenes({ scenes, shots, storyboard: plan.document, timeline }) : [],
    pictures: pictureIds.flatMap((pictureId) => {
      const picture = pictures.get(pictureId);
      return picture ? [toAsset(picture, presenter.links)] : [];
    }),
    files: files.map((file) => toProjectFile(file, isCurrent(file.ratio as Ratio | null), presenter)),
    report: project.report,
  };
}

/** Before the first take and while a job is at it there is nothing to redo. */
function mayNeedRefresh({ project, scenes }: Omit<ProjectTree, 'refreshQuote'>): boolean {
  const isMade = scenes.some((scene) => scene.shots.some((shot) => shot.takes.length > 0));
  return isMade && project.activeJobId === null;
}

function groupByShot(takes: readonly TakeRecord[]): Map<string, TakeRecord[]> {
  const groups = new Map<string, TakeRecord[]>();
  for (const take of takes) groups.set(take.shot_id, [...(groups.get(take.shot_id) ?? []), take]);
  return groups;
}

/**
 * Whether the newest files of a shape show what the film is now: its shots, what lies over every one of them, and what is set
 * for the shape. A file of no shape, such as the report, is of all of them.
 */
async function planCurrent(
  transaction: Transaction,
  project: ProjectRecord,
  isEachShotReady: boolean,
): Promise<(shape: Ratio | null) => boolean> {
  const isCut =
    isEachShotReady && (await hasMarkOfKit(transaction, project)) && (await hasClipSoundAsSet(transaction, project));
  const stored = await readShaping(transaction, project.id);
  const shapes = { shaping: toFilmShaping(stored), deliveredShaping: stored.delivered };
  return (shape) =>
    isCut && (shape ? [shape] : parseForm(project.form).ratios).every((one) => isShapedAsSet(shapes, one));
}

/** Whether the newest files carry the watermark that the kit has now; where nobody knows they are taken to. */
async function hasMarkOfKit(transaction: Transaction, project: ProjectRecord): Promise<boolean> {
  if (project.delivered_mark === null) return true;
  const brand = project.brand_id ? await findAnyBrand(transaction, project.brand_id) : undefined;
  return project.delivered_mark === markOf(brand ? toKit(brand) : null);
}

async function readFiles(transaction: Transaction, id: string, presenter: Presenter) {
  const project = await getProject(transaction, id);
  const isCurrent = await planCurrent(transaction, project, project.shot_count === project.ready_shot_count);
  const files = await listDelivered(transaction, id);
  return files.map((file) => toProjectFile(file, isCurrent(file.ratio as Ratio | null), presenter));
}
