import { KinoraError } from '@kinora/contract';
import pg from 'pg';
import { toSecretKeySource } from './open-database.ts';
import type { StudioConfig } from './platform/config/index.ts';
import {
  deriveRolePasswords,
  findEmbeddedPostgres,
  prepareDatabase,
  startEmbeddedPostgres,
} from './platform/database/index.ts';
import { acquireInstanceLock } from './platform/instance-lock/index.ts';
import {
  forgetPreviousKeys,
  loadSecretKeys,
  makeKeyText,
  resealAll,
  rotateKeyFile,
  type SecretKeys,
} from './platform/secrets/index.ts';

/** @property sentences what was done, and what is left to do by hand; one a line */
export type RotationResult = { sentences: string[] };

/**
 * `kinora secrets rotate`. The key beside the data is replaced by a new one: logins of the database follow at once, sealed
 * values are wrapped anew, links signed before work for their last hour. A key from the environment is the operator's to
 * replace: told how, and once the new one is set the values are wrapped anew.
 */
export async function rotateSecrets(config: StudioConfig): Promise<RotationResult> {
  return config.secretKey === undefined ? rotateBesideData(config) : rotateFromEnvironment(config);
}

async function rotateBesideData(config: StudioConfig): Promise<RotationResult> {
  const acquired = acquireInstanceLock(config.dataFolder);
  if ('holder' in acquired) {
    throw new KinoraError('studio.already_running', 'rotation beside a running studio', {
      sentence: 'A studio runs on this data with the key so far. Stop it, rotate, and start it again.',
    });
  }
  try {
    loadSecretKeys(toSecretKeySource(config));
    const keys = rotateKeyFile(config.dataFolder, new Date());
    const resealed = await resealEmbedded(config.dataFolder, keys);
    forgetPreviousKeys(config.dataFolder, new Date());
    return {
      sentences: [
        `The key ${keys.previous[0]?.id} was replaced by the key ${keys.current.id}; ${describe(resealed)}.`,
        'Links made before work until they expire, within the hour. Keep the new secret-key apart from your backups, as before.',
      ],
    };
  } finally {
    acquired.lock.release();
  }
}

/** The server is stopped again only if it was not running: with a key from the environment the studio may go on meanwhile. */
async function resealEmbedded(dataFolder: string, keys: SecretKeys): Promise<number> {
  const running = findEmbeddedPostgres(dataFolder);
  if (running) return resealAt(running.ownerUrl, keys);
  const server = await startEmbeddedPostgres({ dataFolder });
  try {
    await prepareDatabase({ ownerUrl: server.ownerUrl, passwords: deriveRolePasswords(keys.current.key) });
    return await resealAt(server.ownerUrl, keys);
  } finally {
    await server.stop();
  }
}

async function rotateFromEnvironment(config: StudioConfig): Promise<RotationResult> {
  if (config.previousSecretKeys.length === 0) {
    return {
      sentences: [
        'The key comes from KINORA_SECRET_KEY, so it is replaced where that is set. On every machine:',
        `1. Set KINORA_SECRET_KEY_PREVIOUS to the key so far, and KINORA_SECRET_KEY to a new one, such as ${makeKeyText()}`,
        '2. Restart every process of the studio: the logins of the database follow the new key.',
        '3. Run "kinora secrets rotate" again: what the old key sealed is wrapped by the new one.',
        '4. After an hour, when links signed by the old key have expired, remove KINORA_SECRET_KEY_PREVIOUS and restart.',
      ],
    };
  }
  const keys = loadSecretKeys(toSecretKeySource(config));
  const resealed =
    config.database.kind === 'external'
      ? await resealAt(config.database.ownerUrl, keys)
      : await resealEmbedded(config.dataFolder, keys);
  return {
    sentences: [
      `The key ${keys.current.id} seals from now on; ${describe(resealed)}.`,
      'After an hour, when links signed by the old key have expired, remove KINORA_SECRET_KEY_PREVIOUS and restart.',
    ],
  };
}

async function resealAt(ownerUrl: string, keys: SecretKeys): Promise<number> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'kinora secrets' });
  await owner.connect();
  try {
    return await resealAll(owner, keys);
  } finally {
    await owner.end();
  }
}

function describe(resealed: number): string {
  return resealed === 1 ? 'one sealed value was wrapped anew' : `${resealed} sealed values were wrapped anew`;
}
