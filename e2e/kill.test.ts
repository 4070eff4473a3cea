import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeJobs, listTemporaryFiles, readBooks } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { isRunning, listDescendants } from './testing/processes.ts';
import { createRandom } from './testing/random.ts';
import { buildStudio, type StudioProcess, startStudioProcess } from './testing/studio-process.ts';
import { until } from './testing/until.ts';

/** Five kills to a film; 50 in the full run. A film that fails is made again by its seed. */
const FILMS = IS_FULL ? 10 : 1;
const FIRST_SEED = Number(process.env['KINORA_SEED'] ?? 2026);
const FILM_LIMIT_MS = 120_000;

/** Which thing dies. The whole process most often; once in each film only the database, once only a child that draws. */
const VICTIMS = ['studio', 'database', 'studio', 'drawing', 'studio'] as const;
type Victim = (typeof VICTIMS)[number];

let data: string;
let studio: StudioProcess;

beforeAll(async () => {
  await buildStudio();
  data = await mkdtemp(join(tmpdir(), 'kinora-kill-'));
  studio = await startStudioProcess(data);
}, 120_000);

afterAll(async () => {
  await studio?.stop();
  await rm(data, { recursive: true, force: true });
});

const client = () => createFilmClient(data, () => studio);
/** The server outlives a killed studio and is then nobody's child, so its own file names it. */
const readPostmasterId = () => Number(readFileSync(join(data, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
const listDrawing = () => listDescendants(studio.processId).filter((one) => /\.program\.js|ffmpeg/.test(one.command));

async function killVictim(victim: Victim): Promise<void> {
  if (victim === 'database') {
    process.kill(readPostmasterId(), 'SIGKILL');
    return;
  }
  const drawing = listDrawing();
  if (victim === 'drawing') {
    const last = drawing.at(-1);
    if (last) process.kill(last.id, 'SIGKILL');
    return;
  }
  await studio.kill();
  // Whoever draws or encodes for a dead studio must end by itself, or two would write after the next start.
  await until(() => drawing.every((one) => !isRunning(one.id)), `the end of ${JSON.stringify(drawing)}`, {
    timeoutMs: 5000,
  });
  studio = await startStudioProcess(data);
}

const isEnd = (status: string) => ['completed', 'failed', 'cancelled'].includes(status);

for (let film = 0; film < FILMS; film += 1) {
  const seed = FIRST_SEED + film;
  it(`a film survives ${VICTIMS.length} kills and is made once (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const started = await client().startFilm();
    const look = async () => (await client().findJob(started.id))?.job;
    const explain = async () => `${await describeJobs(data)}\n${studio.output()}`;
    for (const [index, victim] of VICTIMS.entries()) {
      const share = ((index + random()) / VICTIMS.length) * 0.97;
      const isThere = async () => {
        const job = await look();
        return job !== undefined && (job.progress >= share || isEnd(job.status));
      };
      await until(isThere, `share ${share} before the kill of ${victim}`, { timeoutMs: FILM_LIMIT_MS, explain });
      await sleep(random() * 400);
      await killVictim(victim);
    }
    await until(async () => isEnd((await look())?.status ?? ''), 'the film', { timeoutMs: FILM_LIMIT_MS, explain });

    const { job, leaves } = await client().getJob(started.id);
    expect(job.status, await explain()).toBe('completed');
    expect(leaves.filter((leaf) => leaf.status !== 'completed')).toEqual([]);
    const tree = await client().getTree(job.projectId ?? '');
    expect(tree.files.filter((file) => file.name === 'film-16x9.mp4')).toHaveLength(1);
    await until(async () => (await readBooks(data, job.id)).unfinishedWorkflows === 0, 'rest in the engine', {
      explain,
    });
    const books = await readBooks(data, job.id);
    expect(books).toMatchObject({ sumOfEntries: 0, held: 0, openAttempts: 0, deliveries: 1, renders: film + 1 });
    expect(Object.values(books.completedAttemptsOfJob).every((count) => count === 1)).toBe(true);
    expect(Object.keys(books.completedAttemptsOfJob)).toHaveLength(leaves.length + 1);
    expect(listTemporaryFiles(data)).toEqual([]);
  });
}

it('a stop leaves no process behind', async () => {
  const children = listDescendants(studio.processId).map((one) => one.id);
  const all = [...children, readPostmasterId()];
  const { code, tookMs } = await studio.stop('SIGINT');
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  expect(all.filter(isRunning)).toEqual([]);
});
