import { z } from 'zod';
import { clipSound, filmDraft, filmReport, filmRequest } from '../film.ts';
import { quote } from '../jobs.ts';
import { messages } from '../messages.ts';
import { assetId, isoTime, jobId, language, projectId, ratio, sceneId, shotId, takeId, userId } from '../primitives.ts';
import { sceneDescription, sceneWordsChange } from '../scene.ts';
import { storyBeat, storyboard } from '../storyboard.ts';
import { timeline } from '../timeline.ts';
import { asset } from './asset.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

export const projectStatus = z.enum(['draft', 'storyboard', 'scene_generation', 'stitching', 'completed']);
export type ProjectStatus = z.infer<typeof projectStatus>;
const id = z.object({ id: z.uuid() });

/** One try for a shot. A built-in video take keeps the scene it was drawn from: the same description is drawn for every ratio. */
export const take = z
  .object({
    id: takeId,
    shotId,
    kind: z.enum(['image', 'video']),
    number: z.int(),
    state: z.enum(['ready', 'failed']),
    inputsHash: z.string(),
    assetId,
    url: z.string(),
    posterUrl: z.string(),
    madeBy: z.string(),
    seed: z.int().nullable(),
    isStale: z.boolean(),
    createdAt: isoTime,
  })
  .meta({ id: 'Take' });
export type Take = z.infer<typeof take>;

export const shotState = z.enum(['planned', 'queued', 'making', 'ready', 'stale', 'failed']);
export const shot = z
  .object({
    id: shotId,
    sceneId,
    key: z.string(),
    code: z.string(),
    order: z.int(),
    title: z.string(),
    lengthFrames: z.int(),
    picturePrompt: z.string(),
    motionPrompt: z.string(),
    negativePrompt: z.string(),
    narration: z.string(),
    /** What is drawn, words included; edits to words, move, seed or kind change it. */
    scene: sceneDescription,
    state: shotState,
    /** Why it is stale, as a sentence; null when it is not. */
    staleReason: z.string().nullable(),
    selectedVideoTakeId: takeId.nullable(),
    selectedImageTakeId: takeId.nullable(),
    takes: z.array(take),
    /** Job that is making it now. */
    activeJobId: jobId.nullable(),
    failure: z.string().nullable(),
    revision: z.int(),
    messages: messages.optional(),
  })
  .meta({ id: 'Shot' });
export type Shot = z.infer<typeof shot>;
export const scene = z
  .object({
    id: sceneId,
    key: z.string(),
    number: z.int(),
    beat: storyBeat,
    title: z.string(),
    summary: z.string(),
    startFrame: z.int(),
    lengthFrames: z.int(),
    timeNotes: z.array(z.string()),
    shots: z.array(shot),
  })
  .meta({ id: 'Scene' });
export type Scene = z.infer<typeof scene>;

