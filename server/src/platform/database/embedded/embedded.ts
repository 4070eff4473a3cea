import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { KinoraError } from '@kinora/contract';
import { preparePostgresBinaries } from './binaries.ts';
import { keepRunning } from './keep-running.ts';
import { clearStalePostmaster, endOrphans, isOwnPostmaster, isProcessAlive, readPostmaster } from './postmaster.ts';
import { chooseRunAs, commandAs, giveTo, runToEnd } from './run-as.ts';

export type EmbeddedPostgres = {
  ownerUrl: string;
  /** Of the server that runs now: another one after it was killed and started again. */
  readonly processId: number;
  /** True when a server left by a killed studio was taken over instead of started. */
  wasAdopted: boolean;
  /** Fast shutdown: open clients are cut off, data is flushed. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataFolder: string;
  settings?: readonly string[];
  /** Told when the server died and could not be started again at once; it is tried again. */
  onError?: (error: unknown) => void;
};

const OWNER = 'kinora_owner';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
/** WAL kept for the online backup: a segment must not vanish while the files are copied. */
const SETTINGS = [
  'shared_buffers=64MB',
  // The studio takes about thirty, each worker that joins it about twenty.
  'max_connections=120',
  'wal_keep_size=256MB',
  'log_min_messages=warning',
  'listen_addresses=127.0.0.1',
  // No socket file: its path has a limit of 107 characters, and a killed studio would leave its folder behind.
  'unix_socket_directories=',
];
const LOG_LIMIT_BYTES = 5_000_000;

/**
 * The embedded server's life: absent → initialised → running → stopped. A kill -9 of the studio leaves it running as an
 * orphan; the next start adopts it by its postmaster.pid, once it is ready. A kill -9 of PostgreSQL leaves a stale file
 * and perhaps busy backends; these are ended, the file is removed, and PostgreSQL is started again on its port and recovers
 * from its log: by the running studio within a second, or by the next start. A kill during initialisation leaves only `data.making`, which the next start replaces.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.dataFolder, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const way = chooseRunAs(folder);
  giveTo(way, folder);
  const data = join(folder, 'data');
  const password = readOrMakePassword(join(folder, 'owner-password'));
  const { initdb, postgres } = preparePostgresBinaries(folder);
  if (!existsSync(data)) await initialise({ way, initdb, folder, data, password });
  assertWhole(data);
  const settings = [...SETTINGS, ...(options.settings ?? [])];
  const startOn = (port: number) => launch({ way, postgres, data, port, settings, log: join(folder, 'server.log') });
  const adopted = await adopt(data);
  if (!adopted) await endOrphans(data);
  const port = adopted?.port ?? (await findFreePort());
  const server = keepRunning({
    processId: adopted?.processId ?? (await startOn(port)),
    isAlive: isProcessAlive,
    async startAgain() {
      await endOrphans(data);
      clearStalePostmaster(data);
      return startOn(port);
    },
    onError: options.onError ?? (() => {}),
  });
  return toHandle({ server, port, password, wasAdopted: adopted !== null });
}

/**
 * The server that runs on this folder's data, for others than the studio that keeps it running; null when none is ready.
 */
export function findEmbeddedPostgres(dataFolder: string): { ownerUrl: string; port: number } | null {
  const folder = resolve(dataFolder, 'postgres');
  const data = join(folder, 'data');
  const found = existsSync(data) ? readPostmaster(data) : null;
  if (!found?.isReady || !isOwnPostmaster(found, data)) return null;
  const password = readFileSync(join(folder, 'owner-password'), 'utf8').trim();
  return { ownerUrl: toOwnerUrl(found.port, password), port: found.port };
}

