import { toSecretKeySource } from './open-database.ts';
import type { StudioConfig } from './platform/config/index.ts';
import { deriveRolePasswords, prepareDatabase, startEmbeddedPostgres } from './platform/database/index.ts';
import { loadSecretKeys } from './platform/secrets/index.ts';

/**
 * Brings the database up to this program's schema and hands its migration login on.
 * @param isAlone no studio runs or starts on this data: only then is the server ours to stop
 */
export async function withOwner<Result>(
  config: StudioConfig,
  isAlone: boolean,
  work: (ownerUrl: string) => Promise<Result>,
): Promise<Result> {
  const passwords = deriveRolePasswords(loadSecretKeys(toSecretKeySource(config)).current.key);
  if (config.database.kind === 'external') {
    const { ownerUrl, roleUrls } = config.database;
    await prepareDatabase(roleUrls ? { ownerUrl } : { ownerUrl, passwords });
    return work(ownerUrl);
  }
  const server = await startEmbeddedPostgres({ dataFolder: config.dataFolder });
  try {
    await prepareDatabase({ ownerUrl: server.ownerUrl, passwords });
    return await work(server.ownerUrl);
  } finally {
    if (isAlone) await server.stop();
  }
}
