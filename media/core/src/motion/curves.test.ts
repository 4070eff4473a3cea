import { describe, expect, it } from 'vitest';
import { quintOut, wipeOver } from './curves.ts';

/** Frames of a wipe of 15 in which its edge is within 8 px of the border of a frame 1080 px high, where the check looks. */
const atBorder = (curve: (share: number) => number) =>
  Array.from({ length: 16 }, (_, frame) => curve(frame / 15)).filter((shown) => shown < 1 && 1080 * (1 - shown) <= 8)
    .length;

describe('wipeOver', () => {
  it('leaves no sliver of the old field at the border, where an arrival would keep one for a third of its time', () => {
    expect(atBorder(quintOut)).toBeGreaterThanOrEqual(5);
    expect(atBorder(wipeOver)).toBeLessThanOrEqual(1);
  });

  it('goes from nothing to all', () => {
    expect([wipeOver(-1), wipeOver(0), wipeOver(0.6), wipeOver(2)]).toEqual([0, 0, 1, 1]);
  });
});
