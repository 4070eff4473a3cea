import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RenderPlan, renderPlan } from '@kinora/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawProducts, type ProductShelf } from '../canvas/drawn-products.testing.ts';
import { checkFilm } from '../checks/check-film.ts';
import type { MediaEngine } from '../engine/engine.ts';
import { openEngine } from '../engine/open-engine.ts';
import { decodeFrames } from '../frames/decode-frames.ts';
import { DEFAULT_ENCODE, encodeFrames } from '../frames/encode-frames.ts';
import { countingFrames, readCount } from '../testing/frames.ts';
import { type RenderRuntime, runRender } from './run-render.ts';
import { openFolderCache } from './segment-cache.ts';

const PALETTE = {
  paper: { l: 92, c: 5, h: 80 },
  wall: { l: 80, c: 14, h: 70 },
  deep: { l: 32, c: 26, h: 30 },
  stage: { l: 14, c: 10, h: 260 },
  fields: [
    { l: 82, c: 14, h: 70 },
    { l: 40, c: 24, h: 30 },
  ],
  inkDark: { l: 22, c: 8, h: 60 },
  inkLight: { l: 95, c: 4, h: 80 },
};

describe('the film’s own worker', () => {
  let engine: MediaEngine;
  let folder: string;
  let products: ProductShelf;
  beforeAll(async () => {
    engine = await openEngine();
    folder = await mkdtemp(join(tmpdir(), 'kinora-film-test-'));
    products = await drawProducts(folder);
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  function plan(): RenderPlan {
    const shot = (shotKey: string, scene: object, startFrame: number, lengthFrames: number, hash: string) => ({
      contentHash: hash.repeat(64),
      startFrame,
      lengthFrames,
      layers: [{ shotKey, scene, shotLengthFrames: lengthFrames, offsetFrames: 0 }],
    });
    const ground = { tone: 'wall' };
    const hero = {
      kind: 'hero',
      move: 'push_in',
      seed: 4,
      subjects: [products.subjects.dress],
      words: { lines: ['Linen,', 'again'] },
      ground,
    };
    const end = {
      kind: 'end_card',
      move: 'push_in',
      seed: 5,
      subjects: [],
      words: { lines: [], wordmark: 'Halden', small: 'Made to be worn' },
      ground: { tone: 'deep' },
    };
    return renderPlan.parse({
      ratio: '16:9',
      size: { width: 640, height: 360 },
      rate: { numerator: 30, denominator: 1 },
      totalFrames: 108,
      look: {
        language: 'en',
        palette: PALETTE,
        fonts: {
          display: 'Cormorant Garamond Medium',
          displayItalic: 'Cormorant Garamond Italic',
          text: 'DM Sans Medium',
          figures: 'DM Sans Medium',
          wordmark: 'Cormorant Garamond Medium',
        },
        grain: 0.06,
      },
      segments: [shot('hero', hero, 0, 40, 'a'), shot('end', end, 40, 68, 'b')],
      encode: { codec: 'h264', preset: 'veryfast', crf: 20 },
    });
  }

  it('draws real scenes to a film that passes the checks a machine can make', async () => {
    const runtime: RenderRuntime = {
      engine,
      engineChoice: {},
      pathOf: async (hash) => products.findAsset(hash) ?? '',
      cache: openFolderCache(join(folder, 'cache')),
      temporaryRoot: join(folder, 'work'),
      outputPath: join(folder, 'film.mp4'),
      workers: 2,
    };
    const report = await runRender(plan(), runtime);
    expect(report.segments).toEqual({ rendered: 2, reused: 0 });
    const film = {
      path: runtime.outputPath,
      plan: plan(),
      probe: report.probe,
      loudness: report.loudness,
      facts: report.facts,
      beatFrames: [0, 20, 40, 60],
    };
    const checks = await checkFilm(engine, film);
    const drawn = await checkFilm(engine, { ...film, frameStats: report.frameStats });
    // Measured while drawing or on the decoded file: the same verdicts.
    expect(drawn.map((check) => [check.id, check.status])).toEqual(checks.map((check) => [check.id, check.status]));
    expect(report.frameStats?.map((stats) => stats.frame)).toEqual(Array.from({ length: 108 }, (_, index) => index));
    const failed = checks.filter((check) => check.status === 'failed');
    expect(failed, JSON.stringify(failed, null, 1)).toEqual([]);
    const again = await runRender(plan(), runtime);
    expect(again.segments).toEqual({ rendered: 0, reused: 2 });
    expect(again.frameStats).toEqual(report.frameStats);
    expect(again.facts).toEqual(report.facts);
  });

  it('draws an uploaded film as a shot, frame for frame', async () => {
    const filmPath = join(folder, 'upload.mp4');
    const size = { width: 320, height: 180 };
    const rate = { numerator: 30, denominator: 1 };
    await encodeFrames(
      engine,
      { path: filmPath, size, rate, settings: DEFAULT_ENCODE },
      { frames: countingFrames(size, 90, 0) },
    );
    const hash = 'f'.repeat(64);
    const subject = { pictureKey: 'film', use: 'video', hash, width: 320, height: 180, inFrame: 20 };
    const scene = {
      kind: 'video',
      move: 'push_in',
      seed: 1,
      subjects: [subject],
      words: { lines: [] },
      ground: { tone: 'wall' },
    };
    const segment = {
      contentHash: 'c'.repeat(64),
      startFrame: 0,
      lengthFrames: 40,
      layers: [{ shotKey: 'film', scene, shotLengthFrames: 40, offsetFrames: 0 }],
    };
    const base = plan();
    const film = renderPlan.parse({
      ...base,
      size,
      totalFrames: 40,
      segments: [segment],
      look: { ...base.look, grain: 0 },
    });
    const outputPath = join(folder, 'with-upload.mp4');
    await runRender(film, {
      engine,
      engineChoice: {},
      pathOf: async () => filmPath,
      cache: openFolderCache(join(folder, 'cache')),
      temporaryRoot: join(folder, 'work'),
      outputPath,
      workers: 1,
    });
    const seen: number[] = [];
    await decodeFrames(
      engine,
      { path: outputPath, startFrame: 0, lengthFrames: 40 },
      (rgba) => void seen.push(readCount(rgba, size)),
    );
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => index + 20));
  });
});
