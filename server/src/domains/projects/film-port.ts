import { type FilmInput, filmReport, KinoraError, type SceneDescription } from '@kinora/contract';
import { canonicalJson } from '@kinora/media-core';
import { type Film, type FilmPort, type FilmShot, type FilmSound, type NewTake, shotInputsHash } from '@kinora/studios';
import { z } from 'zod';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { AppendEvent, Fact } from '../assets/index.ts';
import { findAnyBrand, toKit } from '../brands/index.ts';
import { attachProject } from '../jobs/index.ts';
import { readTemplate } from '../product-templates/index.ts';
import { insertDelivery, insertRender } from '../renders/index.ts';
import { findTimeline, readShaping, saveDeliveredShaping, saveTimeline } from '../timelines/index.ts';
import { setDeliveredClipSound } from './clip-sound.ts';
import { toFilmShaping } from './film-shaping.ts';
import { parseForm, toProjectForm } from './form.ts';
import { setDeliveredMark, setKitRevision } from './kit-store.ts';
import {
  findProject,
  insertProject,
  mergeSound,
  setProjectForm,
  setProjectPictures,
  setProjectStatus,
  setReport,
  touchProject,
} from './project-store.ts';
import type { ProjectRecord, ShotRecord, TakeRecord } from './records.ts';
import {
  findShot,
  findStoryboard,
  finishTake,
  insertStoryboard,
  insertTake,
  listShots,
  listTakes,
  lockShot,
  lockShotToEdit,
  setShotState,
  updateShot,
  writeScenesAndShots,
} from './shot-store.ts';
import { composeStoryboard } from './storyboard-parts.ts';
import { sha256 } from './text-hash.ts';

export type FilmPortDependencies = { database: Pick<Database, 'inOrganization'>; appendEvent: AppendEvent };
/** @property userId who started the job; owns the project it makes. Null for API keys. */
export type FilmPortScope = { organizationId: string; userId: string | null };

/** What the film studio reads and writes, bound to one organization. Every method may be called twice with the same result. */
export function createFilmPort(dependencies: FilmPortDependencies, scope: FilmPortScope): FilmPort {
  const { organizationId } = scope;
  const inOrganization = <Result>(work: (transaction: Transaction) => Promise<Result>) =>
    dependencies.database.inOrganization(organizationId, work);
  const tell = (transaction: Transaction, fact: Fact) => dependencies.appendEvent(transaction, organizationId, fact);

  async function openProject(transaction: Transaction, jobId: string, input: FilmInput, name: string): Promise<string> {
    if (input.projectId) {
      await getProject(transaction, input.projectId);
      await setProjectForm(transaction, input.projectId, toProjectForm(input));
      return input.projectId;
    }
    const ownerUserId = scope.userId;
    const form = toProjectForm(input);
    return insertProject(transaction, {
      ...form,
      id: newId(),
      organizationId,
      name: name.slice(0, 120),
      ownerUserId,
      jobId,
    });
  }

  return {
    get: (projectId) => inOrganization((transaction) => readFilm(transaction, projectId)),

    open: (jobId, input, name) =>
      inOrganization(async (transaction) => {
        const projectId = await openProject(transaction, jobId, input, name);
        await setProjectPictures(transaction, organizationId, projectId, input.pictures);
        await attachProject(transaction, jobId, projectId);
        await tell(transaction, { type: 'project.updated', projectId, jobId, data: {} });
        return { projectId };
      }),

    findTemplate: (templateId) => inOrganization((transaction) => readTemplate(transaction, templateId)),

    findKit: (brandId) =>
      inOrganization(async (transaction) => {
        const brand = await findAnyBrand(transaction, brandId);
        return brand ? toKit(brand) : null;
      }),

    saveStoryboard: (projectId, storyboard, kitRevision) =>
      inOrganization(async (transaction) => {
        await getProject(transaction, projectId);
        await insertStoryboard(transaction, organizationId, projectId, storyboard, sha256(canonicalJson(storyboard)));
        const shots = await writeScenesAndShots(transaction, organizationId, projectId, storyboard);
        await setKitRevision(transaction, projectId, kitRevision);
        await touchProject(transaction, projectId);
        await tell(transaction, { type: 'storyboard.updated', projectId, data: {} });
        return { shots };
      }),

    setStatus: (projectId, status) =>
      inOrganization(async (transaction) => {
        await setProjectStatus(transaction, projectId, status);
        await tell(transaction, { type: 'project.updated', projectId, data: { status } });
      }),

    setShotState: (shotId, state, details = {}) =>
      inOrganization(async (transaction) => {
        const shot = await getShot(transaction, shotId);
        const { jobId = null, sentence = null } = details;
        await setShotState(transaction, shotId, state, { jobId, sentence });
        await tell(transaction, { type: 'shot.updated', projectId: shot.project_id, data: { shotId } });
      }),

    createTake: (take) => inOrganization((transaction) => saveTake(transaction, take)),

    saveShotScene: (shotId, scene) =>
      inOrganization(async (transaction) => {
        const shot = await getShot(transaction, shotId);
        await saveScene(transaction, shot, scene);
        await touchProject(transaction, shot.project_id);
        await tell(transaction, { type: 'shot.updated', projectId: shot.project_id, data: { shotId } });
      }),

    saveShotPrompt: (shotId, { picturePrompt, motionPrompt }) =>
      inOrganization(async (transaction) => {
        const { project_id: projectId } = await getShot(transaction, shotId);
        const shot = await lockShotToEdit(transaction, { id: shotId, projectId });
        await updateShot(transaction, {
          ...shot,
          picture_prompt: picturePrompt ?? shot.picture_prompt,
          motion_prompt: motionPrompt ?? shot.motion_prompt,
        });
        await touchProject(transaction, shot.project_id);
        await tell(transaction, { type: 'shot.updated', projectId: shot.project_id, data: { shotId } });
      }),

    saveSound: (projectId, sound) => inOrganization((transaction) => mergeSound(transaction, projectId, { ...sound })),

    saveTimeline: (projectId, timeline) =>
      inOrganization(async (transaction) => {
        const { revision, isChanged } = await saveTimeline(transaction, organizationId, projectId, timeline);
        if (isChanged) await tell(transaction, { type: 'timeline.changed', projectId, data: { revision } });
        return { revision };
      }),

    saveRender: (projectId, render) =>
      inOrganization(async (transaction) => {
        const timeline = await findTimeline(transaction, projectId);
        if (!timeline)
          throw new KinoraError('project.no_storyboard', `project ${projectId} was rendered without a cut`);
        const isNew = await insertRender(transaction, { ...render, organizationId, projectId, timeline });
        const { ratio, assetId, jobId } = render;
        if (isNew) await tell(transaction, { type: 'render.completed', projectId, jobId, data: { ratio, assetId } });
      }),

    saveDelivery: (projectId, delivery) =>
      inOrganization(async (transaction) => {
        const { number } = await insertDelivery(transaction, { organizationId, projectId, ...delivery });
        await setReport(transaction, projectId, number, delivery.report);
        await setDeliveredMark(transaction, projectId, delivery.mark);
        await saveDeliveredShaping(transaction, projectId, delivery.shapings ?? {});
        await setDeliveredClipSound(transaction, projectId, delivery.clipSound ?? null);
        await tell(transaction, { type: 'project.updated', projectId, jobId: delivery.jobId, data: {} });
      }),
  };

  async function saveTake(transaction: Transaction, take: NewTake): Promise<{ takeId: string }> {
    await lockShot(transaction, take.shotId);
    const shot = await getShot(transaction, take.shotId);
    const lengthFrames = shot.length_frames;
    const saved = await insertTake(transaction, { ...take, organizationId, lengthFrames, assetId: take.clipAssetId });
    await finishTake(transaction, shot.id, saved.id, take.isSelected);
    const data = { shotId: shot.id, takeId: saved.id, sceneId: shot.scene_id };
    if (saved.isNew)
      await tell(transaction, { type: 'take.created', projectId: shot.project_id, jobId: take.jobId, data });
    return { takeId: saved.id };
  }
}

