import { expect, test } from 'vitest';
import { peaksOf, toOutline } from './peaks.ts';

test('each part tells its loudest moment, also where samples do not divide evenly', () => {
  const samples = new Float32Array([0, 0.5, -0.25, 0.1, -1, 0.2, 0]);
  expect(peaksOf(samples, 7).map((peak) => Math.round(peak * 100) / 100)).toEqual([0, 0.5, 0.25, 0.1, 1, 0.2, 0]);
  expect(peaksOf(samples, 2)[1]).toBe(1);
  expect(peaksOf(new Float32Array(0), 3)).toEqual([0, 0, 0]);
});

test('the outline is closed and stays inside its box', () => {
  const outline = toOutline([0, 1, 0.5]);
  expect(outline).toMatch(/^M0 0\.990L1 0\.000L.*Z$/);
  for (const [, y] of outline.matchAll(/ ([\d.]+)/g)) expect(Number(y)).toBeLessThanOrEqual(2);
});
