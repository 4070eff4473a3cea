import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SegmentFacts } from '@kinora/media-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaEngine } from '../engine/engine.ts';
import { openEngine } from '../engine/open-engine.ts';
import { DEFAULT_ENCODE, encodeFrames } from '../frames/encode-frames.ts';
import { makeContactSheet, spreadFrames, timeOf } from '../sheet/contact-sheet.ts';
import { extractFrame, makeCover } from '../sheet/still.ts';
import { countingFrames, readCount } from '../testing/frames.ts';
import { cardPlan } from '../testing/render-plan.ts';
import { checkFilm } from './check-film.ts';
import {
  checkBorders,
  checkCuts,
  checkFacts,
  checkFirstFrame,
  checkFrozen,
  checkLastCard,
  checkLength,
  checkLoudness,
} from './film-checks.ts';
import { borderDifference, createFrameMeter, type FrameStats } from './frame-stats.ts';

const SIZE = { width: 320, height: 180 };
const RATE = { numerator: 30, denominator: 1 };

function still(frame: number, change: number | null): FrameStats {
  return { frame, change, meanLightness: 50, deviation: 20, whiteShare: 0, blackShare: 0, border: null };
}

describe('checks on figures', () => {
  it('allows five still frames and reports six, with their place', () => {
    const run = (length: number) => [
      still(0, null),
      still(1, 3),
      ...Array.from({ length: length - 1 }, (_, index) => still(index + 2, 0)),
      still(length + 1, 3),
    ];
    expect(checkFrozen(run(5), () => false)).toMatchObject({
      status: 'passed',
      measured: 'longest still run 5 frames',
    });
    expect(checkFrozen(run(6), () => false)).toMatchObject({ status: 'failed', where: ['frames 1–6'] });
    expect(checkFrozen(run(6), (frame) => frame >= 2).status).toBe('passed');
  });

  it('holds cuts to one frame beside a beat', () => {
    const plan = cardPlan([
      { seed: 1, lengthFrames: 22 },
      { seed: 2, lengthFrames: 23 },
      { seed: 3, lengthFrames: 70 },
    ]);
    expect(checkCuts(plan, [0, 22.5, 45, 67.5])).toMatchObject({ status: 'passed' });
    expect(checkCuts(plan, [0, 20, 45])).toMatchObject({ status: 'failed', where: ['shot-2'] });
    expect(checkCuts(plan, null).status).toBe('skipped');
  });

  it('holds loudness and true peak to their limits', () => {
    const statuses = (integratedLufs: number, truePeakDb: number) =>
      checkLoudness({ integratedLufs, truePeakDb, rangeLu: 3 }, -14).map((item) => item.status);
    expect(statuses(-14.4, -1.2)).toEqual(['passed', 'passed']);
    expect(statuses(-14.6, -0.9)).toEqual(['failed', 'failed']);
  });

  it('names dim words, soft pictures and empty frames', () => {
    const plan = cardPlan([{ seed: 1, lengthFrames: 30, hash: 'e'.repeat(64) }]);
    const facts: SegmentFacts = {
      textBoxes: [
        { shotKey: 'shot-1', text: 'Linen', x: 20, y: 20, width: 60, height: 20, contrast: 3.4, isLarge: false },
      ],
      productBoxes: [{ shotKey: 'shot-1', x: 100, y: 40, width: 40, height: 40 }],
      enlargements: [
        { shotKey: 'shot-1', use: 'macro', factor: 2.9 },
        { shotKey: 'shot-1', use: 'cutout', factor: 1.8 },
      ],
      notices: [],
    };
    expect(checkFacts(plan, [facts]).map((item) => [item.id, item.status, item.where])).toEqual([
      ['contrast', 'failed', ['shot-1: Linen']],
      ['enlargement', 'failed', ['shot-1 (cutout)']],
      ['cover', 'failed', ['shot-1']],
      ['safe-zone', 'passed', []],
      ['words-off-product', 'passed', []],
    ]);
  });

  it('says which lines leave the safe zone and which stand on the product without a scrim', () => {
    const plan = cardPlan([{ seed: 1, lengthFrames: 30, hash: 'e'.repeat(64) }]);
    const line = { shotKey: 'shot-1', width: 60, height: 20, contrast: 9, isLarge: false };
    const facts: SegmentFacts = {
      textBoxes: [
        { ...line, text: 'Edge', x: 2, y: 20 },
        { ...line, text: 'Over', x: 120, y: 60 },
        { ...line, text: 'Scrimmed', x: 120, y: 60, mayCoverProduct: true },
      ],
      productBoxes: [{ shotKey: 'shot-1', x: 100, y: 40, width: 100, height: 120 }],
      enlargements: [],
      notices: [],
    };
    const found = new Map(checkFacts(plan, [facts]).map((item) => [item.id, item]));
    expect(found.get('safe-zone')).toMatchObject({ status: 'failed', where: ['shot-1: Edge'] });
    expect(found.get('words-off-product')).toMatchObject({ status: 'failed', where: ['shot-1: Over'] });
    expect(found.get('cover')).toMatchObject({ status: 'passed' });
  });

  it('names an empty first frame, a line at the border, a hurried last card and a film of the wrong length', () => {
    expect(checkFirstFrame([{ ...still(0, null), deviation: 7.9 }]).status).toBe('failed');
    expect(checkFirstFrame([still(0, null)]).status).toBe('passed');
    const borders = [
      { frame: 7, difference: 5.9 },
      { frame: 22, difference: 6.1 },
    ];
    expect(checkBorders(borders)).toMatchObject({ status: 'failed', where: ['frame 22'] });
    expect(checkLastCard(cardPlan([{ seed: 1, lengthFrames: 65 }])).status).toBe('failed');
    expect(checkLastCard(cardPlan([{ seed: 1, lengthFrames: 66 }])).status).toBe('passed');
    const plan = cardPlan([{ seed: 1, lengthFrames: 90 }]);
    const statuses = (frameCount: number, durationSeconds: number, soundSeconds: number) =>
      checkLength(plan, {
        container: 'mp4',
        durationSeconds,
        sizeBytes: 1,
        bitRate: null,
        video: {
          codec: 'h264',
          profile: null,
          pixelFormat: null,
          size: SIZE,
          rotation: 0,
          rate: RATE,
          frameCount,
          durationSeconds,
          isConstantRate: true,
          colour: { primaries: null, transfer: null, matrix: null, range: null },
          bitRate: null,
        },
        audio: [{ codec: 'aac', sampleRate: 48_000, channels: 2, durationSeconds: soundSeconds, bitRate: null }],
      }).map((item) => item.status);
    expect(statuses(90, 3, 3.02)).toEqual(['passed', 'passed', 'passed']);
    expect(statuses(89, 3.05, 3.05)).toEqual(['failed', 'failed', 'failed']);
  });

  it('sees a line along the border that stays, and not the edge of a field that is wiped over another', () => {
    const drawn = (edge: number) => {
      const frame = new Uint8Array(SIZE.width * SIZE.height * 4).fill(200);
      return frame.fill(40, 0, Math.max(0, edge) * SIZE.width * 4);
    };
    const worst = (edgeAt: (frame: number) => number) => {
      const meter = createFrameMeter(SIZE);
      const stats = Array.from({ length: 30 }, (_, frame) => meter.measure(drawn(edgeAt(frame)), frame, []));
      return checkBorders(stats.flatMap(({ frame, border }) => (border === null ? [] : { frame, difference: border })));
    };
    expect(worst(() => 2).status).toBe('failed');
    // Gone from the border within three frames, whichever of the two it is that is looked at.
    for (const last of [4, 7, 19, 22])
      expect(worst((frame) => (last - frame) * 3 + 2).status, `${last}`).toBe('passed');
  });

  it('sees under the grain what stands still', () => {
    const still = new Uint8Array(SIZE.width * SIZE.height * 4).fill(120);
    const grained = (frame: number) =>
      still.map((value, index) => (index % 4 === 3 ? 255 : value + ((index * 7 + frame * 13) % 9)));
    const frozenWith = (looksBefore: boolean) => {
      const meter = createFrameMeter(SIZE);
      const stats = Array.from({ length: 12 }, (_, frame) => {
        if (looksBefore) meter.lookBeforeGrain(still);
        return meter.measure(grained(frame), frame, []);
      });
      return checkFrozen(stats, () => false).status;
    };
    expect(frozenWith(false)).toBe('passed');
    expect(frozenWith(true)).toBe('failed');
  });

  it('sees a line of one pixel along the border, and none in a gradient', () => {
    const frame = new Uint8Array(SIZE.width * SIZE.height * 4);
    for (let pixel = 0; pixel < SIZE.width * SIZE.height; pixel += 1)
      frame.fill(120 + Math.floor(((pixel % SIZE.width) * 60) / SIZE.width), pixel * 4, pixel * 4 + 4);
    expect(borderDifference(frame, SIZE)).toBeLessThan(2);
    for (let x = 0; x < SIZE.width; x += 1) frame.fill(20, x * 4, x * 4 + 3);
    expect(borderDifference(frame, SIZE)).toBeGreaterThan(20);
  });
});

