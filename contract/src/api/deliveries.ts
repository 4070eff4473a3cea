import { z } from 'zod';
import { deliveryPreset, deliveryPresetId, network } from '../delivery-presets.ts';
import { loudness } from '../film.ts';
import { framingPath } from '../framing.ts';
import { messages, say } from '../messages.ts';
import { preflightFinding } from '../plan-preflight.ts';
import { assetId, contentHash, fractionBox, isoTime, projectId, ratio, shotId } from '../primitives.ts';
import { asset } from './asset.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

const project = z.object({ id: z.uuid() });

/** Where a film goes: one network's placement, or none in particular, in one shape. */
export const placement = z.object({ presetId: deliveryPresetId.nullable(), ratio });
export type Placement = z.infer<typeof placement>;

/** What stands for a film of one shape. `designed` is the frame Kinora chose; it needs no row. */
export const filmCover = z
  .object({
    ratio,
    kind: z.enum(['designed', 'frame', 'picture']),
    /** Frame of the film it was taken from; null where nobody picked one. */
    frame: z.int().nullable(),
    asset,
    /** Its frame is gone from the film: it shows what the film does not. */
    isStale: z.boolean(),
  })
  .meta({ id: 'FilmCover' });
export type FilmCover = z.infer<typeof filmCover>;

const hashtag = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{M}\p{N}_]{1,100}$/u, say('field.hashtag'));
export const postTextBody = z.object({
  title: z.string().trim().max(300),
  text: z.string().trim().max(10_000),
  hashtags: z.array(hashtag).max(60),
});
/** Words that go beside a film on one network. Too long ones are kept and told by the preflight, never cut. */
export const postText = postTextBody
  .extend({
    network,
    isEdited: z.boolean(),
    /** What was left out and why. */
    notices: z.array(z.string()),
  })
  .meta({ id: 'PostText' });
export type PostText = z.infer<typeof postText>;

export const deliveryState = z.enum(['ok', 'warn', 'fault']);
export const deliveryColumn = z
  .object({
    placement,
    /** Name under which the film is saved: the film, the placement and the shape. */
    fileName: z.string(),
    film: asset,
    loudness: loudness.nullable(),
    findings: z.array(preflightFinding),
    worst: deliveryState,
  })
  .meta({ id: 'DeliveryColumn' });
export type DeliveryColumn = z.infer<typeof deliveryColumn>;

/** What is known of models that took part in a film, and where the picture is to say so from the next cut on. */
export const aiLabel = z
  .object({
    /** Null where the newest files were made before models were noted. */
    models: z.array(z.string()).nullable(),
    ratios: z.array(ratio),
  })
  .meta({ id: 'AiLabel' });
export type AiLabel = z.infer<typeof aiLabel>;

/** One shot of the film of one shape, and the part of its picture that is seen. */
export const shotFraming = z
  .object({
    shotId,
    code: z.string(),
    startFrame: z.int().nonnegative(),
    lengthFrames: z.int().positive(),
    /** The place the planner chose. Null where nothing is cut away: the path has nothing to move. */
    planned: fractionBox.nullable(),
    /** Keys that people set; none means the planner's place. */
    path: framingPath,
    source: z
      .object({
        kind: z.enum(['picture', 'film']),
        url: z.string(),
        width: z.int().positive(),
        height: z.int().positive(),
        /** First frame used of a film, at the project's rate. */
        inFrame: z.int().nonnegative(),
      })
      .nullable(),
  })
  .meta({ id: 'ShotFraming' });
export type ShotFraming = z.infer<typeof shotFraming>;

export const framingSheet = z.object({ ratio, items: z.array(shotFraming) }).meta({ id: 'FramingSheet' });
export type FramingSheet = z.infer<typeof framingSheet>;

/** Everything the Deliver tab shows of the film's newest files. */
export const deliverySheet = z
  .object({
    cutNumber: z.int(),
    /** Month the table of limits was looked up. */
    tableDate: z.string(),
    columns: z.array(deliveryColumn),
    covers: z.array(filmCover),
    posts: z.array(postText),
    aiLabel,
    messages: messages.optional(),
  })
  .meta({ id: 'DeliverySheet' });
export type DeliverySheet = z.infer<typeof deliverySheet>;

