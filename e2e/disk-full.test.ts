import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noisePng } from '../media/node/src/testing/png.ts';
import { describeJobs, listTemporaryFiles, readBooks, withOwner } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { mountSmallDisk } from './testing/small-disk.ts';
import { buildStudio, type StudioProcess, startStudioProcess } from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const FILM_LIMIT_MS = 120_000;
const DISK_MEGABYTES = 400;
const disk = mountSmallDisk(DISK_MEGABYTES);
if (!disk) process.stderr.write('The tests of a full disk are left out: mounting a small one needs root.\n');

describe.skipIf(!disk)('a full disk under the whole data folder', () => {
  const { folder: data, fill, makeRoom, remove } = disk!;
  let studio: StudioProcess;

  beforeAll(async () => {
    await buildStudio();
    studio = await startStudioProcess(data);
  });
  afterEach(makeRoom);
  afterAll(async () => {
    makeRoom();
    await studio?.stop();
    remove();
  });

  const client = createFilmClient(data, () => studio);
  const explain = async () => `${await describeJobs(data)}\n${studio.output()}`;
  const readNotice = async () => (await client.get<{ notice: string | null }>('/queue/status')).notice;
  const looksOf = async (jobId: string) => {
    const found = await client.findJob(jobId);
    return (found?.leaves ?? []).map(({ kind, status, progress }) => ({ kind, status, progress }));
  };
  const untilDrawing = (jobId: string) =>
    until(
      async () => (await looksOf(jobId)).some((leaf) => leaf.kind === 'film/shot' && leaf.progress > 0),
      'the first drawn frame',
      { timeoutMs: FILM_LIMIT_MS, explain },
    );

  /** To its end, as a person would bring it there: pressing Retry when it failed. */
  async function untilCompleted(jobId: string): Promise<void> {
    const isCompleted = async () => {
      const job = (await client.findJob(jobId))?.job;
      if (job?.status === 'failed') await client.send('POST', `/jobs/${jobId}/retry`);
      return job?.status === 'completed';
    };
    await until(isCompleted, 'the finished film', { timeoutMs: FILM_LIMIT_MS, explain });
    await until(async () => (await readBooks(data, jobId)).unfinishedWorkflows === 0, 'rest in the engine', {
      explain,
    });
    expect(await readBooks(data, jobId)).toMatchObject({ sumOfEntries: 0, held: 0, openAttempts: 0, deliveries: 1 });
    expect(listTemporaryFiles(data)).toEqual([]);
  }

  it('from 85 % on renders wait and uploads work, from 95 % on uploads are refused, and each says so', {
    timeout: FILM_LIMIT_MS,
  }, async () => {
    fill(0.86);
    expect(await readNotice()).toMatch(/^The disk is 8\d % full: new renders wait until space is freed/);
    expect(await client.upload('small.png', noisePng(64))).toMatchObject({ status: 201 });
    const film = await client.startFilm();
    const isHeld = async () => (await looksOf(film.id)).some((leaf) => leaf.kind === 'film/shot');
    await until(isHeld, 'the planned shots', { timeoutMs: FILM_LIMIT_MS, explain });
    expect((await looksOf(film.id)).filter((leaf) => leaf.kind === 'film/shot' && leaf.progress > 0)).toEqual([]);

    fill(0.96);
    const refused = await client.send('POST', '/uploads', { name: 'lamp.png', sizeBytes: 1000 });
    expect(refused).toMatchObject({ status: 507, body: { code: 'storage.uploads_refused' } });
    expect(refused.body['detail']).toBe(await readNotice());
    await client.send('POST', `/jobs/${film.id}/cancel`);
    makeRoom();
    expect(await readNotice()).toBeNull();
  });

  it('an upload that finds no room is refused with a sentence, keeps what had arrived, and ends well once there is room', async () => {
    const picture = noisePng(1000);
    const { body } = await client.send('POST', '/uploads', { name: 'lamp.png', sizeBytes: picture.length });
    const part = () => client.send('PUT', `/uploads/${body['id']}/parts/1`, picture);
    const complete = () => client.send('POST', `/uploads/${body['id']}/complete`);
    fill(1);
    expect(await part()).toMatchObject({ status: 507, body: { detail: expect.stringContaining('disk is full') } });
    makeRoom();
    expect(await part()).toMatchObject({ status: 204 });
    // No room for the parts put together, or for half of it, or for that but not for the copy that is kept.
    for (const pictures of [0, 0.5, 1.5]) {
      fill(1 - (pictures * picture.length) / (DISK_MEGABYTES * 1024 ** 2));
      const answer = await complete();
      expect(answer, JSON.stringify(answer)).toMatchObject({ status: 507 });
      expect(answer.body['detail']).toMatch(/disk .*full.* [Ff]ree some space/);
      makeRoom();
      expect(listTemporaryFiles(data)).toEqual([]);
    }
    expect((await client.get<{ items: { name: string }[] }>('/assets')).items.map((one) => one.name)).not.toContain(
      'lamp.png',
    );
    expect(await complete()).toMatchObject({ status: 201, body: { name: 'lamp.png' } });
  });

  // A whole film: the refusals above are tried in every run, this one in the long run.
  it.skipIf(!IS_FULL)(
    'a film whose disk fills while it is drawn offers nothing half made; with the room it and the database come back',
    {
      timeout: FILM_LIMIT_MS * 2,
    },
    async () => {
      const film = await client.startFilm();
      await untilDrawing(film.id);
      fill(1);
      const isStopped = async () => {
        const leaves = await looksOf(film.id);
        return leaves.length > 0 && leaves.every((leaf) => leaf.status !== 'processing');
      };
      await until(isStopped, 'the standstill', { timeoutMs: FILM_LIMIT_MS, explain });
      const { job } = await client.getJob(film.id);
      // It waits, and the queue says for what; or it has failed and says the same.
      expect(job.failure?.sentence ?? (await readNotice())).toMatch(/disk .*full/);
      expect(job.status).not.toBe('completed');

      // Its log needs a new segment now: PostgreSQL ends itself, which it does whenever its log cannot be written.
      const writing = withOwner(data, (owner) =>
        owner.query(
          `select pg_logical_emit_message(false, 'filler', repeat(md5(n::text), 32768)) from generate_series(1, 40) n`,
        ),
      );
      await expect(writing).rejects.toThrow();
      const lost = await client.send('GET', `/jobs/${film.id}`);
      expect(lost.body['detail'] ?? lost.status).toMatch(/database does not answer|disk of the studio is full/);
      makeRoom();
      await untilCompleted(film.id);
    },
  );
});
