import { expect, test } from 'vitest';
import { secondsOf, segmentAt } from './use-sequence.ts';

const segments = [
  { startFrame: 0, lengthFrames: 60, url: 'a', posterUrl: null },
  { startFrame: 60, lengthFrames: 45, url: null, posterUrl: 'b' },
];

test('a frame belongs to the segment it starts in', () => {
  expect([0, 59, 60, 104, 400].map((frame) => segmentAt(segments, frame))).toEqual([0, 0, 1, 1, 1]);
});

test('a seek lands in the middle of its frame', () => {
  expect(secondsOf(60, 60, 30)).toBeCloseTo(1 / 60);
  expect(Math.floor(secondsOf(89, 60, 30) * 30)).toBe(29);
});
