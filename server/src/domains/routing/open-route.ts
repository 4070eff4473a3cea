import type { GenerationModel } from '@kinora/contract';
import type { Route } from '@kinora/studios';
import type { Transaction } from '../../platform/database/index.ts';
import { findOwnWorkflow } from './comfy/workflow-store.ts';
import { type ConnectionParts, type OpenConnection, openConnection } from './connections.ts';
import { routingError } from './errors.ts';

/** The connection and the model that a route names; a workflow of the organization's own is a model as well. */
export async function openRoute(
  transaction: Transaction,
  route: Route,
  parts: ConnectionParts,
): Promise<{ connection: OpenConnection; model: GenerationModel }> {
  const own = await findOwnWorkflow(transaction, route.model);
  const connection = await openConnection(transaction, route.connection, parts, own);
  const model = connection.models.find(({ id }) => id === route.model);
  if (!model) throw routingError('generation.unknown_model', `no model ${route.model}`);
  return { connection, model };
}
