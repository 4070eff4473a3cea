import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded.ts';
import { describeJobs, listTemporaryFiles, readBooks } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { isRunning } from './testing/processes.ts';
import { buildStudio, runStudioToEnd, startStudioProcess } from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const FILM_LIMIT_MS = 180_000;
const SECRET = { KINORA_SECRET_KEY: 'c2VjcmV0LW9mLXRoZS1kYXRhYmFzZS10ZXN0LTEyMzQ1' };
let folder: string;

beforeAll(async () => {
  await buildStudio();
  folder = await mkdtemp(join(tmpdir(), 'kinora-database-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a database that is not there at the start ends the start with a sentence and a code', async () => {
  const nowhere = { ...SECRET, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/kinora' };
  const { code, output, tookMs } = await runStudioToEnd(join(folder, 'none'), nowhere);
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringContaining('The database at DATABASE_URL does not answer. Check address, name and password.'),
  });
  expect(tookMs).toBeLessThan(20_000);
});

it.skipIf(!IS_FULL)(
  'a film goes on after an own database was killed for a while, and is made once',
  {
    timeout: FILM_LIMIT_MS * 2,
  },
  async () => {
    const home = join(folder, 'server');
    const data = join(folder, 'data');
    // Whoever runs it starts it again, as a service manager does.
    const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataFolder: home });
    const studio = await startStudioProcess(data, { ...SECRET, DATABASE_URL: server.ownerUrl });
    const client = createFilmClient(data, () => studio);
    const explain = async () => `${await describeJobs(home)}\n${studio.output()}`;
    try {
      const { id } = await client.startFilm();
      const isDrawing = async () =>
        ((await client.findJob(id))?.leaves ?? []).some((leaf) => leaf.kind === 'film/shot' && leaf.progress > 0);
      await until(isDrawing, 'the first drawn frame', { timeoutMs: FILM_LIMIT_MS, explain });
      for (let times = 0; times < 6; times += 1, await sleep(500)) {
        if (isRunning(server.processId)) process.kill(server.processId, 'SIGKILL');
      }
      const lost = await client.send('GET', `/jobs/${id}`);
      if (lost.status !== 200) expect(lost).toMatchObject({ status: 503, body: { code: 'database.unavailable' } });
      const hasEnded = async () => (await client.findJob(id))?.job.status === 'completed';
      await until(hasEnded, 'the finished film', { timeoutMs: FILM_LIMIT_MS, explain });
      await until(async () => (await readBooks(home, id)).unfinishedWorkflows === 0, 'rest in the engine', { explain });
      expect(await readBooks(home, id)).toMatchObject({ sumOfEntries: 0, held: 0, openAttempts: 0, deliveries: 1 });
      expect(listTemporaryFiles(data)).toEqual([]);
    } finally {
      await studio.stop();
      await server.stop();
    }
  },
);
