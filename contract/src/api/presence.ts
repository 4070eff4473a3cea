import { z } from 'zod';
import { defineRoutes } from './route.ts';

/** A thing that several people may have open at once. */
export const presencePlace = z.object({
  kind: z.enum(['film', 'product', 'brand', 'template', 'file']),
  id: z.uuid(),
});

/** `data` of presence.changed. A tab that tells nothing for 45 s is taken for closed. */
export const presenceEventData = z.object({
  userId: z.uuid(),
  /** A name of the tab's own making. */
  tab: z.string().regex(/^[\w-]{8,64}$/),
  /** Null when the tab has left. */
  place: presencePlace.nullable(),
});

export const presenceRoutes = defineRoutes({
  tellPresence: {
    method: 'POST',
    path: '/presence',
    operationId: 'tellPresence',
    tag: 'events',
    summary: 'Tell those who listen which thing a tab of mine has open; told again every 20 s, and kept nowhere',
    // Whoever hears of others may be heard of.
    access: 'events.read',
    body: presenceEventData.omit({ userId: true }),
    responses: { 204: null },
  },
});
