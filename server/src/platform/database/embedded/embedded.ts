import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KinoraError } from '@kinora/contract';
import { preparePostgresBinaries } from './binaries.ts';
import { clearStalePostmaster, isOwnPostmaster, isProcessAlive, readPostmaster } from './postmaster.ts';
import { chooseRunAs, commandAs, giveTo, runToEnd } from './run-as.ts';

export type EmbeddedPostgres = {
  ownerUrl: string;
  processId: number;
  /** True when a server left by a killed studio was taken over instead of started. */
  wasAdopted: boolean;
  /** Fast shutdown: open clients are cut off, data is flushed. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = { dataFolder: string; settings?: readonly string[] };

const OWNER = 'kinora_owner';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
/** WAL kept for the online backup: a segment must not vanish while the files are copied. */
const SETTINGS = [
  'shared_buffers=64MB',
  'max_connections=60',
  'wal_keep_size=256MB',
  'log_min_messages=warning',
  'listen_addresses=127.0.0.1',
];

/**
 * The embedded server's life: absent → initialised → running → stopped. A kill -9 of the studio leaves it running as an
 * orphan; the next start adopts it by its postmaster.pid. A kill -9 of PostgreSQL leaves a stale file; the next start
 * removes it and PostgreSQL recovers from its log.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.dataFolder, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const way = chooseRunAs(folder);
  giveTo(way, folder);
  const data = join(folder, 'data');
  const password = readOrMakePassword(join(folder, 'owner-password'));
  const { initdb, postgres } = preparePostgresBinaries(folder);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise({ way, initdb, folder, data, password });
  const adopted = adopt(data);
  if (adopted) return toHandle(adopted.processId, adopted.port, password, true);
  const port = await findFreePort();
  const processId = await launch({ way, postgres, data, port, settings: [...SETTINGS, ...(options.settings ?? [])] });
  return toHandle(processId, port, password, false);
}

function readOrMakePassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

type Way = ReturnType<typeof chooseRunAs>;

/** A half-made data folder (kill during initdb) is thrown away: PG_VERSION is the last thing that must be there. */
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
  rmSync(data, { recursive: true, force: true });
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

function adopt(data: string): { processId: number; port: number } | null {
  const found = readPostmaster(data);
  if (!found) return null;
  if (isOwnPostmaster(found, data)) return found;
  clearStalePostmaster(data);
  return null;
}

async function launch({
  way,
  postgres,
  data,
  port,
  settings,
}: {
  way: Way;
  postgres: string;
  data: string;
  port: number;
  settings: readonly string[];
}): Promise<number> {
  // Socket paths must stay below 107 characters, whatever the data folder's length.
  const sockets = mkdtempSync(join(tmpdir(), 'kinora-pg-'));
  giveTo(way, sockets);
  const flags = [`unix_socket_directories=${sockets}`, ...settings].flatMap((setting) => ['-c', setting]);
  const { command, args, options } = commandAs(way, postgres, ['-D', data, '-p', String(port), ...flags]);
  // Detached: Ctrl-C in a terminal reaches the whole group and would stop the database before the studio has flushed.
  const child = spawn(command, args, { ...options, cwd: data, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  await waitUntilReady(child);
  child.stderr?.destroy();
  child.unref();
  const started = readPostmaster(data);
  if (!started) throw new KinoraError('database.start_failed', 'postgres is ready but wrote no postmaster.pid');
  return started.processId;
}

function waitUntilReady(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string) =>
      reject(
        new KinoraError('database.start_failed', `${reason}: ${output.slice(-2000)}`, {
          sentence: 'The embedded database did not start. The log says why; the data is untouched.',
        }),
      );
    const timer = setTimeout(() => fail('postgres was not ready in time'), START_TIMEOUT_MS);
    child.stderr?.on('data', (chunk) => {
      output += chunk;
      if (!output.includes('ready to accept connections')) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve();
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`postgres ended with ${code}`);
    });
  });
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

function toHandle(processId: number, port: number, password: string, wasAdopted: boolean): EmbeddedPostgres {
  return {
    ownerUrl: `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`,
    processId,
    wasAdopted,
    async stop() {
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
