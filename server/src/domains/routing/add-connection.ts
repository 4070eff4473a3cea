import { KinoraError } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { insertConnection, listConnectionRows, type NewConnection } from './connection-store.ts';
import { type ConnectionParts, toSecretContext } from './connections.ts';

const MOST_CONNECTIONS = 50;

/** Seals the key and keeps the connection, while the organization has room for one more. */
export async function addConnection(
  transaction: Transaction,
  { secrets }: Pick<ConnectionParts, 'secrets'>,
  wanted: Omit<NewConnection, 'lastFour'>,
): Promise<void> {
  // Serialised by the organization's row: two requests side by side would both pass the count.
  await transaction.query('select 1 from organizations where id = $1 for update', [wanted.organizationId]);
  if ((await listConnectionRows(transaction)).length >= MOST_CONNECTIONS)
    throw new KinoraError('connection.too_many', `${MOST_CONNECTIONS} connections`);
  await insertConnection(transaction, {
    ...wanted,
    secret: secrets.seal(wanted.secret, toSecretContext(wanted.id)),
    lastFour: wanted.secret.slice(-4),
  });
}
