import { z } from 'zod';
import { isoTime } from '../primitives.ts';
import { defineRoutes } from './route.ts';

/** Figures of the last seven days, today included, in the organization's time zone; all from jobs and files that are there. */
export const weekFigures = z
  .object({
    since: isoTime,
    /** Each film once, however often it was made anew. */
    filmsFinished: z.int(),
    /** Length of the films rendered, each shape counted. */
    secondsRendered: z.number(),
    jobsFinished: z.int(),
    jobsFailed: z.int(),
    /** Middle time from start to end of a finished film; null when none was finished. */
    medianFilmSeconds: z.number().nullable(),
    /** As the ledger has it, also for work that goes on. */
    creditsSpent: z.int(),
    /** Films finished on each of the seven days, oldest first. */
    days: z.array(z.object({ day: z.string(), filmsFinished: z.int() })),
  })
  .meta({ id: 'WeekFigures' });
export type WeekFigures = z.infer<typeof weekFigures>;

export const dashboardRoutes = defineRoutes({
  getDashboard: {
    method: 'GET',
    path: '/dashboard',
    operationId: 'getDashboard',
    tag: 'dashboard',
    summary: 'Figures of the last seven days, of everybody’s work or mine',
    access: 'jobs.read',
    query: z.object({ scope: z.enum(['mine', 'organization']).default('organization') }),
    responses: { 200: z.object({ week: weekFigures }) },
  },
});