function toOwnerUrl(port: number, password: string): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`;
}

function readOrMakePassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

type Way = ReturnType<typeof chooseRunAs>;

/** The folder gets its name by a rename at the end, so one that lacks its version was damaged: never made anew over it. */
function assertWhole(data: string): void {
  if (existsSync(join(data, 'PG_VERSION'))) return;
  throw new KinoraError('database.start_failed', `${data} has no PG_VERSION`, {
    sentence:
      'The folder of the embedded database is damaged and was left as it is. Restore a backup, or move the folder away to begin anew.',
  });
}

/** Made aside and renamed: a kill in the middle leaves nothing that looks like a database. */
async function initialise({
  way,
  initdb,
  folder,
  data,
  password,
}: {
  way: Way;
  initdb: string;
  folder: string;
  data: string;
  password: string;
}): Promise<void> {
  const passwordFile = join(folder, 'initdb-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(way, passwordFile);
  const making = `${data}.making`;
  rmSync(making, { recursive: true, force: true });
  try {
    await runToEnd(
      way,
      initdb,
      [
        '-D',
        making,
        '-U',
        OWNER,
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--lc-collate=C',
        '--lc-ctype=C.UTF-8',
        '--data-checksums',
        '--no-sync',
      ],
      folder,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(making, data);
}

async function adopt(data: string): Promise<{ processId: number; port: number } | null> {
  const found = readPostmaster(data);
  if (!found) return null;
  if (isOwnPostmaster(found, data)) {
    await waitUntil(() => readPostmaster(data)?.isReady === true || !isOwnPostmaster(found, data));
    if (isOwnPostmaster(found, data)) return found;
  }
  clearStalePostmaster(data);
  return null;
}

type LaunchOptions = {
  way: Way;
  postgres: string;
  data: string;
  port: number;
  settings: readonly string[];
  log: string;
};

async function launch({ way, postgres, data, port, settings, log }: LaunchOptions): Promise<number> {
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const { command, args, options } = commandAs(way, postgres, ['-D', data, '-p', String(port), ...flags]);
  const logFile = openLog(log);
  const logStart = statSync(log).size;
  // Detached: Ctrl-C in a terminal reaches the whole group and would stop the database before the studio has flushed.
  const child = spawn(command, args, { ...options, cwd: data, detached: true, stdio: ['ignore', 'ignore', logFile] });
  closeSync(logFile);
  let ending: string | null = null;
  child.once('error', (error) => {
    ending = error.message;
  });
  child.once('exit', (code) => {
    ending = `postgres ended with ${code}`;
  });
  const isReady = await waitUntil(() => ending !== null || readPostmaster(data)?.isReady === true);
  const started = readPostmaster(data);
  if (!isReady || ending !== null || !started) {
    const tail = readFileSync(log).subarray(logStart).toString('utf8').slice(-2000);
    throw new KinoraError('database.start_failed', `${ending ?? 'postgres was not ready in time'}: ${tail}`);
  }
  child.unref();
  return started.processId;
}

/** A file, not a pipe: the server outlives this program and must be able to say why it failed. */
function openLog(log: string): number {
  const isLong = existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES;
  return openSync(log, isLong ? 'w' : 'a', 0o600);
}

async function waitUntil(isTrue: () => boolean): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!isTrue()) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

type HandleParts = { server: ReturnType<typeof keepRunning>; port: number; password: string; wasAdopted: boolean };

function toHandle({ server, port, password, wasAdopted }: HandleParts): EmbeddedPostgres {
  // A program that ends without its stop (a second Ctrl-C, an error nobody caught) takes its server along; only a kill -9
  // leaves it, for the next start to adopt.
  const askToStop = () => {
    if (isProcessAlive(server.processId)) process.kill(server.processId, 'SIGINT');
  };
  process.once('exit', askToStop);
  return {
    ownerUrl: toOwnerUrl(port, password),
    get processId() {
      return server.processId;
    },
    wasAdopted,
    async stop() {
      process.off('exit', askToStop);
      await server.release();
      const { processId } = server;
      if (!isProcessAlive(processId)) return;
      // SIGINT is the fast stop; SIGTERM waits for every client to leave.
      process.kill(processId, 'SIGINT');
      const deadline = Date.now() + STOP_TIMEOUT_MS;
      while (isProcessAlive(processId)) {
        if (Date.now() > deadline)
          throw new KinoraError('database.stop_failed', `postgres ${processId} did not stop in ${STOP_TIMEOUT_MS} ms`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
