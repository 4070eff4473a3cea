import { z } from 'zod';
import { filmRequest } from '../film.ts';
import { job, jobLogLine, jobStatus, jobTree, quote } from '../jobs.ts';
import { logoBrief } from '../logo-ideas.ts';
import { messages } from '../messages.ts';
import { pictureAct } from '../picture-acts.ts';
import { isoTime, organizationId, projectId, quoteId, shotId } from '../primitives.ts';
import { productFilmInput } from '../product-film.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';
import { orderedThing } from './route-choices.ts';

const id = z.object({ id: z.uuid() });
const accepted = z.object({ job }).meta({ id: 'JobAccepted' });
/** rulings §2.4: one of the first two, unless it is a dry run. */
const priced = {
  quoteId: quoteId.optional(),
  maxCredits: z.int().nonnegative().optional(),
  dryRun: z.boolean().optional(),
};
/** Who does it: this connection and this model, and no other. */
const route = { connection: z.string().min(1).max(80), model: z.string().min(1).max(200) };
/**
 * Who makes it. `fallbacks` are asked one after the other, each only after those before certainly did not take it, and stand
 * in the quote; without any it is made by the model named or not at all. Never more credits than the first one's.
 */
const routeOrder = { ...route, fallbacks: z.array(z.object(route)).max(3).optional() };
const dryRunQuery = z.object({ dryRun: z.stringbool().optional() });

/** How the queue is looked through: `waiting` starts by itself, `needs_you` waits for an answer, for money or for a connection. */
const jobGroup = z.enum(['running', 'waiting', 'needs_you', 'failed', 'done', 'cancelled']);
export type JobGroup = z.infer<typeof jobGroup>;
const scope = z.enum(['mine', 'organization']).default('organization');
const count = z.int().nonnegative();

const queueStatus = z
  .object({
    isPaused: z.boolean(),
    /** What the studio's operator has set for everybody: `draining` finishes what was begun and begins nothing new. */
    mode: z.enum(['open', 'paused', 'draining']),
    slots: z.array(z.object({ kind: z.string(), used: z.int(), total: z.int() })),
    /** The organization's own accounts at vendors: in work there now, and how many they take at once. */
    connections: z.array(z.object({ id: z.uuid(), name: z.string(), provider: z.string(), used: count, total: count })),
    /** Pieces of the organization in work at once, and how many its operator lets it have; null: as many as there are places. */
    organization: z.object({ used: count, total: z.int().nullable() }),
    pending: z.int(),
    processing: z.int(),
    /** Jobs of people in each group. */
    groups: z.object({
      running: count,
      waiting: count,
      needs_you: count,
      failed: count,
      done: count,
      cancelled: count,
    }),
    /** What waits, job or piece, by what holds it; `turn` is the scheduler's order alone. */
    waitingBy: z.object({
      turn: count,
      scheduled: count,
      person: count,
      unknown_outcome: count,
      capacity: count,
      budget: count,
      paused: count,
      connection_off: count,
      server_draining: count,
    }),
    /** Pieces that ended in the last hour. */
    lastHour: z.object({ completed: count, failed: count }),
    /** Processes that take work. */
    executors: count,
    oldestPendingSeconds: z.number().nullable(),
    /** Why less is started than could be, such as a full disk; a sentence for people. */
    notice: z.string().nullable().optional(),
    messages: messages.optional(),
  })
  .meta({ id: 'QueueStatus' });
export type QueueStatus = z.infer<typeof queueStatus>;

