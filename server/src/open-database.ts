import type { StudioConfig } from './platform/config/index.ts';
import {
  assertUsableServer,
  type Database,
  deriveRolePasswords,
  openDatabase,
  prepareDatabase,
  startEmbeddedPostgres,
  toRoleUrls,
} from './platform/database/index.ts';
import type { SecretKeySource } from './platform/secrets/index.ts';

/** Where this installation's keys come from. */
export function toSecretKeySource(config: StudioConfig): SecretKeySource {
  return {
    fromEnvironment: config.secretKey,
    previousFromEnvironment: config.previousSecretKeys,
    dataFolder: config.dataFolder,
    isRequired: config.database.kind === 'external',
  };
}

export type OpenedDatabase = { database: Database; stop(): Promise<void> };

/** Brings the database up (embedded, or the one at DATABASE_URL), migrates it and opens the pools. */
export async function openStudioDatabase(
  config: StudioConfig,
  secretKey: Uint8Array,
  onConnectionLost: (error: Error) => void,
): Promise<OpenedDatabase> {
  const passwords = deriveRolePasswords(secretKey);
  if (config.database.kind === 'external') {
    const { ownerUrl, roleUrls } = config.database;
    await assertUsableServer(ownerUrl);
    await prepareDatabase(roleUrls ? { ownerUrl } : { ownerUrl, passwords });
    const database = openDatabase({
      urls: roleUrls ? { owner: ownerUrl, ...roleUrls } : toRoleUrls(ownerUrl, passwords),
      onConnectionLost,
    });
    return { database, stop: () => database.close() };
  }
  const server = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    onError: (error) => onConnectionLost(toError(error)),
  });
  await prepareDatabase({ ownerUrl: server.ownerUrl, passwords });
  const database = openDatabase({ urls: toRoleUrls(server.ownerUrl, passwords), onConnectionLost });
  return {
    database,
    async stop() {
      await database.close();
      await server.stop();
    },
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