describe('looking at a film', () => {
  let engine: MediaEngine;
  let folder: string;
  beforeAll(async () => {
    engine = await openEngine();
    folder = await mkdtemp(join(tmpdir(), 'kinora-checks-test-'));
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function film(name: string, frames: AsyncIterable<Uint8Array>): Promise<string> {
    const path = join(folder, name);
    await encodeFrames(engine, { path, size: SIZE, rate: RATE, settings: DEFAULT_ENCODE }, { frames });
    return path;
  }

  /** Moving grey bars, then a frozen stretch, a black one, a burnt-out one. */
  async function* faulty() {
    yield* countingFrames(SIZE, 40, 1);
    const frame = new Uint8Array(SIZE.width * SIZE.height * 4);
    for (const [tone, count] of [
      [90, 8],
      [0, 2],
      [255, 2],
    ] as const) {
      frame.fill(tone);
      for (let index = 0; index < count; index += 1) yield frame;
    }
    yield* countingFrames(SIZE, 28, 100);
  }

  it('finds the frozen, black and burnt-out frames of a film made with them', async () => {
    const path = await film('faulty.mp4', faulty());
    const plan = cardPlan([{ seed: 1, lengthFrames: 80 }]);
    const checks = await checkFilm(engine, {
      path,
      plan,
      probe: await engine.probe(path),
      loudness: null,
      facts: [null],
      beatFrames: null,
    });
    const status = Object.fromEntries(checks.map((item) => [item.id, item.status]));
    expect(status).toMatchObject({
      'frame-count': 'passed',
      duration: 'passed',
      'first-frame': 'passed',
      frozen: 'failed',
      black: 'failed',
      'clipped-whites': 'failed',
      'clipped-blacks': 'failed',
      'last-card': 'passed',
      loudness: 'skipped',
    });
    expect(checks.find((item) => item.id === 'black')?.where).toEqual(['frame 48', 'frame 49']);
    expect(checks.find((item) => item.id === 'frozen')?.where).toEqual(['frames 40–47']);
  });

  it('holds the product’s colour against its cut-out, and tells how much darker it became', async () => {
    const cutout = join(folder, 'cutout.png');
    const box = { x: 100, y: 30, width: 80, height: 120 };
    const ink = { r: 150, g: 60, b: 50 };
    await sharp({ create: { width: 200, height: 300, channels: 4, background: { ...ink, alpha: 1 } } })
      .png()
      .toFile(cutout);
    const plan = cardPlan([{ seed: 1, lengthFrames: 10, hash: 'e'.repeat(64) }]);
    for (const layer of plan.segments[0]!.layers) layer.scene.kind = 'hero';
    const facts: SegmentFacts = {
      textBoxes: [],
      productBoxes: [{ shotKey: 'shot-1', ...box }],
      enlargements: [],
      notices: [],
    };
    const colourOf = async (name: string, shown: { r: number; g: number; b: number }) => {
      const frame = await sharp({ create: { ...SIZE, channels: 4, background: '#8a8678' } })
        .composite([
          {
            input: {
              create: { width: box.width, height: box.height, channels: 4, background: { ...shown, alpha: 1 } },
            },
            left: box.x,
            top: box.y,
          },
        ])
        .raw()
        .toBuffer();
      const path = await film(
        name,
        (async function* () {
          for (let index = 0; index < 10; index += 1) yield new Uint8Array(frame);
        })(),
      );
      const probe = await engine.probe(path);
      const looked = {
        path,
        plan,
        probe,
        loudness: null,
        facts: [facts],
        beatFrames: null,
        pathOf: async () => cutout,
      };
      return (await checkFilm(engine, looked)).find((item) => item.id === 'product-colour');
    };
    expect(await colourOf('true.mp4', ink)).toMatchObject({ status: 'passed', where: [] });
    const darker = await colourOf('darker.mp4', { r: 132, g: 52, b: 43 });
    expect(darker?.status).toBe('passed');
    expect(Number(/([\d.]+) L darker/.exec(darker?.measured ?? '')?.[1])).toBeGreaterThan(3);
    expect(await colourOf('other.mp4', { r: 60, g: 90, b: 150 })).toMatchObject({
      status: 'failed',
      where: ['shot-1'],
    });
  });

  it('extracts a frame, a cover and a contact sheet with the right frames in it', async () => {
    const path = await film('counted.mp4', countingFrames(SIZE, 60, 0));
    await extractFrame(engine, path, 37, join(folder, 'frame.png'));
    const frame = await sharp(join(folder, 'frame.png')).ensureAlpha().raw().toBuffer();
    expect(readCount(frame, SIZE)).toBe(37);
    await makeCover(engine, path, join(folder, 'cover.jpg'));
    expect(await sharp(join(folder, 'cover.jpg')).metadata()).toMatchObject({ format: 'jpeg', ...SIZE });
    await makeContactSheet(engine, path, join(folder, 'sheet.jpg'), { frames: spreadFrames(60, 6) });
    const sheet = sharp(await readFile(join(folder, 'sheet.jpg')));
    const { width } = await sheet.metadata();
    expect(width).toBe(1600);
    const cell = await sheet.extract({ left: 1064, top: 40, width: 492, height: 276 }).ensureAlpha().raw().toBuffer();
    expect(readCount(cell, { width: 492, height: 276 })).toBe(spreadFrames(60, 6)[2]?.frame);
  });

  it('writes times as people read them', () => {
    expect([0, 37, 219, 1800].map((frame) => timeOf(frame, RATE))).toEqual(['0:00.0', '0:01.2', '0:07.3', '1:00.0']);
  });
});
