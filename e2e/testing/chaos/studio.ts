import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../server/src/platform/config/index.ts';
import {
  type Database,
  deriveRolePasswords,
  findEmbeddedPostgres,
  openDatabase,
  toRoleUrls,
} from '../../../server/src/platform/database/index.ts';
import { loadSecretKeys } from '../../../server/src/platform/secrets/index.ts';
import { until } from '../until.ts';
import { bundleProcess } from './bundle-process.ts';
import { type KeptProcess, keepProcess } from './keep-process.ts';
import { readPostmasterId } from './kill-database.ts';
import { openTenant, type Tenant } from './tenants.ts';
import type { Vendors } from './vendors.ts';

/** A fifth of what people have: a run is over sooner, and gives way oftener. */
const HASTE = { settleMs: 1500, patienceMs: 2000 };
const START_LIMIT_MS = 90_000;
const SECRET_KEY = 'chaos-chaos-chaos-chaos-chaos-chaos-chaos-1';

export type ChaosStudio = {
  address: string;
  /** Fails while the database is away. */
  openTenant(): Promise<Tenant>;
  api: KeptProcess;
  workers: readonly KeptProcess[];
  dataFolder: string;
  /** Null while the database is away. */
  ownerUrl(): string | null;
  close(): Promise<void>;
};

/** A studio of several processes on a data folder of its own, as it is started on one machine. */
export async function startChaosStudio(vendors: Vendors, workerCount: number): Promise<ChaosStudio> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kinora-chaos-'));
  const port = await findFreePort();
  const environment = {
    KINORA_DATA: dataFolder,
    KINORA_PRESET: 'hosted',
    KINORA_PRIVATE_HOSTS: '127.0.0.1',
    KINORA_SECRET_KEY: SECRET_KEY,
    KINORA_LIMIT_KEY_CALLS: '0',
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
  };
  const processFile = await bundleProcess();
  const settings = { environment, vendors: vendors.connections, ...HASTE };
  const api = keepProcess(processFile, { ...settings, role: 'api' });
  await until(api.isReady, 'the studio', { timeoutMs: START_LIMIT_MS, explain: api.tell });
  const workers = Array.from({ length: workerCount }, () => keepProcess(processFile, { ...settings, role: 'worker' }));
  return {
    address: `http://127.0.0.1:${port}`,
    openTenant: () => useDatabase(dataFolder, environment, openTenant),
    api,
    workers,
    dataFolder,
    ownerUrl: () => findEmbeddedPostgres(dataFolder)?.ownerUrl ?? null,
    async close() {
      await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
      await api.end('SIGTERM');
      const left = await readPostmasterId(dataFolder);
      if (left !== null) process.kill(left, 'SIGKILL');
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Opened for each use: a database that was started by another API may have come back elsewhere. */
async function useDatabase<Result>(
  dataFolder: string,
  environment: Record<string, string>,
  use: (database: Database) => Promise<Result>,
): Promise<Result> {
  const found = findEmbeddedPostgres(dataFolder);
  if (!found) throw new Error('the database is away');
  const { secretKey: fromEnvironment } = loadConfig(environment);
  const keys = loadSecretKeys({ fromEnvironment, dataFolder, isRequired: false });
  const urls = toRoleUrls(found.ownerUrl, deriveRolePasswords(keys.current.key));
  const database = openDatabase({ urls, sizes: { app: 1, auth: 1, jobs: 1 }, onConnectionLost: () => undefined });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** Chosen once: the API comes back where people look for it. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
