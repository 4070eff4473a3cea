import type { FramingKey, SceneDescription } from '@kinora/contract';
import { FULL_SIZES } from '@kinora/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cropAbout, cropAt, pointAt, reachOf } from './crop-path.ts';
import { planPhotoLayout, planShotCrop } from './photo.ts';
import type { SceneInput } from './scene.ts';

const LENGTH = 60;
const subject = {
  pictureKey: 'p1',
  use: 'photo' as const,
  hash: 'a'.repeat(64),
  width: 2400,
  height: 2000,
  stands: false,
  meanLightness: 60,
  inFrame: 0,
};
const sceneOf = (path: FramingKey[] | undefined, kind: 'photo' | 'hero' = 'photo'): SceneDescription => ({
  kind,
  move: 'push_in',
  seed: 1,
  subjects: [{ ...subject, ...(path ? { path } : {}) }],
  words: { lines: [], items: [] },
  ground: { tone: 'wall', style: 'set' },
  beatFrames: [],
});
const lch = { l: 50, c: 0, h: 0 };
const look = {
  language: 'en',
  palette: { paper: lch, wall: lch, deep: lch, stage: lch, fields: [lch, lch], inkDark: lch, inkLight: lch },
  fonts: { display: 'A', displayItalic: 'A', text: 'A', figures: 'A', wordmark: 'A' },
  grain: 0,
} as SceneInput['look'];
const inputOf = (path: FramingKey[] | undefined): SceneInput => ({
  scene: sceneOf(path),
  look,
  size: FULL_SIZES['1:1'],
  seconds: 2,
  framesPerSecond: 30,
  beatSeconds: [],
  measure: (text) => [...text].length * 0.5,
});

const anyPath = fc
  .uniqueArray(
    fc.record({
      frame: fc.integer({ min: 0, max: LENGTH }),
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { selector: ({ frame }) => frame, maxLength: 6 },
  )
  .map((keys) => keys.sort((a, b) => a.frame - b.frame));

test('a path holds its first key before it, its last key after it, and glides between them', () => {
  const path = [
    { frame: 10, x: 0.2, y: 0.5 },
    { frame: 30, x: 0.8, y: 0.5 },
  ];
  expect([0, 10, 30, 59].map((frame) => pointAt(path, frame)?.x)).toEqual([0.2, 0.2, 0.8, 0.8]);
  expect(pointAt(path, 20)?.x).toBeCloseTo(0.5);
  // Eased: a tenth of the way takes less than a tenth of the distance.
  expect(pointAt(path, 12)!.x - 0.2).toBeLessThan(0.06);
  expect(pointAt([], 5)).toBeUndefined();
});

test('whatever the path, the crop keeps its size, stays inside the picture and inside its reach', () => {
  const framing = { crop: { x: 300, y: 100, width: 1200, height: 1500 } };
  fc.assert(
    fc.property(anyPath, fc.integer({ min: 0, max: LENGTH }), (path, frame) => {
      const crop = cropAt(framing, { ...subject, path }, frame);
      const reach = reachOf(framing, { ...subject, path });
      expect([crop.width, crop.height]).toEqual([1200, 1500]);
      expect(crop.x).toBeGreaterThanOrEqual(-1e-6);
      expect(crop.y).toBeGreaterThanOrEqual(-1e-6);
      expect(crop.x + crop.width).toBeLessThanOrEqual(subject.width + 1e-6);
      expect(crop.y + crop.height).toBeLessThanOrEqual(subject.height + 1e-6);
      expect(crop.x).toBeGreaterThanOrEqual(reach.x - 1e-6);
      expect(crop.x + crop.width).toBeLessThanOrEqual(reach.x + reach.width + 1e-6);
      expect(crop.y).toBeGreaterThanOrEqual(reach.y - 1e-6);
      expect(crop.y + crop.height).toBeLessThanOrEqual(reach.y + reach.height + 1e-6);
    }),
  );
});

test('a photograph that is cut to a shape says which part is seen; products set out anew say none', () => {
  const found = planShotCrop({ scene: sceneOf(undefined), look, size: FULL_SIZES['1:1'] });
  expect(found?.crop.width).toBeCloseTo(2000 / 2400);
  expect(found?.crop.height).toBeCloseTo(1);
  expect(planShotCrop({ scene: sceneOf(undefined, 'hero'), look, size: FULL_SIZES['1:1'] })).toBeUndefined();
});

test('what a path moves is what was said to be movable, and no other thing of the layout', () => {
  const planned = planPhotoLayout(inputOf(undefined));
  const led = planPhotoLayout(inputOf([{ frame: 0, x: 1, y: 0.5 }]));
  expect(led.framing).toEqual(planned.framing);
  expect(led.lines).toEqual(planned.lines);
  const crop = cropAt(led.framing, { ...subject, path: [{ frame: 0, x: 1, y: 0.5 }] }, 0);
  expect(crop.x + crop.width).toBeCloseTo(subject.width);
  expect(cropAbout({ x: 0, y: 0 }, { width: 0.5, height: 1 })).toEqual({ x: 0, y: 0, width: 0.5, height: 1 });
});
