/** `npm run bench pick-up`: from a job's row to the first line of its work, through queue, engine and runtime (rulings §7). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createJobService, createRegistry, startJobWorker } from '../server/src/domains/jobs/index.ts';
import { testStudio } from '../server/src/domains/jobs/testing/test-studio.ts';
import {
  deriveRolePasswords,
  openDatabase,
  prepareDatabase,
  startEmbeddedPostgres,
  toRoleUrls,
} from '../server/src/platform/database/index.ts';
import { openListener } from '../server/src/platform/events/index.ts';
import { newId } from '../server/src/platform/ids.ts';
import { createLog } from '../server/src/platform/log/index.ts';

const JOBS = 150;
const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-'));
const server = await startEmbeddedPostgres({ dataFolder: join(folder, 'pg') });
const passwords = deriveRolePasswords('bench');
await prepareDatabase({ ownerUrl: server.ownerUrl, passwords });
const database = openDatabase({ urls: toRoleUrls(server.ownerUrl, passwords) });
const listener = await openListener({ url: database.urls.jobs });
const registry = createRegistry([testStudio]);
const openPorts = async () => ({ ports: {} as never, close: async () => {} });
const common = { database, registry, preset: 'self-hosted' as const, openPorts };
const worker = await startJobWorker({
  ...common,
  listener,
  temporaryRoot: folder,
  slots: { studio: 8, light: 4 },
  runGeneration: async () => {
    throw new Error('no vendor is asked here');
  },
  log: createLog('silent'),
  onError: console.error,
});
const jobs = createJobService({
  ...common,
  medians: { get: () => undefined },
  assertProject: async () => {},
  findSample: async () => null,
  startedJobsPerHour: null,
  assertSafe: async () => undefined,
  now: () => new Date(),
});

const organizationId = newId();
await database.inOrganization(organizationId, (tx) =>
  tx.query('insert into organizations (id, name) values ($1, $2)', [organizationId, 'Bench']),
);
await sleep(1500);
for (let index = 0; index < JOBS; index += 1) {
  const input = { folder, text: '', pieces: [] };
  const actor = { organizationId, userId: null, role: 'owner' as const };
  await jobs.create(actor, { studio: 'test', input, consent: {}, requestKey: newId() });
  await sleep(20 + Math.random() * 60);
}
await sleep(2000);
const { rows } = await database.inOrganization(organizationId, (tx) =>
  tx.query<{ ms: number }>(
    `select extract(epoch from min(a.started_at) - j.created_at)::float8 * 1000 as ms
       from jobs j join attempts a on a.job_id = j.id group by j.id order by 1`,
  ),
);
const at = (share: number) => Math.round(rows[Math.min(rows.length - 1, Math.floor(rows.length * share))]!.ms);
console.log(
  `pick-up of ${rows.length} jobs: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
);
await worker.stop(1000);
await listener.close();
await database.close();
await server.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