/** How full the studio is, and with whose work: figures and names of organizations, never what the work is about. */
const operatorQueues = z
  .object({
    mode: z.enum(['open', 'paused', 'draining']),
    executors: count,
    slots: z.array(z.object({ kind: z.string(), used: z.int(), total: z.int() })),
    /** How many pieces any organization may have in work at once; null: as many as there are places. */
    maxRunning: z.int().nullable(),
    /**
     * Those with work now or in the last hour, the fullest first, and those with a limit of their own, 200 at most; jobs and
     * pieces are counted alike.
     */
    organizations: z.array(
      z.object({
        id: organizationId,
        name: z.string(),
        isPaused: z.boolean(),
        pending: count,
        processing: count,
        waiting: count,
        /** Pieces that ended in the last hour. */
        lastHour: z.object({ completed: count, failed: count }),
        oldestPendingSeconds: z.number().nullable(),
        /** The limit the operator gave this one; null: that of the studio. */
        maxRunning: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: 'OperatorQueues' });
export type OperatorQueues = z.infer<typeof operatorQueues>;

/** What a call for many did: each id it left alone says why. */
const bulkJobsResult = z
  .object({
    doneIds: z.array(z.uuid()),
    refused: z.array(z.object({ id: z.uuid(), code: z.string(), sentence: z.string() })),
    /** Credits that came back to the wallet. */
    creditsReturned: z.int(),
  })
  .meta({ id: 'BulkJobsResult' });
export type BulkJobsResult = z.infer<typeof bulkJobsResult>;

export const jobRoutes = defineRoutes({
  quoteFilm: {
    method: 'POST',
    path: '/quotes/film',
    operationId: 'quoteFilm',
    tag: 'jobs',
    summary: 'Price of a film',
    access: 'jobs.create',
    body: filmRequest,
    responses: { 200: quote },
  },
  createFilm: {
    method: 'POST',
    path: '/jobs/film',
    operationId: 'createFilm',
    tag: 'jobs',
    summary: 'Make a film; with dryRun only its quote, and nothing is made',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    query: dryRunQuery,
    body: z.object({ input: filmRequest, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  quoteProductFilm: {
    method: 'POST',
    path: '/quotes/product-film',
    operationId: 'quoteProductFilm',
    tag: 'jobs',
    summary: 'Price of a product film',
    access: 'jobs.create',
    body: productFilmInput,
    responses: { 200: quote },
  },
  createProductFilm: {
    method: 'POST',
    path: '/jobs/product-film',
    operationId: 'createProductFilm',
    tag: 'jobs',
    summary: 'Make a film of one product from a template; with dryRun only its quote, and nothing is made',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    query: dryRunQuery,
    body: z.object({ input: productFilmInput, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** Makes new takes for the shots given (or every stale or missing one) and renders the film again. */
  refreshFilm: {
    method: 'POST',
    path: '/projects/:id/refresh',
    operationId: 'refreshFilm',
    tag: 'jobs',
    summary: 'Redo what changed, and only that; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ shotIds: z.array(shotId).optional(), renderAfter: z.boolean().default(true), ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** The shot is then drawn with it as a new take. */
  makeShotPicture: {
    method: 'POST',
    path: '/shots/:id/picture',
    operationId: 'makeShotPicture',
    tag: 'jobs',
    summary: 'Ask a provider for the picture of a shot; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ projectId, ...routeOrder, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /**
   * The shot moved by a video model, from the picture it shows where the model takes one. The shortest film that covers the
   * shot is ordered and its first frames are shown; a shorter one is held at its end. Its own sound is heard under the film's where the film asks for it (`clipSound`).
   */
  makeShotMotion: {
    method: 'POST',
    path: '/shots/:id/motion',
    operationId: 'makeShotMotion',
    tag: 'jobs',
    summary: 'Ask a provider to move a shot; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ projectId, ...routeOrder, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** Shots whose picture or motion a provider made, made again by another model with the same words and seed, as new takes. */
  finishShots: {
    method: 'POST',
    path: '/projects/:id/finish',
    operationId: 'finishShots',
    tag: 'jobs',
    summary: 'Make chosen drafts again with the model that finishes; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ shotIds: z.array(shotId).min(1).max(24), what: orderedThing, ...route, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** Writes a new revision of the storyboard: the model's, or the built-in planner's with a notice where it fails. */
  writePlan: {
    method: 'POST',
    path: '/projects/:id/plan',
    operationId: 'writePlan',
    tag: 'jobs',
    summary: 'Let a language model write the plan of a film; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ ...route, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** Read and heard words for all shots or some, as a proposal in the job's output: nothing of the film is changed. */
  writeScript: {
    method: 'POST',
    path: '/projects/:id/script',
    operationId: 'writeScript',
    tag: 'jobs',
    summary: 'Let a language model propose the script of a film; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ shotIds: z.array(shotId).max(120).optional(), ...route, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** The same for a form: the film is opened with it, and nothing of it is drawn. */
  createFilmPlan: {
    method: 'POST',
    path: '/jobs/film-plan',
    operationId: 'createFilmPlan',
    tag: 'jobs',
    summary: 'Open a film and let a language model write its plan; with dryRun only its quote, and nothing is made',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    query: dryRunQuery,
    body: z.object({ input: z.object({ film: filmRequest, ...route }), ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  /** The shot's own prompt is replaced; its takes stay. */
  /** Concepts in the job's output; nothing is drawn and the kit stays as it is. */
  writeLogoIdeas: {
    method: 'POST',
    path: '/brands/:id/logo-ideas/by-model',
    operationId: 'writeLogoIdeas',
    tag: 'jobs',
    summary: 'Let a language model think of logos for a brand; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: logoBrief.extend({ ...route, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  quotePictureAct: {
    method: 'POST',
    path: '/quotes/picture-act',
    operationId: 'quotePictureAct',
    tag: 'jobs',
    summary: 'Price of a cut-out or a try-on by a connected model',
    access: 'jobs.create',
    body: pictureAct,
    responses: { 200: quote },
  },
  createPictureAct: {
    method: 'POST',
    path: '/jobs/picture-act',
    operationId: 'createPictureAct',
    tag: 'jobs',
    summary: 'Take a photograph’s ground away, or put a garment on a person, by a connected model',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    query: dryRunQuery,
    body: z.object({ input: pictureAct, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  writeShotPrompt: {
    method: 'POST',
    path: '/shots/:id/prompt',
    operationId: 'writeShotPrompt',
    tag: 'jobs',
    summary: 'Let a language model write a shot’s prompt anew; with dryRun only its quote',
    access: 'jobs.create',
    idempotencyKey: 'required',
    dryRun: true,
    params: id,
    query: dryRunQuery,
    body: z.object({ projectId, kind: z.enum(['picture', 'motion']), ...route, ...priced }),
    responses: { 200: quote, 202: accepted },
  },
  listJobs: {
    method: 'GET',
    path: '/jobs',
    operationId: 'listJobs',
    tag: 'jobs',
    summary: 'Jobs of people, newest first, or in the order in which they run and will start',
    access: 'jobs.read',
    query: cursorQuery.extend({
      scope,
      status: jobStatus.optional(),
      group: jobGroup.optional(),
      projectId: projectId.optional(),
      /** A studio's name, such as `film`. */
      kind: z.string().max(80).optional(),
      active: z.stringbool().optional(),
      /** What a person has to answer: whatever asks, and what failed in the last seven days if its film saw no later job. */
      unanswered: z.stringbool().optional(),
      /** `queue`: what runs, then what needs somebody, then by the scheduler's order, then what ended, newest first. */
      order: z.enum(['newest', 'queue']).default('newest'),
    }),
    responses: { 200: page(job) },
  },
  bulkJobs: {
    method: 'POST',
    path: '/jobs/bulk',
    operationId: 'bulkJobs',
    tag: 'jobs',
    summary: 'Stop, let go on, raise, lower, delete or restore many jobs; each one left alone is told with its reason',
    access: 'jobs.control',
    idempotencyKey: 'optional',
    body: z.object({
      action: z.enum(['cancel', 'retry', 'raise', 'lower', 'delete', 'restore']),
      ids: z.array(z.uuid()).min(1).max(200),
    }),
    responses: { 200: bulkJobsResult },
  },
  getJob: {
    method: 'GET',
    path: '/jobs/:id',
    operationId: 'getJob',
    tag: 'jobs',
    summary: 'One job with leaves, steps, attempts, costs, what was ordered and what was made',
    access: 'jobs.read',
    params: id,
    responses: { 200: jobTree },
  },
  getJobLog: {
    method: 'GET',
    path: '/jobs/:id/log',
    operationId: 'getJobLog',
    tag: 'jobs',
    summary: 'What happened to a job and its leaves, newest first; the newest 300 lines of each are kept',
    access: 'jobs.read',
    params: id,
    /** `since` and `until` cut a time out of it, such as one try: from the first, up to and without the second. */
    query: cursorQuery.extend({ since: isoTime.optional(), until: isoTime.optional() }),
    responses: { 200: page(jobLogLine) },
  },
  updateJob: {
    method: 'PATCH',
    path: '/jobs/:id',
    operationId: 'updateJob',
    tag: 'jobs',
    summary: 'Move a job before or behind the others of the organization; what runs goes on',
    access: 'jobs.control',
    params: id,
    /** Higher starts earlier, among the organization's own jobs only; 0 is where every job begins. */
    body: z.object({ priority: z.int().min(-10).max(10) }),
    responses: { 200: z.object({ job }) },
  },
  deleteJob: {
    method: 'DELETE',
    path: '/jobs/:id',
    operationId: 'deleteJob',
    tag: 'jobs',
    summary: 'Take a job that ended out of the lists; what it made and what it cost stay',
    access: 'jobs.control',
    params: id,
    responses: { 204: null },
  },
  restoreJob: {
    method: 'POST',
    path: '/jobs/:id/restore',
    operationId: 'restoreJob',
    tag: 'jobs',
    summary: 'Bring a deleted job back into the lists',
    access: 'jobs.control',
    params: id,
    responses: { 200: z.object({ job }) },
  },
  cancelJob: {
    method: 'POST',
    path: '/jobs/:id/cancel',
    operationId: 'cancelJob',
    tag: 'jobs',
    summary: 'Stop a job; what is finished stays, reserved credits come back',
    access: 'jobs.control',
    params: id,
    responses: { 202: accepted },
  },
  retryJob: {
    method: 'POST',
    path: '/jobs/:id/retry',
    operationId: 'retryJob',
    tag: 'jobs',
    summary: 'Go on from the step that failed',
    access: 'jobs.control',
    params: id,
    responses: { 202: accepted },
  },
  getQueueStatus: {
    method: 'GET',
    path: '/queue/status',
    operationId: 'getQueueStatus',
    tag: 'jobs',
    summary: 'Capacity, what waits and for what, and what the last hour gave',
    access: 'jobs.read',
    query: z.object({ scope }),
    responses: { 200: queueStatus },
  },
  getOperatorQueues: {
    method: 'GET',
    path: '/admin/queues',
    operationId: 'getOperatorQueues',
    tag: 'jobs',
    summary: 'How full the studio is with whose work; for its operator',
    access: 'signed_in',
    responses: { 200: operatorQueues },
  },
  setRunningLimit: {
    method: 'PUT',
    path: '/admin/queues/limit',
    operationId: 'setRunningLimit',
    tag: 'jobs',
    summary: 'How many pieces every organization, or one, may have in work at once; for the operator',
    access: 'signed_in',
    body: z.object({
      /** Null: the figure for every organization that has none of its own. */
      organizationId: organizationId.nullable().default(null),
      /** Null: no limit; of one organization: that of the studio. */
      maxRunning: z.int().min(1).max(1000).nullable(),
    }),
    responses: { 204: null },
  },
  setQueuePaused: {
    method: 'POST',
    path: '/queue/paused',
    operationId: 'setQueuePaused',
    tag: 'jobs',
    summary: 'Hold or release the organization’s new work',
    access: 'queue.control',
    body: z.object({ isPaused: z.boolean() }),
    responses: { 204: null },
  },
  clearQueue: {
    method: 'POST',
    path: '/queue/clear',
    operationId: 'clearQueue',
    tag: 'jobs',
    summary:
      'Stop every job of the organization that has not begun; with dryRun only how many and how many credits come back',
    access: 'queue.control',
    body: z.object({ dryRun: z.boolean().optional() }),
    responses: { 200: z.object({ count, creditsReturned: z.int(), isDone: z.boolean() }) },
  },
});

/** Hand-written streams, described here for the reference. `Last-Event-ID` (or `?after=`) resumes. */
export const eventRoutes = defineRoutes({
  streamEvents: {
    method: 'GET',
    path: '/events',
    operationId: 'streamEvents',
    tag: 'events',
    summary: 'Server-sent events of the organization',
    access: 'events.read',
    query: z.object({ after: z.string().optional(), projectId: projectId.optional() }),
    responses: { 200: null },
    binary: { mediaType: 'text/event-stream', description: 'StreamEvent per message' },
  },
  socketEvents: {
    method: 'GET',
    path: '/ws',
    operationId: 'socketEvents',
    tag: 'events',
    summary: 'The same messages over WebSocket',
    access: 'events.read',
    query: z.object({ after: z.string().optional(), projectId: projectId.optional() }),
    responses: { 101: null },
  },
});
