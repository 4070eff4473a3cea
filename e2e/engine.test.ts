import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@kinora/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeJobs, listTemporaryFiles, readBooks } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { listDescendants } from './testing/processes.ts';
import {
  buildStudio,
  type StudioEnvironment,
  type StudioProcess,
  startStudioProcess,
} from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const FILM_LIMIT_MS = 240_000;

let data: string;
let studio: StudioProcess;

beforeAll(buildStudio);
afterEach(async () => {
  await studio?.stop();
  if (data) await rm(data, { recursive: true, force: true });
});

async function open(more: StudioEnvironment = {}): Promise<void> {
  data = await mkdtemp(join(tmpdir(), 'kinora-engine-'));
  studio = await startStudioProcess(data, more);
}

const client = () => createFilmClient(data, () => studio);
const explain = async () => `${await describeJobs(data)}\n${studio.output()}`;
const isEnd = (job: Job | undefined) => ['completed', 'failed', 'cancelled'].includes(job?.status ?? '');

async function untilDrawing(jobId: string): Promise<void> {
  const isDrawing = async () =>
    ((await client().findJob(jobId))?.leaves ?? []).some((leaf) => leaf.kind === 'film/shot' && leaf.progress > 0);
  await until(isDrawing, 'the first drawn frame', { timeoutMs: FILM_LIMIT_MS, explain });
}

async function untilEnded(jobId: string): Promise<Job> {
  const hasEnded = async () => isEnd((await client().findJob(jobId))?.job);
  await until(hasEnded, 'the end of the film', { timeoutMs: FILM_LIMIT_MS, explain });
  return (await client().getJob(jobId)).job;
}

/** It failed with a sentence and cost nothing; repaired, Retry finishes it and makes nothing again that was finished. */
async function expectRepairable(jobId: string, repair: () => Promise<void> | void): Promise<void> {
  const failed = await untilEnded(jobId);
  expect(failed.status, await explain()).toBe('failed');
  expect(failed.failure?.sentence).toMatch(
    /^(Shot|Film|Covers|Music) .*(try again|the report names the shot|longer than)/,
  );
  const finishedBefore = (await client().getJob(jobId)).leaves.filter((leaf) => leaf.status === 'completed').length;
  expect(await readBooks(data, jobId)).toMatchObject({ sumOfEntries: 0, held: 0, openAttempts: 0, deliveries: 0 });
  expect(listTemporaryFiles(data)).toEqual([]);

  await repair();
  expect(await client().send('POST', `/jobs/${jobId}/retry`)).toMatchObject({ status: 202 });
  expect((await untilEnded(jobId)).status, await explain()).toBe('completed');
  const books = await readBooks(data, jobId);
  expect(books).toMatchObject({ sumOfEntries: 0, held: 0, openAttempts: 0, deliveries: 1 });
  expect(Object.values(books.completedAttemptsOfJob).every((count) => count === 1)).toBe(true);
  expect(Object.keys(books.completedAttemptsOfJob).length).toBeGreaterThan(finishedBefore);
}

/** Minutes of films that fail and are made again; what dies once in the middle of a film is in kill.test.ts. */
describe.skipIf(!IS_FULL)('the embedded engine', () => {
  const listEngines = () => listDescendants(studio.processId).filter((one) => /\.program\.js/.test(one.command));

  it('whose children are killed as often as they are started fails with a sentence; once they live, Retry finishes', {
    timeout: FILM_LIMIT_MS * 2,
  }, async () => {
    await open();
    const { id } = await client().startFilm();
    await untilDrawing(id);
    let isKilling = true;
    const killing = (async () => {
      for (; isKilling; await sleep(100)) for (const one of listEngines()) process.kill(one.id, 'SIGKILL');
    })().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ESRCH') throw error;
    });
    await expectRepairable(id, async () => {
      isKilling = false;
      await killing;
    });
  });

  it('that hangs is given up after a while, and the film is made by another', {
    timeout: FILM_LIMIT_MS * 2,
  }, async () => {
    await open();
    const { id } = await client().startFilm();
    await untilDrawing(id);
    const drawing = listEngines().filter((one) => one.command.includes('render/worker'));
    for (const one of drawing) process.kill(one.id, 'SIGSTOP');
    expect(drawing.length).toBeGreaterThan(0);
    await until(async () => isEnd((await client().findJob(id))?.job), 'the film', { timeoutMs: 420_000, explain });
    expect((await client().getJob(id)).job.status, await explain()).toBe('completed');
    expect(listTemporaryFiles(data)).toEqual([]);
  });
});

const ffmpeg = IS_FULL ? findFfmpeg() : null;
if (IS_FULL && !ffmpeg) {
  process.stderr.write('The tests of an own FFmpeg that breaks are left out: they need an ffmpeg on the PATH.\n');
}

function findFfmpeg(): string | null {
  try {
    return execFileSync('sh', ['-c', 'command -v ffmpeg'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

describe.skipIf(!ffmpeg)('an own FFmpeg', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kinora-ffmpeg-'));
    await writeFile(
      join(folder, 'ffmpeg'),
      `#!/bin/sh\nif [ -e "${folder}/broken" ]; then . "${folder}/broken"; fi\nexec "${ffmpeg}" "$@"\n`,
      { mode: 0o755 },
    );
    const probe = join(dirname(ffmpeg ?? ''), 'ffprobe');
    await writeFile(join(folder, 'ffprobe'), `#!/bin/sh\nexec "${probe}" "$@"\n`, { mode: 0o755 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['ends with an error', 'echo "Conversion failed!" >&2; exit 1'],
    ['is killed', 'kill -9 $$'],
    ['writes rubbish', 'for last; do :; done; head -c 5000 /dev/urandom > "$(echo "$last" | sed s/^file://)"; exit 0'],
  ])(
    'that %s in the middle of a film fails it with a sentence; repaired, Retry finishes',
    {
      timeout: FILM_LIMIT_MS * 2,
    },
    async (_how, script) => {
      await open({ FFMPEG_PATH: join(folder, 'ffmpeg') });
      const { id } = await client().startFilm();
      await untilDrawing(id);
      await writeFile(join(folder, 'broken'), script);
      await expectRepairable(id, () => rm(join(folder, 'broken')));
    },
  );
});
