import { expect, test } from 'vitest';
import { contrastsOf, moveColour, readColour } from './colour.ts';

test('contrast is the one of WCAG', () => {
  expect(contrastsOf('#ffffff')).toEqual({ onWhite: 1, onBlack: 21 });
  expect(contrastsOf('#767676').onWhite).toBeCloseTo(4.54, 2);
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
