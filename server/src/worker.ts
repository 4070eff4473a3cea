import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinoraError } from '@kinora/contract';
import { toSecretKeySource } from './open-database.ts';
import type { StudioConfig } from './platform/config/index.ts';
import {
  assertSameSchema,
  assertUsableServer,
  type Database,
  type DatabaseUrls,
  deriveRolePasswords,
  findEmbeddedPostgres,
  openDatabase,
  prepareDatabase,
  toRoleUrls,
} from './platform/database/index.ts';
import { openListener } from './platform/events/index.ts';
import { findHolder, findRunningInstance } from './platform/instance-lock/index.ts';
import { createLog } from './platform/log/index.ts';
import { loadSecretKeys, type SecretKeys } from './platform/secrets/index.ts';
import { closeAll } from './studio.ts';
import { openWorkerFolder, sweepWorkerFolders } from './worker-folders.ts';
import { openWorkshop, type StudioAdditions } from './workshop.ts';

export type RunningWorker = {
  /** Where the studio is that it works for; null when that runs on another machine. */
  studioAddress: string | null;
  slots: Readonly<Record<string, number>>;
  close(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const LOOK_MS = 500;
/** Fewer than the studio's own: several workers share the embedded server's connections. */
const POOL_SIZES = { app: 6, auth: 1, jobs: 3 };

/**
 * A process that takes work and answers no requests (roles without `api`). It has no database of its own: it joins the
 * studio that runs on the same data folder, or, with DATABASE_URL and S3, one on other machines; with neither it refuses
 * (docs/decisions/0050). It lives as long as the embedded database it joined: a killed studio's database goes on and is
 * taken over by the next start, so the worker goes on as well; a studio that stops takes the database with it.
 */
export async function startWorker(
  config: StudioConfig,
  onStudioGone: () => void,
  additions?: StudioAdditions,
): Promise<RunningWorker> {
  const studioAddress = await findStudio(config);
  const log = createLog(config.logLevel);
  const onError = (error: unknown) => log.error({ err: error }, 'background work failed');
  const closers: (() => Promise<void> | void)[] = [];
  const close = () => closeAll(closers.splice(0).reverse());
  try {
    await sweepWorkerFolders(config.dataFolder);
    const folder = await openWorkerFolder(config.dataFolder, onError);
    closers.push(folder.close);
    const secretKeys = loadSecretKeys(toSecretKeySource(config));
    const joined = await joinDatabase(config, secretKeys);
    const database = openWorkerDatabase(joined.urls, log);
    closers.push(() => database.close());
    const listener = await openListener({ url: database.urls.jobs, onError });
    closers.push(() => listener.close());
    const cacheFolder = join(folder.path, 'files');
    const workshop = await openWorkshop({
      config,
      database,
      secretKeys,
      listener,
      cacheFolder,
      additions,
      log,
      onError,
    });
    closers.push(() => workshop.close());
    const { port } = joined;
    const watch = (onGone: () => void) =>
      port === null ? () => undefined : watchStudio(config.dataFolder, port, onGone);
    const started = await startWhileThere(() => workshop.startWorker(), { watch, onGone: onStudioGone });
    closers.push(() => started.running.stop(config.keeping.shutdownSeconds * 1000 - 2000), started.stopWatching);
    return { studioAddress, slots: workshop.slots, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Only the message: the error object carries the whole client, and a stop ends idle connections on purpose. */
function openWorkerDatabase(urls: DatabaseUrls, log: ReturnType<typeof createLog>): Database {
  const onConnectionLost = (error: Error) => log.warn({ reason: error.message }, 'a database connection was lost');
  return openDatabase({ urls, sizes: POOL_SIZES, onConnectionLost });
}

/** One that is just starting is waited for: a service manager starts both at once. */
async function findStudio(config: StudioConfig): Promise<string | null> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (findHolder(config.dataFolder) && Date.now() < deadline) {
    const running = findRunningInstance(config.dataFolder);
    if (running) return running.address;
    await sleep(LOOK_MS);
  }
  const missing = listMissing(config);
  if (missing.length === 0) return null;
  throw new KinoraError('worker.no_studio', `no studio on ${config.dataFolder}; missing ${missing.join(', ')}`, {
    sentence: `No studio runs on the data in ${config.dataFolder}. On the same machine start the studio first (npm start) with the same KINORA_DATA. On another machine a worker also needs ${new Intl.ListFormat('en').format(missing)}.`,
    details: { missing },
  });
}

/** What a worker on another machine shares with the studio, and has not been told. */
function listMissing({ database, files, secretKey }: StudioConfig): string[] {
  return [
    ...(database.kind === 'external' ? [] : ['DATABASE_URL']),
    ...(secretKey === undefined ? ['KINORA_SECRET_KEY'] : []),
    ...(files.kind === 's3' ? [] : ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']),
  ];
}

/** @returns the logins, and the port of the embedded server while it is that one */
async function joinDatabase(
  config: StudioConfig,
  keys: SecretKeys,
): Promise<{ urls: DatabaseUrls; port: number | null }> {
  const passwords = deriveRolePasswords(keys.current.key);
  if (config.database.kind === 'external') {
    const { ownerUrl, roleUrls } = config.database;
    await assertUsableServer(ownerUrl);
    await prepareDatabase(roleUrls ? { ownerUrl } : { ownerUrl, passwords });
    return { urls: roleUrls ? { owner: ownerUrl, ...roleUrls } : toRoleUrls(ownerUrl, passwords), port: null };
  }
  const server = findEmbeddedPostgres(config.dataFolder);
  if (!server)
    throw new KinoraError('database.unavailable', 'the studio runs, its database does not', { isRetryable: true });
  await assertSameSchema(server.ownerUrl);
  return { urls: toRoleUrls(server.ownerUrl, passwords), port: server.port };
}

/**
 * The engine waits for its database for as long as that is away, which is for ever where it came back elsewhere: a start that
 * sees its studio go fails instead, so that whoever started this process may start it again. Once it runs, `onGone` is told.
 * @throws `worker.no_studio`
 */
export async function startWhileThere<Running>(
  start: () => Promise<Running>,
  { watch, onGone }: { watch: (onGone: () => void) => () => void; onGone: () => void },
): Promise<{ running: Running; stopWatching: () => void }> {
  let tellGone = onGone;
  let stopWatching: () => void = () => undefined;
  const gone = new Promise<never>((_resolve, reject) => {
    tellGone = () =>
      reject(
        new KinoraError('worker.no_studio', 'the studio ended, or its database moved, while this worker started', {
          sentence: 'The studio ended while this worker started. Start the worker again after the studio.',
        }),
      );
    stopWatching = watch(() => tellGone());
  });
  try {
    const running = await Promise.race([start(), gone]);
    tellGone = onGone;
    return { running, stopWatching };
  } catch (error) {
    stopWatching();
    throw error;
  }
}

/** Gone is a studio whose database has ended with it, or was started anew at another port before we looked. */
function watchStudio(dataFolder: string, port: number, onGone: () => void): () => void {
  const timer = setInterval(() => {
    const server = findEmbeddedPostgres(dataFolder);
    const isGone = server ? server.port !== port : findHolder(dataFolder) === null;
    if (!isGone) return;
    clearInterval(timer);
    onGone();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
