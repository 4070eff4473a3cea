import { dashboardRoutes } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { bindRoutes, type RegisteredRoute, userIdOf } from '../../platform/http/index.ts';
import { readWeek } from './read-week.ts';

/** No person stands behind an API key: what it started is nobody's own. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function createDashboardRoutes({ database }: { database: Pick<Database, 'inOrganization'> }): RegisteredRoute[] {
  return bindRoutes<typeof dashboardRoutes>(dashboardRoutes, {
    async getDashboard({ actor, query }) {
      const userId = query.scope === 'mine' ? (userIdOf(actor) ?? NOBODY) : null;
      const week = await database.inOrganization(actor.organizationId, (transaction) => readWeek(transaction, userId));
      return { status: 200, body: { week } };
    },
  });
}
