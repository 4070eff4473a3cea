import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planLength } from './plan-length.ts';

it('asks for the shortest film that covers the shot', () => {
  expect(planLength([10, 5], 3.2)).toEqual({ seconds: 5, shownSeconds: 3.2, heldSeconds: 0 });
  expect(planLength([4, 6, 8], 4.03).seconds).toBe(4);
  expect(planLength([], 2.5).seconds).toBe(3);
});

it('holds the last picture where no film is long enough', () => {
  expect(planLength([4], 6)).toEqual({ seconds: 4, shownSeconds: 4, heldSeconds: 2 });
});

it('shows and holds exactly the shot, and never pays for more than it must', () => {
  const makes = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(makes, fc.integer({ min: 1, max: 600 }), (lengths, frames) => {
      const shot = frames / 30;
      const { seconds, shownSeconds, heldSeconds } = planLength(lengths, shot);
      expect(lengths).toContain(seconds);
      expect(shownSeconds + heldSeconds).toBeCloseTo(shot, 6);
      const shorter = lengths.filter((each) => each < seconds);
      for (const each of shorter) expect(each).toBeLessThan(shot);
    }),
  );
});