export const deliveryWay = z.enum(['download', 'zip', 'marked']);
/** One film that went out: what, when, by whom, to whom, from which cut. Never changed afterwards. */
export const delivery = z
  .object({
    id: z.uuid(),
    projectId,
    projectName: z.string(),
    cutNumber: z.int(),
    placement,
    fileName: z.string(),
    hash: contentHash,
    sizeBytes: z.int(),
    /** The file itself (a signed link, ≤ 1 h, byte ranges). */
    url: z.string(),
    coverUrl: z.string().nullable(),
    way: deliveryWay,
    recipient: z.string().nullable(),
    byName: z.string(),
    at: isoTime,
    /** The film has been cut anew since: what went out is not the newest. */
    isOlderCut: z.boolean(),
    worst: deliveryState,
    tableDate: z.string(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof delivery>;

const listQuery = cursorQuery.extend({
  presetId: deliveryPresetId.optional(),
  ratio: ratio.optional(),
  way: deliveryWay.optional(),
  /** Only what was made from an older cut than the newest. */
  older: z.stringbool().optional(),
});
/** As many as one zip holds: a film is up to half a gigabyte. */
export const MOST_DELIVERIES_IN_ZIP = 100;

const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

export const deliveryRoutes = defineRoutes({
  listDeliveryPresets: {
    method: 'GET',
    path: '/delivery-presets',
    operationId: 'listDeliveryPresets',
    tag: 'deliveries',
    summary: 'What each network takes, with the month it was looked up and how sure each limit is',
    access: 'deliveries.read',
    responses: { 200: z.object({ date: z.string(), items: z.array(deliveryPreset) }) },
  },
  getDeliverySheet: {
    method: 'GET',
    path: '/projects/:id/delivery-sheet',
    operationId: 'getDeliverySheet',
    tag: 'deliveries',
    summary: 'The finished films held against the placements asked for, with covers and words of the posts',
    access: 'deliveries.read',
    params: project,
    query: z.object({
      /** `instagram-reels@9:16,any@1:1`; without it, one placement for each shape of the film. */
      placements: z.string().max(1000).optional(),
    }),
    responses: { 200: deliverySheet },
  },
  setFilmCover: {
    method: 'PUT',
    path: '/projects/:id/covers/:ratio',
    operationId: 'setFilmCover',
    tag: 'deliveries',
    summary: 'Choose the cover of one shape: a frame of the film, a picture of your own, or the one Kinora chose',
    access: 'projects.write',
    params: z.object({ id: z.uuid(), ratio }),
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('designed') }),
      z.object({ kind: z.literal('frame'), frame: z.int().nonnegative() }),
      z.object({ kind: z.literal('picture'), assetId }),
    ]),
    responses: { 200: filmCover },
  },
  getFraming: {
    method: 'GET',
    path: '/projects/:id/framings/:ratio',
    operationId: 'getFraming',
    tag: 'deliveries',
    summary: 'Which part of each shot’s picture the film of one shape shows, and where that goes over time',
    access: 'deliveries.read',
    params: z.object({ id: z.uuid(), ratio }),
    responses: { 200: framingSheet },
  },
  setFraming: {
    method: 'PUT',
    path: '/projects/:id/framings/:ratio/:shotId',
    operationId: 'setFraming',
    tag: 'deliveries',
    summary: 'Lead the crop of one shot in one shape; a path without keys goes back to the planner’s place',
    access: 'projects.write',
    params: z.object({ id: z.uuid(), ratio, shotId: z.uuid() }),
    body: z.object({ path: framingPath }),
    responses: { 200: shotFraming },
  },
  setAiLabel: {
    method: 'PUT',
    path: '/projects/:id/ai-label',
    operationId: 'setAiLabel',
    tag: 'deliveries',
    summary: 'Say on the picture of these shapes that models took part, from the next cut on',
    access: 'projects.write',
    params: project,
    body: z.object({ ratios: z.array(ratio).max(4) }),
    responses: { 200: aiLabel },
  },
  setPostText: {
    method: 'PUT',
    path: '/projects/:id/post-texts/:network',
    operationId: 'setPostText',
    tag: 'deliveries',
    summary: 'Keep own words for the post on one network',
    access: 'projects.write',
    params: z.object({ id: z.uuid(), network }),
    body: postTextBody,
    responses: { 200: postText },
  },
  resetPostText: {
    method: 'DELETE',
    path: '/projects/:id/post-texts/:network',
    operationId: 'resetPostText',
    tag: 'deliveries',
    summary: 'Go back to the words planned from the brief and the kit',
    access: 'projects.write',
    params: z.object({ id: z.uuid(), network }),
    responses: { 200: postText },
  },
  recordDeliveries: {
    method: 'POST',
    path: '/projects/:id/deliveries',
    operationId: 'recordDeliveries',
    tag: 'deliveries',
    summary: 'Note that films go out, and get their links',
    access: 'deliveries.record',
    idempotencyKey: 'optional',
    params: project,
    body: z.object({
      placements: z.array(placement).min(1).max(40),
      way: deliveryWay,
      recipient: z.string().trim().min(1).max(120).optional(),
    }),
    responses: { 201: z.object({ items: z.array(delivery) }) },
  },
  listProjectDeliveries: {
    method: 'GET',
    path: '/projects/:id/deliveries',
    operationId: 'listProjectDeliveries',
    tag: 'deliveries',
    summary: 'What went out of one film, newest first',
    access: 'deliveries.read',
    params: project,
    query: listQuery,
    responses: { 200: page(delivery) },
  },
  listDeliveries: {
    method: 'GET',
    path: '/deliveries',
    operationId: 'listDeliveries',
    tag: 'deliveries',
    summary: 'What went out of the organization, newest first',
    access: 'deliveries.read',
    query: listQuery.extend({ projectId: projectId.optional() }),
    responses: { 200: page(delivery) },
  },
  downloadDeliveries: {
    method: 'GET',
    path: '/deliveries/files.zip',
    operationId: 'downloadDeliveries',
    tag: 'deliveries',
    summary: 'Deliveries of one or many films as one zip with a manifest',
    access: 'deliveries.read',
    query: z.object({
      /** Ids of deliveries with commas between, at most 100. */
      ids: z
        .string()
        .max(8000)
        .regex(new RegExp(`^${UUID}(,${UUID})*$`), say('field.delivery_ids')),
    }),
    responses: { 200: null },
    binary: {
      mediaType: 'application/zip',
      description: 'Films, covers, captions, words of the posts and manifest.json',
    },
  },
});