/** The shot's hash follows its scene, so that what was made before is out of date. */
async function saveScene(
  transaction: Transaction,
  { id: shotId, project_id: projectId }: Pick<ShotRecord, 'id' | 'project_id'>,
  scene: SceneDescription,
): Promise<void> {
  const shot = { ...(await lockShotToEdit(transaction, { id: shotId, projectId })), scene };
  const plan = await findStoryboard(transaction, shot.project_id);
  const edited = plan && composeStoryboard(plan.document, [shot]);
  const planned = edited?.scenes.flatMap((one) => one.shots).find(({ key }) => key === shot.key);
  if (!edited || !planned) throw new KinoraError('shot.not_found', `shot ${shotId} is not in the newest plan`);
  await updateShot(transaction, { ...shot, inputs_hash: shotInputsHash(edited, planned) });
}

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

async function readFilm(transaction: Transaction, projectId: string): Promise<Film> {
  const project = await getProject(transaction, projectId);
  const plan = await findStoryboard(transaction, projectId);
  const shots = await listShots(transaction, projectId);
  const takes = new Map((await listTakes(transaction, { projectId })).map((take) => [take.id, take]));
  const brand = project.brand_id ? await findAnyBrand(transaction, project.brand_id) : undefined;
  const shaping = await readShaping(transaction, projectId);
  return {
    projectId,
    name: project.name,
    input: parseForm(project.form),
    kit: brand ? toKit(brand) : null,
    storyboard: plan ? composeStoryboard(plan.document, shots) : null,
    shots: shots.map((shot) => toFilmShot(shot, takes)),
    timeline: (await findTimeline(transaction, projectId))?.timeline ?? null,
    report: project.report ? filmReport.parse(project.report) : null,
    deliveredMark: project.delivered_mark,
    deliveredClipSound: project.delivered_clip_sound,
    shaping: toFilmShaping(shaping),
    deliveredShaping: shaping.delivered,
    sound: parseSound(project.sound),
  };
}

function toFilmShot(shot: ShotRecord, takes: Map<string, TakeRecord>): FilmShot {
  const take = shot.selected_video_take_id ? takes.get(shot.selected_video_take_id) : undefined;
  const { id: shotId, key, code } = shot;
  if (!take) return { shotId, key, code, selectedTake: null };
  const { inputs_hash: inputsHash, scene, asset_id: clipAssetId, made_by: madeBy } = take;
  return { shotId, key, code, selectedTake: { takeId: take.id, inputsHash, scene, clipAssetId, madeBy } };
}

const storedSound = z.object({
  voice: z.object({ linesAssetId: z.string(), inputsHash: z.string() }).nullable(),
  music: z
    .object({
      assetId: z.string(),
      hash: z.string(),
      lengthSeconds: z.number(),
      inputsHash: z.string(),
      isFromElsewhere: z.boolean().optional(),
      insteadOf: z.object({ maker: z.string(), why: z.string() }).optional(),
    })
    .nullable(),
});

function parseSound(value: unknown): FilmSound {
  return storedSound.parse(value);
}
