import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetId, filmInput, projectId } from '@kinora/contract';
import {
  createFileParser,
  createRenderPool,
  type FileParser,
  type MediaEngine,
  openEngine,
  type RenderPool,
} from '@kinora/media-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDescendants } from '../../../../e2e/testing/processes.ts';
import type { StudioPorts } from '../../ports.ts';
import type { LeafContext } from '../../studio.ts';
import { FolderAssets, FolderSegments } from '../../testing/folder-assets.ts';
import { MemoryFilms } from '../../testing/memory-films.ts';
import { NO_ROUTES } from '../../testing/plain-executor.ts';
import { createFilmLeaves, type FilmLeaves } from '../film-leaves.ts';
import { saveCut, savePlan } from '../run/plan-film.ts';
import { findRefreshWork } from '../run/run-refresh.ts';

/** Real FFmpeg, voice and drawing of a film without photographs at half size: the smallest whole film there is. */
let folder: string;
let engine: MediaEngine;
let pool: RenderPool;
let parser: FileParser;
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
  ports = { assets, films, segments: new FolderSegments(folder), routes: NO_ROUTES };
  pool = createRenderPool({ engine: {}, workers: 1 });
  parser = createFileParser();
  leaves = createFilmLeaves({ engine, engineChoice: {}, pool, parser, version: 'test' });
  const input = filmInput.parse({
    brief: 'Brand: Sable\nClaim: Made to be kept.\nPrice: €79\nEvery scarf is woven in a mill by the river.',
    ratios: ['16:9'],
    quality: 'draft',
    voice: 'female-soft',
  });
  project = projectId.parse((await films.open('job', input, 'Sable')).projectId);
  await savePlan(ports, project);
});
afterAll(async () => {
  parser.close();
  await pool.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function contextOf(more: Partial<LeafContext> = {}): Promise<LeafContext> {
  const temporaryFolder = await mkdtemp(join(folder, 'temporary-'));
  await mkdir(temporaryFolder, { recursive: true });
  return {
    jobId: 'leaf-job',
    attempt: 1,
    ports,
    signal: new AbortController().signal,
    temporaryFolder,
    now: () => Date.now(),
    phase: (_name, run) => run(),
    progress: () => undefined,
    preview: async () => undefined,
    generate: ({ route }) => NO_ROUTES.find(route) as Promise<never>,
    ...more,
  };
}

/** Everything a leaf leaves behind, to be the same after a second run and untouched by one that was stopped. */
function whatIsKept() {
  const film = films.films.get(project)!;
  return structuredClone({
    files: assets.names(),
    takes: films.takes.length,
    renders: films.renders,
    deliveries: films.deliveries.get(project),
    sound: film.sound,
    report: film.report,
  });
}

const findChildren = () => listDescendants(process.pid).filter((one) => /(sound|voice)\.program/.test(one.command));

/** Stops a leaf at the moment it calls `stop`, and holds it to two seconds and to leaving nothing. */
async function expectToStop(run: (context: LeafContext, stop: () => void) => Promise<unknown>): Promise<LeafContext> {
  const before = whatIsKept();
  const stopper = new AbortController();
  let stoppedAt = 0;
  const stop = () => {
    if (stoppedAt > 0) return;
    stoppedAt = performance.now();
    stopper.abort(new Error('cancelled'));
  };
  const context = await contextOf({ signal: stopper.signal });
  await expect(run(context, stop)).rejects.toThrow();
  expect(stoppedAt).toBeGreaterThan(0);
  expect(performance.now() - stoppedAt).toBeLessThan(2000);
  expect(whatIsKept()).toEqual(before);
  // Killed at once; the system takes a moment to clear it away.
  await expect.poll(findChildren, { timeout: 2000 - (performance.now() - stoppedAt) }).toEqual([]);
  return context;
}

/** A phase that is stopped shortly after it began, when its child is at work. */
const stopInside = (context: LeafContext, stop: () => void): LeafContext => ({
  ...context,
  phase: (_name, run) => {
    setTimeout(stop, 150);
    return run();
  },
});

async function lastShot() {
  const film = await films.get(project);
  const shot = film.shots.at(-1);
  if (!shot) throw new Error('the plan has no shots');
  return { projectId: project, shotKey: shot.key, code: shot.code };
}

describe('looking at a photograph', () => {
  let photograph: ReturnType<typeof assetId.parse>;
  beforeAll(async () => {
    const path = join(folder, 'scarf.svg');
    const ground = '<rect width="1800" height="1500" fill="#e9e6df"/>';
    const product = '<rect x="550" y="200" width="700" height="1100" fill="#7a3f36"/>';
    await writeFile(
      path,
      `<svg xmlns="http://www.w3.org/2000/svg" width="1800" height="1500">${ground}${product}</svg>`,
    );
    photograph = assetId.parse(await assets.add(path));
  });

  it('stops at once', async () => {
    const { hash } = await assets.open(photograph);
    await expectToStop((context, stop) =>
      leaves.analyse.run(stopInside(context, stop), { assetId: photograph, number: 1 }),
    );
    expect(await assets.findAnalysis(hash)).toBeNull();
  }, 60_000);

  it('happens once', async () => {
    const { hash } = await assets.open(photograph);
    await leaves.analyse.run(await contextOf(), { assetId: photograph, number: 1 });
    const found = await assets.findAnalysis(hash);
    expect(found?.cutout?.trust).toBeGreaterThan(0.5);
    const kept = whatIsKept();
    await leaves.analyse.run(await contextOf(), { assetId: photograph, number: 1 });
    expect(whatIsKept()).toEqual(kept);
    // A crash between the cut-out and what was found: the same cut-out is found again, and kept once.
    assets.forgetAnalysis(hash);
    await leaves.analyse.run(await contextOf(), { assetId: photograph, number: 1 });
    expect(await assets.findAnalysis(hash)).toEqual(found);
    expect(whatIsKept()).toEqual(kept);
  }, 60_000);
});

describe('the voice', () => {
  it('stops in the middle of a line', async () => {
    await expectToStop((context, stop) =>
      leaves.voice.run(
        { ...context, progress: () => setTimeout(stop, 60) },
        { projectId: project, voice: 'female-soft' },
      ),
    );
  }, 60_000);

  it('speaks each line once, and the same after a crash before it was saved', async () => {
    const input = { projectId: project, voice: 'female-soft' } as const;
    const first = await leaves.voice.run(await contextOf(), input);
    expect(Object.keys(first.spoken).length).toBeGreaterThan(0);
    const kept = whatIsKept();
    expect(await leaves.voice.run(await contextOf(), input)).toMatchObject({ linesAssetId: first.linesAssetId });
    expect(whatIsKept()).toEqual(kept);
    films.films.get(project)!.sound = { ...kept.sound, voice: null };
    expect(await leaves.voice.run(await contextOf(), input)).toMatchObject({ linesAssetId: first.linesAssetId });
    expect(whatIsKept()).toEqual(kept);
  }, 120_000);
});

describe('the music', () => {
  it('stops while it is played', async () => {
    await expectToStop((context, stop) => leaves.music.run(stopInside(context, stop), { projectId: project }));
  }, 60_000);

  it('is played once for the same cuts', async () => {
    expect(await leaves.music.run(await contextOf(), { projectId: project })).toMatchObject({ isReused: false });
    const kept = whatIsKept();
    expect(await leaves.music.run(await contextOf(), { projectId: project })).toMatchObject({ isReused: true });
    expect(whatIsKept()).toEqual(kept);
    expect(assets.countOf('music.wav')).toBe(1);
  }, 120_000);
});

describe('a shot', () => {
  it('stops at its first frame, is marked failed and leaves no file', async () => {
    const film = await films.get(project);
    const shot = film.shots[0]!;
    // At the first frame and not after a time: a quiet machine is done with the whole shot in well under a second.
    const { temporaryFolder } = await expectToStop((context, stop) =>
      leaves.shot.run({ ...context, progress: stop }, { projectId: project, shotKey: shot.key, code: shot.code }),
    );
    expect(films.shotStates.get(shot.shotId)).toBe('failed');
    expect((await readdir(temporaryFolder)).filter((name) => name.endsWith('.mp4'))).toEqual([]);
  }, 60_000);

  it('is one take however often it is drawn, and its segment is drawn once', async () => {
    const input = await lastShot();
    const first = await leaves.shot.run(await contextOf(), input);
    const kept = whatIsKept();
    const second = await leaves.shot.run(await contextOf(), input);
    expect(first.rendered).toBe(1);
    expect(second).toMatchObject({ takeId: first.takeId, rendered: 0 });
    expect(whatIsKept()).toEqual(kept);
    expect(films.takes).toHaveLength(1);
  }, 120_000);

  it('is done while its take is current, and stale once its words change', async () => {
    const { shotKey } = await lastShot();
    const before = await findRefreshWork(ports, { projectId: project, renderAfter: true });
    expect(before.shots.map((shot) => shot.key)).not.toContain(shotKey);
    const film = films.films.get(project)!;
    const storyboard = film.storyboard!;
    const edited = structuredClone(storyboard);
    edited.scenes.at(-1)!.shots.at(-1)!.scene.words.wordmark = 'Another name';
    film.storyboard = edited;
    const after = await findRefreshWork(ports, { projectId: project, renderAfter: true });
    expect(after.shots.map((shot) => shot.key)).toContain(shotKey);
    film.storyboard = storyboard;
  });
});

describe('the film', () => {
  it('stops at the first frame drawn', async () => {
    const { temporaryFolder } = await expectToStop((context, stop) =>
      leaves.render.run({ ...context, progress: stop }, { projectId: project, ratio: '16:9' }),
    );
    expect((await readdir(temporaryFolder)).filter((name) => name.endsWith('.mp4'))).toEqual([]);
  }, 120_000);

  it('is rendered once, and its covers, captions and report stand beside it once', async () => {
    const render = await leaves.render.run(await contextOf(), { projectId: project, ratio: '16:9' });
    const rendered = whatIsKept();
    const again = await leaves.render.run(await contextOf(), { projectId: project, ratio: '16:9' });
    expect(again).toMatchObject({ assetId: render.assetId, recordAssetId: render.recordAssetId, rendered: 0 });
    expect(whatIsKept()).toEqual(rendered);

    await saveCut(ports, project);
    const input = { projectId: project, renders: [render], steps: [], drawnByShots: 0, startedAtMs: 0 };
    await expectToFinishNothing(input);
    const finished = await leaves.finish.run(await contextOf(), input);
    const kept = whatIsKept();
    expect(kept.report?.segments).toEqual({ rendered: render.rendered, reused: render.reused });
    expect(await leaves.finish.run(await contextOf(), input)).toEqual(finished);
    expect(whatIsKept()).toEqual(kept);
  }, 240_000);

  /** Stopped while the sheet is drawn: single files may be kept, a delivery is not. */
  async function expectToFinishNothing(input: Parameters<FilmLeaves['finish']['run']>[1]): Promise<void> {
    const stopper = new AbortController();
    const context = await contextOf({ signal: stopper.signal });
    const running = leaves.finish.run(context, input);
    setTimeout(() => stopper.abort(new Error('cancelled')), 100);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stoppedAt = performance.now();
    await expect(running).rejects.toThrow();
    expect(performance.now() - stoppedAt).toBeLessThan(2000);
    expect(films.deliveries.get(project)).toBeUndefined();
    expect(films.films.get(project)?.report).toBeNull();
  }
});
