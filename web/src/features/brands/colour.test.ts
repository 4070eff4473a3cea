import { expect, test } from 'vitest';
import { contrastOf, moveColour, READABLE, readableNeighbour, readColour } from './colour.ts';

test('contrast is the one of WCAG', () => {
  expect(contrastOf('#ffffff', '#ffffff')).toBe(1);
  expect(contrastOf('#ffffff', '#000000')).toBe(21);
  expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

test('a colour that reads badly has a near one of its own hue that reads', () => {
  const grounds = ['#ffffff', '#000000', '#c8643c', '#777777', '#1d3b2f'];
  for (const ground of grounds)
    for (const colour of ['#c8643c', '#ffd400', '#808080', '#3a5f8f', '#000000', '#ffffff']) {
      const neighbour = readableNeighbour(colour, ground);
      expect(contrastOf(neighbour, ground)).toBeGreaterThanOrEqual(READABLE);
      if (contrastOf(colour, ground) >= READABLE) expect(neighbour).toBe(colour);
    }
  // Orange on white grows darker, not grey: red stays its greatest channel and blue its least.
  const [red, green, blue] = (readableNeighbour('#e07030', '#ffffff').match(/[0-9a-f]{2}/g) ?? []).map((two) =>
    Number.parseInt(two, 16),
  ) as [number, number, number];
  expect(red).toBeGreaterThan(green * 1.4);
  expect(green).toBeGreaterThan(blue * 1.2);
});

test('a colour is read as people write it', () => {
  expect(['#A0B1C2', 'abc', ' 102030 ', '#12', 'red'].map(readColour)).toEqual([
    '#a0b1c2',
    '#aabbcc',
    '#102030',
    undefined,
    undefined,
  ]);
});

test.each([
  [0, 2, ['b', 'c', 'a']],
  [2, 0, ['c', 'a', 'b']],
  [1, 1, ['a', 'b', 'c']],
])('a colour moves from %s to %s and the others keep their order', (from, to, after) => {
  expect(moveColour(['a', 'b', 'c'], from, to)).toEqual(after);
});
