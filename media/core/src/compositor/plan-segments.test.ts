import { createHash } from 'node:crypto';
import type { SceneDescription } from '@kinora/contract';
import { expect, test } from 'vitest';
import { chooseFonts } from '../type/shelf.ts';
import { planSegments, type SegmentPlanRequest } from './plan-segments.ts';
import type { SegmentShot } from './segment-shots.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const lch = { l: 50, c: 10, h: 50 };
const scene = (line: string): SceneDescription => ({
  kind: 'typographic',
  move: 'push_in',
  seed: 1,
  subjects: [],
  words: { lines: [line], items: [] },
  ground: { tone: 'deep', style: 'set' },
  beatFrames: [],
});
const shot = (shotKey: string, lengthFrames: number, more: Partial<SegmentShot> = {}): SegmentShot => ({
  shotKey,
  scene: scene(shotKey),
  lengthFrames,
  inFrame: 0,
  shotLengthFrames: lengthFrames,
  ...more,
});
const request = (shots: SegmentShot[], more: Partial<SegmentPlanRequest> = {}): SegmentPlanRequest => ({
  shots,
  look: {
    language: 'en',
    palette: { paper: lch, wall: lch, deep: lch, stage: lch, fields: [lch, lch], inkDark: lch, inkLight: lch },
    fonts: chooseFonts('en'),
    grain: 0.06,
  },
  size: { width: 1920, height: 1080 },
  rate: { numerator: 30, denominator: 1 },
  encode: { codec: 'h264', preset: 'veryfast', crf: 20 },
  engine: { name: 'node-av', version: '8.0' },
  ...more,
});
const hashes = (given: SegmentPlanRequest) => planSegments(given, sha256).map((segment) => segment.contentHash);

test('segments cover the film without gap or overlap, transitions in segments of their own', () => {
  const shots = [shot('a', 45), shot('b', 60, { transitionIn: { kind: 'dissolve', lengthFrames: 12 } }), shot('c', 30)];
  const segments = planSegments(request(shots), sha256);
  expect(segments.map((entry) => [entry.startFrame, entry.lengthFrames, entry.layers.length])).toEqual([
    [0, 45, 1],
    [45, 12, 2],
    [57, 48, 1],
    [105, 30, 1],
  ]);
  expect(segments[1]!.layers.map((layer) => layer.offsetFrames)).toEqual([45, 0]);
  expect(segments[2]!.layers[0]!.offsetFrames).toBe(12);
});

test('changing one shot changes only the segments that show it', () => {
  const before = hashes(
    request([shot('a', 45), shot('b', 45), shot('c', 45, { transitionIn: { kind: 'wipe', lengthFrames: 10 } })]),
  );
  const after = hashes(
    request([
      shot('a', 45),
      shot('b', 45, { scene: scene('other words') }),
      shot('c', 45, { transitionIn: { kind: 'wipe', lengthFrames: 10 } }),
    ]),
  );
  expect(after.map((hash, index) => hash === before[index])).toEqual([true, false, false, true]);
});

test('renaming a shot keeps its pixels and its hash; engine, size and words do not', () => {
  const base = [shot('a', 45)];
  expect(hashes(request([{ ...base[0]!, shotKey: 'renamed' }]))).toEqual(hashes(request(base)));
  expect(hashes(request(base, { engine: { name: 'node-av', version: '8.1' } }))).not.toEqual(hashes(request(base)));
  expect(hashes(request(base, { size: { width: 1080, height: 1920 } }))).not.toEqual(hashes(request(base)));
});

test('a logo belongs to the hash of the end card only', () => {
  const end = shot('z', 60, { scene: { ...scene('z'), kind: 'end_card' } });
  const plain = request([shot('a', 45), end]);
  const logo = { hash: 'b'.repeat(64), width: 200, height: 80 };
  const after = hashes({ ...plain, look: { ...plain.look, logo } });
  expect(after.map((hash, index) => hash === hashes(plain)[index])).toEqual([true, false]);
});

test('captions are cut into the segments they are seen in, frames counted from each', () => {
  const captions = [{ startFrame: 40, endFrame: 60, lines: ['Hello'], language: 'en' as const }];
  const [first, second] = planSegments(request([shot('a', 45), shot('b', 45)], { captions }), sha256);
  expect(first!.captions).toEqual([{ startFrame: 40, endFrame: 60, lines: ['Hello'], language: 'en' }]);
  expect(second!.captions).toEqual([{ startFrame: -5, endFrame: 15, lines: ['Hello'], language: 'en' }]);
});
