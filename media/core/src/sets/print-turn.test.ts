import { expect, it } from 'vitest';
import { planFlips, printAt, printsShown } from './print-turn.ts';

it('shows each print for a moment long enough to see it', () => {
  expect(printsShown(3, 12)).toBe(2);
  expect(printsShown(0.6, 12)).toBe(1);
  expect(printsShown(30, 4)).toBe(4);
});

it('turns one way through all prints, each giving way while it is seen from its edge', () => {
  const flips = planFlips(6, 4, [1.4, 3.1]);
  expect(flips).toEqual([1.4, 3.1, 4.5]);
  const steps = Array.from({ length: 361 }, (_, index) => printAt(index / 60, 6, flips));
  expect([...new Set(steps.map(({ index }) => index))]).toEqual([0, 1, 2, 3]);
  for (let at = 1; at < steps.length; at++) {
    const [before, now] = [steps[at - 1]!, steps[at]!];
    expect(now.index * Math.PI + now.radians).toBeGreaterThan(before.index * Math.PI + before.radians);
    if (now.index !== before.index) expect(Math.cos(before.radians)).toBeLessThan(0.25);
  }
  // Between two flips it is seen from the front.
  expect(Math.abs(printAt(2.25, 6, flips).radians)).toBeLessThan(0.2);
});
