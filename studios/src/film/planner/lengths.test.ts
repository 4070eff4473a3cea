import { expect, it } from 'vitest';
import { planLengths } from './lengths.ts';

const FPS = 30;
/** 120 beats a minute: one every 15 frames. */
const gridOf = (seconds: number) => ({
  bpm: 120,
  beatFrames: Array.from({ length: seconds * 2 }, (_, index) => index * 15),
  totalFrames: seconds * FPS,
});
const wish = (seconds: number, more: { mostSeconds?: number; firmSeconds?: number } = {}) => ({
  seconds,
  leastSeconds: 1,
  firmSeconds: 1,
  ...more,
});

it('ends a shot before its recording ends, and gives the time to the others', () => {
  const lengths = planLengths([wish(4), wish(4, { mostSeconds: 1.9 }), wish(4)], gridOf(12));
  expect(lengths[1]! / FPS).toBeLessThanOrEqual(1.9);
  expect(lengths[1]! / FPS).toBeGreaterThanOrEqual(1.5);
  expect(lengths.reduce((sum, frames) => sum + frames, 0)).toBe(12 * FPS);
  expect(lengths[0]! + lengths[2]!).toBeGreaterThan(10 * FPS);
});

it('lets words have their time although the recording is shorter, and fills a film of short recordings alone', () => {
  const spoken = planLengths([wish(4, { mostSeconds: 1, firmSeconds: 3 }), wish(3)], gridOf(6));
  expect(spoken[0]! / FPS).toBeGreaterThanOrEqual(3);
  const short = planLengths([wish(3, { mostSeconds: 1 }), wish(3, { mostSeconds: 1 })], gridOf(6));
  expect(short.reduce((sum, frames) => sum + frames, 0)).toBe(6 * FPS);
});
