import type { RoutePort } from '@kinora/studios';
import type { Database } from '../../platform/database/index.ts';
import { assertUnpricedAllowed } from '../budgets/index.ts';
import { type ConnectionParts, openConnection } from './connections.ts';
import { routingError } from './errors.ts';
import { madeByOf } from './generate.ts';

/** What studios may know of a route: who makes it and at which price. No key and no call goes through it. */
export function createRoutePort(
  parts: ConnectionParts & { database: Pick<Database, 'inOrganization'> },
  organizationId: string,
): RoutePort {
  return {
    find: (route, { projectId = null, isUnderWay = false }: { projectId?: string | null; isUnderWay?: boolean } = {}) =>
      parts.database.inOrganization(organizationId, async (transaction) => {
        const connection = await openConnection(transaction, route.connection, parts);
        if (!connection.isEnabled && !isUnderWay)
          throw routingError('connection.off', `connection ${route.connection} is off`);
        const { provider } = connection;
        const model = connection.models.find(({ id }) => id === route.model);
        if (!model) throw routingError('generation.unknown_model', `no model ${route.model}`);
        const isOperators = connection.connectionId === null;
        if (isOperators && model.price === null) throw routingError('generation.no_price', `${model.id} has no price`);
        // Refused before anybody presses, and again where it would be sent.
        if (!isOperators && model.price === null && !isUnderWay)
          await assertUnpricedAllowed(transaction, { projectId, userId: null });
        return {
          provider: provider.id,
          providerTitle: provider.title,
          model,
          madeBy: madeByOf(connection, model),
          isOperators,
        };
      }),
  };
}
