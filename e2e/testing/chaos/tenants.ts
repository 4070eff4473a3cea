import { createHash, randomBytes } from 'node:crypto';
import { openWallet } from '../../../server/src/domains/credits/index.ts';
import type { Database } from '../../../server/src/platform/database/index.ts';
import { newId } from '../../../server/src/platform/ids.ts';

/** Credits of a new organization (rulings §2). */
export const WELCOME_CREDITS = 50;

/** An organization with a key of its own, and what it may still order. */
export type Tenant = { organizationId: string; key: string; creditsLeft: number };

export async function openTenant(database: Database): Promise<Tenant> {
  const organizationId = newId();
  const key = `kin_${randomBytes(32).toString('base64url')}`;
  await database.inOrganization(organizationId, async (transaction) => {
    await transaction.query('insert into organizations (id, name) values ($1, $2)', [organizationId, 'Chaos']);
    await openWallet(transaction, organizationId);
    await transaction.query(
      `insert into api_keys (id, organization_id, name, prefix, secret_hash, role, scopes)
       values ($1, $2, 'Chaos', $3, $4, 'owner', '{*}')`,
      [newId(), organizationId, key.slice(0, 10), createHash('sha256').update(key).digest()],
    );
  });
  return { organizationId, key, creditsLeft: WELCOME_CREDITS };
}
