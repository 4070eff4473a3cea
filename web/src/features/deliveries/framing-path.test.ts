import { expect, test } from 'vitest';
import type { ShotFraming } from '../../api/index.ts';
import { addKey, cropOf, freeSides, moveTo, removeKey, travelOf } from './framing-path.ts';

const shot: ShotFraming = {
  shotId: '0197c0de-0000-7000-8000-000000000001' as ShotFraming['shotId'],
  code: '1A',
  startFrame: 0,
  lengthFrames: 60,
  planned: { x: 0.3, y: 0, width: 0.4, height: 1 },
  path: [],
  source: { kind: 'picture', url: '', width: 1600, height: 900, inFrame: 0 },
};

test('a crop without a path stands where it was planned, and can go along its free side alone', () => {
  expect(cropOf(shot, [], 30)).toEqual(shot.planned);
  expect(freeSides(shot)).toEqual({ x: true, y: false });
});

test('moving a crop that has no second key moves it for the whole shot', () => {
  const path = moveTo(shot, [], 40, { x: 0.7, y: 0.1 });
  expect(path).toEqual([{ frame: 0, x: 0.7, y: 0.5 }]);
  expect(cropOf(shot, path, 0)?.x).toBeCloseTo(0.5);
  expect(cropOf(shot, path, 59)?.x).toBeCloseTo(0.5);
});

test('a point beyond the edge holds the crop inside the picture', () => {
  expect(moveTo(shot, [], 0, { x: 2, y: 0 })).toEqual([{ frame: 0, x: 0.8, y: 0.5 }]);
});

test('a second key makes a path: each key keeps its place, and between them the crop glides', () => {
  const still = moveTo(shot, [], 0, { x: 0.3, y: 0.5 });
  const keyed = addKey(shot, still, 59);
  const path = moveTo(shot, keyed, 59, { x: 0.7, y: 0.5 });
  expect(path).toEqual([
    { frame: 0, x: 0.3, y: 0.5 },
    { frame: 59, x: 0.7, y: 0.5 },
  ]);
  const [early, middle, late] = [15, 29.5, 45].map((frame) => travelOf(shot, path, frame));
  expect(middle).toBeCloseTo(0.5);
  expect(early).toBeLessThan(0.3);
  expect(late).toBeGreaterThan(0.7);
});

test('the first key of a planned crop keeps its planned place', () => {
  expect(addKey(shot, [], 30)).toEqual([
    { frame: 0, x: 0.5, y: 0.5 },
    { frame: 30, x: 0.5, y: 0.5 },
  ]);
  expect(removeKey(addKey(shot, [], 30), 30)).toEqual([{ frame: 0, x: 0.5, y: 0.5 }]);
});
