import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '@kinora/contract';
import { newId } from '../../platform/ids.ts';
import type { AccountDependencies } from './dependencies.ts';
import { writeInstallation } from './identity-store.ts';
import { findKeyActor, findLocalOrganization, insertApiKey } from './organization-store.ts';
import { LOCAL_ORGANIZATION_KEY } from './sign-up.ts';
import { hashToken, makeApiKeySecret } from './tokens.ts';

/**
 * Commands on this computer (`npx kinora film`) use the studio without asking anybody: whoever can read the data folder
 * owns everything in it. A key for them lies in `local-access.json`, readable by its owner only. While no owner exists
 * its organization has no members; set-up takes it over, films included.
 * @returns the key's id, by which those commands are known
 */
export async function ensureLocalAccess(dependencies: AccountDependencies, dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'local-access.json');
  const organizationId =
    (await findLocalOrganization(dependencies.database.app)) ?? (await makeLocalOrganization(dependencies));
  const known = await readKey(dependencies, file);
  if (known?.organization_id === organizationId) return known.api_key_id;
  const id = newId();
  const { secret, prefix, hash } = makeApiKeySecret();
  await dependencies.database.inOrganization(organizationId, (transaction) =>
    insertApiKey(transaction, {
      id,
      organizationId,
      name: say('key.local'),
      prefix,
      hash,
      role: 'owner',
      scopes: ['*'],
      createdByUserId: null,
      expiresAt: null,
    }),
  );
  writeFileSync(file, JSON.stringify({ organizationId, secret }), { mode: 0o600 });
  chmodSync(file, 0o600);
  return id;
}

async function makeLocalOrganization({ database, openWallet }: AccountDependencies): Promise<string> {
  const id = newId();
  await database.inOrganization(id, async (transaction) => {
    await transaction.query('insert into organizations (id, name) values ($1, $2)', [id, 'Studio']);
    await openWallet(transaction, id);
  });
  await writeInstallation(database.auth, LOCAL_ORGANIZATION_KEY, id);
  return id;
}

async function readKey({ database }: AccountDependencies, file: string) {
  const secret = existsSync(file) ? parse(readFileSync(file, 'utf8')) : null;
  return secret === null ? undefined : findKeyActor(database.app, hashToken(secret));
}

/** A half-written file counts as none. */
function parse(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'secret' in value && typeof value.secret === 'string'
      ? value.secret
      : null;
  } catch {
    return null;
  }
}
