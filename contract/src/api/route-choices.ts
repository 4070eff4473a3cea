import { z } from 'zod';
import { generationModel } from '../generation.ts';
import { messages } from '../messages.ts';
import { brandId, projectId, ratio } from '../primitives.ts';
import { defineRoutes } from './route.ts';

const routeName = { connection: z.string().min(1).max(80), model: z.string().min(1).max(200) };
/** What is wanted of a vendor for a shot. */
export const orderedThing = z.enum(['picture', 'motion']);
export type OrderedThing = z.infer<typeof orderedThing>;

/** One way to have it made, with what speaks for it and against it. The list stands in the order in which to choose. */
export const rankedRoute = z
  .object({
    ...routeName,
    connectionName: z.string(),
    isOperators: z.boolean(),
    providerTitle: z.string(),
    title: z.string(),
    capability: generationModel.shape.capability,
    /** False where it cannot be asked for this; `reasons` then begin with why. */
    isUsable: z.boolean(),
    /** Expected price in millionths; null where nobody but the vendor knows. */
    priceMicros: z.int().nullable(),
    currency: z.literal('USD'),
    /** Seconds from sending to the finished file, as measured here; null before its first use. */
    expectedSeconds: z.int().nullable(),
    /** Length it would be asked for. */
    madeSeconds: z.int().nullable(),
    /** Sentences, best first. */
    reasons: z.array(z.string()),
  })
  .meta({ id: 'RankedRoute' });
export type RankedRoute = z.infer<typeof rankedRoute>;

/** Who makes pictures and motion: `draft` while trying, `finish` when chosen shots are made again. */
export const routeChoice = z
  .object({ capability: orderedThing, purpose: z.enum(['draft', 'finish']), ...routeName })
  .meta({ id: 'RouteChoice' });
export type RouteChoice = z.infer<typeof routeChoice>;
const choices = z.array(routeChoice).max(4);
const about = { projectId: projectId.optional(), brandId: brandId.optional() };

export const routeChoiceRoutes = defineRoutes({
  listRoutes: {
    method: 'GET',
    path: '/routes',
    operationId: 'listRoutes',
    tag: 'connections',
    summary:
      'Models that can be asked for a picture or a motion, ranked by fit, health, price and time, with the reasons',
    access: 'models.read',
    query: z.object({
      what: orderedThing,
      projectId: projectId.optional(),
      ratio: ratio.optional(),
      /** Length of the shot. */
      seconds: z.coerce.number().positive().max(600).optional(),
      /** Pictures that can go along: what the shot shows now. */
      pictures: z.coerce.number().int().nonnegative().max(24).default(0),
      characters: z.coerce.number().int().nonnegative().max(100_000).default(0),
      /** The same seed must make the same answer. */
      needsSeed: z.stringbool().default(false),
    }),
    responses: { 200: z.object({ items: z.array(rankedRoute), messages }) },
  },
  listRouteChoices: {
    method: 'GET',
    path: '/route-choices',
    operationId: 'listRouteChoices',
    tag: 'connections',
    summary: 'Who makes the pictures and motion of a project or a brand; a project without its own has its brand’s',
    access: 'projects.read',
    query: z.object(about),
    responses: { 200: z.object({ items: choices }) },
  },
  setRouteChoices: {
    method: 'PUT',
    path: '/route-choices',
    operationId: 'setRouteChoices',
    tag: 'connections',
    summary: 'Choose who makes drafts and who finishes, for a project or for all films of a brand',
    access: 'projects.write',
    body: z.object({ ...about, items: choices }),
    responses: { 200: z.object({ items: choices }) },
  },
});
