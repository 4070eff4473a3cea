import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filmInput, projectId } from '@kinora/contract';
import { createRenderPool, type MediaEngine, openEngine, type RenderPool } from '@kinora/media-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StudioPorts } from '../../ports.ts';
import type { LeafContext } from '../../studio.ts';
import { FolderAssets, FolderSegments } from '../../testing/folder-assets.ts';
import { MemoryFilms } from '../../testing/memory-films.ts';
import { createFilmLeaves, type FilmLeaves } from '../film-leaves.ts';
import { savePlan } from '../run/plan-film.ts';
import { findRefreshWork } from '../run/run-refresh.ts';

/** Real FFmpeg and real drawing of a film without photographs at half size: the smallest whole film there is. */
let folder: string;
let engine: MediaEngine;
let pool: RenderPool;
let films: MemoryFilms;
let assets: FolderAssets;
let ports: StudioPorts;
let leaves: FilmLeaves;
let project: ReturnType<typeof projectId.parse>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-leaves-'));
  engine = await openEngine({});
  films = new MemoryFilms();
  assets = new FolderAssets(folder, engine);
  ports = { assets, films, segments: new FolderSegments(folder) };
  pool = createRenderPool({ engine: {}, workers: 1 });
  leaves = createFilmLeaves({ engine, engineChoice: {}, pool, version: 'test' });
  const input = filmInput.parse({
    brief: 'Brand: Sable\nClaim: Made to be kept.\nPrice: €79',
    ratios: ['16:9'],
    quality: 'draft',
  });
  project = projectId.parse((await films.open('job', input, 'Sable')).projectId);
  await savePlan(ports, project);
});
afterAll(async () => {
  await pool.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function contextOf(signal = new AbortController().signal): Promise<LeafContext> {
  const temporaryFolder = await mkdtemp(join(folder, 'temporary-'));
  await mkdir(temporaryFolder, { recursive: true });
  return {
    jobId: 'leaf-job',
    attempt: 1,
    ports,
    signal,
    temporaryFolder,
    now: () => Date.now(),
    phase: (_name, run) => run(),
    progress: () => undefined,
    preview: async () => undefined,
  };
}

async function lastShot() {
  const film = await films.get(project);
  const shot = film.shots.at(-1);
  if (!shot) throw new Error('the plan has no shots');
  return { projectId: project, shotKey: shot.key, code: shot.code };
}

it('makes one take however often the shot leaf runs, and draws its segment once', async () => {
  const input = await lastShot();
  const first = await leaves.shot.run(await contextOf(), input);
  const second = await leaves.shot.run(await contextOf(), input);
  expect(first.rendered).toBe(1);
  expect(second).toMatchObject({ takeId: first.takeId, rendered: 0 });
  expect(films.takes).toHaveLength(1);
}, 120_000);

it('counts a shot with a current take as done, and as stale once its words change', async () => {
  const { shotKey } = await lastShot();
  const before = await findRefreshWork(ports, { projectId: project, renderAfter: true });
  expect(before.shots.map((shot) => shot.key)).not.toContain(shotKey);
  const film = films.films.get(project)!;
  const edited = structuredClone(film.storyboard!);
  edited.scenes.at(-1)!.shots.at(-1)!.scene.words.wordmark = 'Another name';
  film.storyboard = edited;
  const after = await findRefreshWork(ports, { projectId: project, renderAfter: true });
  expect(after.shots.map((shot) => shot.key)).toContain(shotKey);
});

it('plays music once for the same cuts', async () => {
  expect(await leaves.music.run(await contextOf(), { projectId: project })).toMatchObject({ isReused: false });
  expect(await leaves.music.run(await contextOf(), { projectId: project })).toMatchObject({ isReused: true });
  expect(assets.countOf('music.wav')).toBe(1);
}, 120_000);

it('stops a shot within two seconds of an abort, marks it failed and leaves no file behind', async () => {
  const film = await films.get(project);
  const shot = film.shots[0]!;
  const stop = new AbortController();
  let stoppedAt = 0;
  // At the first frame and not after a time: a quiet machine is done with the whole shot in well under a second.
  const progress = () => {
    if (stoppedAt > 0) return;
    stoppedAt = performance.now();
    stop.abort(new Error('cancelled'));
  };
  const context = { ...(await contextOf(stop.signal)), progress };
  const running = leaves.shot.run(context, { projectId: project, shotKey: shot.key, code: shot.code });
  await expect(running).rejects.toThrow();
  expect(stoppedAt).toBeGreaterThan(0);
  expect(performance.now() - stoppedAt).toBeLessThan(2000);
  expect(films.shotStates.get(shot.shotId)).toBe('failed');
  expect((await readdir(context.temporaryFolder)).filter((name) => name.endsWith('.mp4'))).toEqual([]);
  expect(films.takes).toHaveLength(1);
}, 60_000);
