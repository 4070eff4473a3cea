import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openWallet } from '../../server/src/domains/credits/index.ts';
import { createJobService, createRegistry } from '../../server/src/domains/jobs/index.ts';
import {
  deriveRolePasswords,
  openDatabase,
  prepareDatabase,
  startEmbeddedPostgres,
  toRoleUrls,
} from '../../server/src/platform/database/index.ts';
import { newId } from '../../server/src/platform/ids.ts';
import { createSecretBox, toSealedContext } from '../../server/src/platform/secrets/index.ts';
import { queueStudio } from '../../server/src/testing/queue-studio.ts';

const program = fileURLToPath(new URL('../../server/src/testing/queue-worker.ts', import.meta.url));

export type QueueBench = Awaited<ReturnType<typeof openQueueBench>>;
export type Slots = Readonly<Record<string, number>>;

/** An embedded PostgreSQL as `npm start` makes it, organizations that order, and workers as processes of their own. */
export async function openQueueBench() {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-queue-'));
  const server = await startEmbeddedPostgres({ dataFolder: join(folder, 'pg') });
  const passwords = deriveRolePasswords('bench');
  await prepareDatabase({ ownerUrl: server.ownerUrl, passwords });
  const urls = toRoleUrls(server.ownerUrl, passwords);
  const database = openDatabase({ urls });
  const owner = new pg.Client({ connectionString: server.ownerUrl });
  await owner.connect();
  const jobs = createJobService({
    database,
    registry: createRegistry([queueStudio]),
    preset: 'self-hosted',
    openPorts: async () => ({ ports: {} as never, close: async () => undefined }),
    medians: { get: () => undefined },
    assertProject: async () => {},
    findSample: async () => null,
    startedJobsPerHour: null,
    assertSafe: async () => undefined,
    now: () => new Date(),
  });
  const secrets = createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] });

  async function addOrganization(): Promise<string> {
    const id = newId();
    await database.inOrganization(id, async (transaction) => {
      await transaction.query('insert into organizations (id, name) values ($1, $2)', [id, 'Bench']);
      await openWallet(transaction, id);
    });
    return id;
  }

  return {
    addOrganization,
    /** An account of the organization's own that takes as much as is asked of it. */
    async addConnection(organizationId: string, vendor: { baseUrl: string; key: string }): Promise<string> {
      const id = newId();
      const secret = secrets.seal(vendor.key, toSealedContext({ table: 'connections', column: 'secret', id }));
      await database.inOrganization(organizationId, (transaction) =>
        transaction.query(
          `insert into connections (id, organization_id, provider, name, base_url, secret, last_four, max_concurrent, submissions_per_minute)
           values ($1, app.org(), 'openai', 'Bench', $2, $3, '', 100, 100000)`,
          [id, vendor.baseUrl, secret],
        ),
      );
      return id;
    },
    order(organizationId: string, pieces: { connection: string | null; ms: number }[]) {
      const actor = { organizationId, userId: null, role: 'owner' as const };
      return jobs.create(actor, { studio: 'bench', input: { pieces }, consent: {}, requestKey: newId() });
    },
    async startWorker(slots: Slots) {
      const child = fork(program, [JSON.stringify({ urls, slots, folder })], { execArgv: ['--import', 'tsx'] });
      await new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', () => reject(new Error('the worker did not start')));
      });
      return {
        processId: child.pid!,
        async kill() {
          const gone = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          await gone;
        },
      };
    },
    /** Past the wall between organizations, only to count. */
    async read<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
      return (await owner.query<Row>(sql, values)).rows;
    },
    async untilCount(sql: string, wanted: number, limitMs: number): Promise<void> {
      const startedAt = performance.now();
      for (;;) {
        const count = Number((await owner.query<{ count: string }>(sql)).rows[0]!.count);
        if (count >= wanted) return;
        if (performance.now() - startedAt > limitMs)
          throw new Error(`${count} of ${wanted} within ${limitMs} ms: ${sql}`);
        await sleep(50);
      }
    },
    async close() {
      await owner.end();
      await database.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