export const project = z
  .object({
    id: projectId,
    kind: z.literal('film'),
    name: z.string(),
    status: projectStatus,
    brief: z.string(),
    language,
    seconds: z.int(),
    fps: z.int(),
    ratios: z.array(ratio),
    brandId: z.uuid().nullable(),
    /** Whether what vendors' clips sound like is heard under the film. */
    clipSound,
    ownerUserId: userId.nullable(),
    ownerName: z.string(),
    posterUrl: z.string().nullable(),
    /** Newest finished film of the main ratio, for hover-scrub and play. */
    filmUrl: z.string().nullable(),
    shotCount: z.int(),
    readyShotCount: z.int(),
    staleShotCount: z.int(),
    activeJobId: jobId.nullable(),
    revision: z.int(),
    isSample: z.boolean(),
    createdAt: isoTime,
    updatedAt: isoTime,
    archivedAt: isoTime.nullable(),
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof project>;
export const projectFile = z
  .object({
    name: z.string(),
    kind: z.string(),
    ratio: ratio.nullable(),
    asset,
    renderedAt: isoTime,
    isCurrent: z.boolean(),
  })
  .meta({ id: 'ProjectFile' });
/** The whole film at once: one request draws the storyboard. */
export const projectTree = z
  .object({
    project,
    storyboard: storyboard.nullable(),
    scenes: z.array(scene),
    pictures: z.array(asset),
    files: z.array(projectFile),
    report: filmReport.nullable(),
    refreshQuote: quote.omit({ id: true, expiresAt: true }).nullable(),
    messages: messages.optional(),
  })
  .meta({ id: 'ProjectTree' });
export type ProjectTree = z.infer<typeof projectTree>;

export const projectRoutes = defineRoutes({
  listProjects: {
    method: 'GET',
    path: '/projects',
    operationId: 'listProjects',
    tag: 'projects',
    summary: 'Projects, last changed first',
    access: 'projects.read',
    query: cursorQuery.extend({
      scope: z.enum(['mine', 'organization']).default('organization'),
      status: projectStatus.optional(),
      /** Only those whose name holds these words, whatever the accents. */
      q: z.string().trim().max(200).optional(),
      /** Only films that use one of this product's files. */
      productId: z.uuid().optional(),
      /** Only films that are not archived and show shots older than what they say now. */
      stale: z.stringbool().optional(),
    }),
    responses: { 200: page(project) },
  },
  createProject: {
    method: 'POST',
    path: '/projects',
    operationId: 'createProject',
    tag: 'projects',
    summary: 'Create a film project from a draft of its form',
    access: 'projects.create',
    body: filmDraft,
    responses: { 201: project },
  },
  getProject: {
    method: 'GET',
    path: '/projects/:id',
    operationId: 'getProject',
    tag: 'projects',
    summary: 'One project',
    access: 'projects.read',
    params: id,
    responses: { 200: project },
  },
  getProjectTree: {
    method: 'GET',
    path: '/projects/:id/tree',
    operationId: 'getProjectTree',
    tag: 'projects',
    summary: 'The whole film: scenes, shots, takes, files',
    access: 'projects.read',
    params: id,
    responses: { 200: projectTree },
  },
  updateProject: {
    method: 'PATCH',
    path: '/projects/:id',
    operationId: 'updateProject',
    tag: 'projects',
    summary: 'Change name or brief (If-Match: revision)',
    access: 'projects.write',
    ifMatch: true,
    params: id,
    body: z.object({
      name: z.string().min(1).max(120).optional(),
      brief: z.string().max(20_000).optional(),
      isArchived: z.boolean().optional(),
      /** Another choice leaves the files out of date where a clip of the film has a sound of its own; no shot is made again. */
      clipSound: clipSound.optional(),
    }),
    responses: { 200: project },
  },
  deleteProject: {
    method: 'DELETE',
    path: '/projects/:id',
    operationId: 'deleteProject',
    tag: 'projects',
    summary: 'Move to the trash (30 days)',
    access: 'projects.write',
    params: id,
    responses: { 204: null },
  },
  restoreProject: {
    method: 'POST',
    path: '/projects/:id/restore',
    operationId: 'restoreProject',
    tag: 'projects',
    summary: 'Restore from the trash',
    access: 'projects.write',
    params: id,
    responses: { 200: project },
  },
  /** Free and instant: the built-in planner's storyboard for a form, nothing stored. */
  planFilm: {
    method: 'POST',
    path: '/films/plan',
    operationId: 'planFilm',
    tag: 'films',
    summary: 'Plan and price a film without making it',
    access: 'projects.read',
    body: filmRequest,
    responses: {
      200: z.object({
        storyboard,
        quote: quote.omit({ id: true, expiresAt: true }),
        messages: messages.optional(),
      }),
    },
  },
  /** Free and instant: fixed rules. A model writes it at /shots/:id/prompt. */
  enhancePrompt: {
    method: 'POST',
    path: '/prompts/enhance',
    operationId: 'enhancePrompt',
    tag: 'films',
    summary: 'A prompt with the light, ground and framing, or the movement, that it leaves unsaid',
    access: 'projects.read',
    body: z.object({
      kind: z.enum(['picture', 'motion']),
      prompt: z.string().trim().min(1).max(1000),
      language: language.default('en'),
    }),
    responses: {
      200: z.object({
        prompt: z.string(),
        /** What was put behind the person's own words; empty where nothing was missing. */
        added: z.array(z.string()),
        madeBy: z.string(),
      }),
    },
  },
  updateShot: {
    method: 'PATCH',
    path: '/shots/:id',
    operationId: 'updateShot',
    tag: 'projects',
    summary:
      'Change words, prompts, narration, move or selected take (If-Match: revision); the shot becomes stale when its picture would change',
    access: 'projects.write',
    ifMatch: true,
    params: id,
    body: z.object({
      title: z.string().max(120).optional(),
      picturePrompt: z.string().max(1000).optional(),
      motionPrompt: z.string().max(1000).optional(),
      negativePrompt: z.string().max(1000).optional(),
      narration: z.string().max(600).optional(),
      words: sceneWordsChange.optional(),
      move: sceneDescription.shape.move.optional(),
      seed: z.int().nonnegative().optional(),
      selectedVideoTakeId: takeId.optional(),
    }),
    responses: { 200: shot },
  },
  /** Frames of one shot as PNG for previews while editing: exact, drawn by the same code as the render. */
  previewShot: {
    method: 'GET',
    path: '/shots/:id/preview',
    operationId: 'previewShot',
    tag: 'projects',
    summary: 'One frame of the shot as it would be drawn now',
    access: 'projects.read',
    params: id,
    query: z.object({
      frame: z.coerce.number().int().nonnegative().default(20),
      ratio: ratio.default('16:9'),
      width: z.coerce.number().int().min(64).max(1920).default(640),
      /** Read by no one: a changed shot has another address, so that no browser shows the frame it keeps of the old one. */
      revision: z.coerce.number().int().nonnegative().optional(),
    }),
    responses: { 200: null },
    binary: { mediaType: 'image/jpeg', description: 'The frame' },
  },
  listProjectFiles: {
    method: 'GET',
    path: '/projects/:id/files',
    operationId: 'listProjectFiles',
    tag: 'projects',
    summary: 'Finished files',
    access: 'projects.read',
    params: id,
    responses: { 200: z.object({ items: z.array(projectFile) }) },
  },
  downloadProject: {
    method: 'GET',
    path: '/projects/:id/files.zip',
    operationId: 'downloadProject',
    tag: 'projects',
    summary: 'All finished files as one zip',
    access: 'projects.read',
    params: id,
    responses: { 200: null },
    binary: { mediaType: 'application/zip', description: 'The files with a manifest' },
  },
  getTimeline: {
    method: 'GET',
    path: '/projects/:id/timeline',
    operationId: 'getTimeline',
    tag: 'projects',
    summary: 'The cut',
    access: 'projects.read',
    params: id,
    responses: { 200: z.object({ revision: z.int(), timeline }) },
  },
});
