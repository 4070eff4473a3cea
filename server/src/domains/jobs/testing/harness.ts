import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Preset } from '@kinora/contract';
import { childProgram } from '@kinora/media-node';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../../testing/test-database.ts';
import { openWallet } from '../../credits/index.ts';
import { createRegistry } from '../registry.ts';
import { createJobService, type JobActor, type JobService } from '../service.ts';
import { testStudio } from './test-studio.ts';

export const ALL_SLOTS = { studio: 4, light: 2, voice: 1, render: 1 };

export type Worker = { child: ChildProcess; output(): string; kill(): Promise<void>; stop(): Promise<number | null> };
export type Harness = TestDatabase & {
  folder: string;
  jobs: JobService;
  startWorker(slots?: Record<string, number>): Promise<Worker>;
  addOrganization(): Promise<JobActor>;
  /** Lines of a piece's log. */
  log(name: string): Promise<string[]>;
  close(): Promise<void>;
};

const WORKER = 'server/src/domains/jobs/testing/worker.program.ts';

/** A database of its own, the job service, and workers as processes of their own. */
export async function createHarness(preset: Preset = 'hosted'): Promise<Harness> {
  const test = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kinora-jobs-'));
  const workers: Worker[] = [];
  const jobs = createJobService({
    assertSafe: async () => undefined,
    database: test.database,
    registry: createRegistry([testStudio]),
    preset,
    medians: { get: () => undefined },
    openPorts: async () => ({ ports: {} as never, close: async () => {} }),
    findSample: async () => null,
    startedJobsPerHour: null,
    assertProject: async () => {},
    now: () => new Date(),
  });

  async function startWorker(slots: Record<string, number> = ALL_SLOTS): Promise<Worker> {
    const settings = JSON.stringify({ urls: test.database.urls, slots, temporaryRoot: folder });
    const { file, execArgv } = childProgram(WORKER);
    const child = fork(file, [settings], {
      execArgv,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => (output += data.toString()));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      void exited.then((code) => reject(new Error(`worker ended with ${code}: ${output}`)));
    });
    const worker = {
      child,
      output: () => output,
      async kill() {
        child.kill('SIGKILL');
        await exited;
      },
      async stop() {
        child.kill('SIGTERM');
        return exited;
      },
    };
    workers.push(worker);
    return worker;
  }

  return {
    ...test,
    folder,
    jobs,
    startWorker,
    async addOrganization() {
      const organizationId = await insertOrganization(test.database);
      await test.database.inOrganization(organizationId, (tx) => openWallet(tx, organizationId));
      return { organizationId, userId: null, role: 'owner' };
    },
    async log(name) {
      const text = await readFile(join(folder, `${name}.log`), 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean);
    },
    async close() {
      for (const worker of workers)
        if (worker.child.exitCode === null && worker.child.signalCode === null) await worker.kill();
      await untilNoClients(test);
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL needs a moment to notice that a killed process is gone. */
async function untilNoClients(test: TestDatabase): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const { rows } = await test.database.jobs.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name not in ('kinora app', 'kinora jobs', 'kinora auth')`,
    );
    if (rows[0]!.count === 0) break;
    await sleep(50);
  }
  await sleep(100);
}

export async function until<Result>(
  look: () => Promise<Result | undefined | false>,
  what: string,
  timeoutMs = 20_000,
): Promise<Result> {
  const started = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() - started > timeoutMs) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(25);
  }
}
