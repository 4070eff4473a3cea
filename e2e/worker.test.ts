import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeJobs, readBooks, withOwner } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { buildStudio, type StudioProcess, startStudioProcess } from './testing/studio-process.ts';
import { until } from './testing/until.ts';
import { spawnWorker, startWorkerProcess } from './testing/worker-process.ts';

const FILM_LIMIT_MS = 240_000;
/** Longest time from the death of a worker to the moment another takes up what it did. */
const TAKE_UP_LIMIT_MS = 30_000;

let data: string;
let studio: StudioProcess;

beforeAll(async () => {
  await buildStudio();
  data = await mkdtemp(join(tmpdir(), 'kinora-worker-'));
}, 120_000);
afterAll(async () => {
  await studio?.stop();
  await rm(data, { recursive: true, force: true });
});

/** Attempts of all work by the process that made them, newest last. */
async function listAttempts(): Promise<{ processId: number; jobId: string; state: string; kind: string }[]> {
  return withOwner(data, async (client) => {
    const { rows } = await client.query<{ executor: string; job_id: string; state: string; kind: string }>(
      'select a.executor, a.job_id, a.state, j.kind from attempts a join jobs j on j.id = a.job_id order by a.started_at',
    );
    return rows.map(({ executor, job_id: jobId, state, kind }) => ({
      processId: Number(executor.split('-').at(-1)),
      jobId,
      state,
      kind,
    }));
  });
}

it('a worker where no studio runs says what it needs, here and on another machine', async () => {
  const alone = spawnWorker(data, 'worker');
  expect(await alone.ended).toBe(1);
  expect(alone.output()).toContain(`No studio runs on the data in ${data}`);
  expect(alone.output()).toContain(
    'DATABASE_URL, KINORA_SECRET_KEY, S3_BUCKET, S3_ACCESS_KEY_ID, and S3_SECRET_ACCESS_KEY',
  );
  expect(await readdir(data)).toEqual([]);
});

/** A whole film; that a killed worker's pieces are taken up and paid once is tried in every run by `domains/jobs/chaos.test.ts`. */
it.skipIf(!IS_FULL)(
  'a worker joins through the data folder and draws with the studio; killed, its pieces are taken up and paid once',
  {
    timeout: FILM_LIMIT_MS + 60_000,
  },
  async () => {
    studio = await startStudioProcess(data, { KINORA_RENDER_SLOTS: '1' });
    const worker = await startWorkerProcess(data, 'worker,render', { KINORA_RENDER_SLOTS: '1' });
    expect(worker.output()).toContain(`for the studio at ${studio.address}`);
    const client = createFilmClient(data, () => studio);
    const film = await client.startFilm();
    const explain = async () => `${await describeJobs(data)}\n${studio.output()}\n${worker.output()}`;

    let open: string[] = [];
    await until(
      async () => {
        const attempts = await listAttempts();
        const shots = attempts.filter(({ kind }) => kind === 'film/shot');
        const hasDrawn = (id: number) =>
          shots.some(({ processId, state }) => processId === id && state === 'completed');
        const isDrawing = ({ processId, state }: (typeof attempts)[number]) =>
          processId === worker.processId && state === 'running';
        open = attempts.filter(isDrawing).map(({ jobId }) => jobId);
        return hasDrawn(worker.processId) && hasDrawn(studio.processId) && shots.some(isDrawing);
      },
      'a shot drawn by each, and one in work at the worker',
      { timeoutMs: FILM_LIMIT_MS / 2, explain },
    );
    await worker.kill();
    const isTakenUp = async () => {
      const attempts = await listAttempts();
      return open.every((jobId) => attempts.some((one) => one.jobId === jobId && one.processId === studio.processId));
    };
    await until(isTakenUp, 'what the dead worker left', { timeoutMs: TAKE_UP_LIMIT_MS, explain });

    await until(async () => (await client.getJob(film.id)).job.status !== 'processing', 'the film', {
      timeoutMs: FILM_LIMIT_MS,
      explain,
    });
    const { job, leaves } = await client.getJob(film.id);
    expect([job.status, leaves.filter((leaf) => leaf.status !== 'completed')], await explain()).toEqual([
      'completed',
      [],
    ]);
    const books = await readBooks(data, film.id);
    expect(books).toMatchObject({ sumOfEntries: 0, held: 0, deliveries: 1, renders: 1 });
    expect(Object.values(books.completedAttemptsOfJob).every((count) => count === 1)).toBe(true);
  },
);

it.skipIf(!IS_FULL)(
  'a worker outlives a killed studio and ends with one that stops',
  { timeout: 240_000 },
  async () => {
    studio ??= await startStudioProcess(data);
    const worker = await startWorkerProcess(data, 'render');
    // The folder of the killed one is gone, its own is there.
    expect(await readdir(join(data, 'workers'))).toHaveLength(1);
    await studio.kill();
    studio = await startStudioProcess(data);
    expect(worker.hasEnded()).toBe(false);
    const before = performance.now();
    await studio.stop();
    expect(await worker.ended).toBe(0);
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(worker.output()).toContain('The studio on this data has stopped, so this worker ends.');
  },
);
