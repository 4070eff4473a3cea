import { presenceRoutes } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { sendLive } from '../../platform/events/index.ts';
import { bindRoutes, type RegisteredRoute, userIdOf } from '../../platform/http/index.ts';

export function createPresenceRoutes({ database }: { database: Pick<Database, 'app'> }): RegisteredRoute[] {
  return bindRoutes<typeof presenceRoutes>(presenceRoutes, {
    async tellPresence({ actor, body }) {
      const userId = userIdOf(actor);
      if (userId !== null)
        await sendLive(database.app, {
          organizationId: actor.organizationId,
          type: 'presence.changed',
          data: { userId, ...body },
        });
      return { status: 204 };
    },
  });
}
