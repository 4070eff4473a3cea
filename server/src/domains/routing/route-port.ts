import type { Route, RoutePort } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { assertUnpricedAllowed } from '../budgets/index.ts';
import { COMFY_POOL, placeInPool } from './comfy/pool.ts';
import { listConnectionRows } from './connection-store.ts';
import type { ConnectionParts } from './connections.ts';
import { routingError } from './errors.ts';
import { toGenerationError } from './intent.ts';
import { openRoute } from './open-route.ts';
import { madeByOf } from './work.ts';

/** What studios may know of a route: who makes it and at which price. No key and no call goes through it. */
export function createRoutePort(
  parts: ConnectionParts & { database: Pick<Database, 'inOrganization'> },
  organizationId: string,
): RoutePort {
  return {
    find: (route, { projectId = null, isUnderWay = false }: { projectId?: string | null; isUnderWay?: boolean } = {}) =>
      parts.database.inOrganization(organizationId, async (transaction) => {
        const asked =
          route.connection === COMFY_POOL
            ? await findPlace(transaction, route, { nowMs: parts.now(), isUnderWay })
            : route;
        const { connection, model } = await openRoute(transaction, asked, parts);
        if (!connection.isEnabled && !isUnderWay)
          throw routingError('connection.off', `connection ${route.connection} is off`);
        const { provider } = connection;
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

/** Where it would go now, so that a file that no server has is told before anything begins. */
async function findPlace(
  transaction: Transaction,
  route: Route,
  { nowMs, isUnderWay }: { nowMs: number; isUnderWay: boolean },
): Promise<Route> {
  const answer = await placeInPool(transaction, { model: route.model, prompt: '', pictures: 0 }, { nowMs });
  if (answer.kind === 'refused') {
    // Under way only what the model is is wanted: where it runs stands in its intent, also while no server was seen lately.
    const server = isUnderWay
      ? (await listConnectionRows(transaction)).find(({ provider }) => provider === 'comfyui')
      : undefined;
    if (!server) throw toGenerationError({ ...answer.fault, wasTaken: false });
    return { ...route, connection: server.id };
  }
  return { ...route, connection: answer.placed.connectionId };
}
