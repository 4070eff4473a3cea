import { expect, test } from 'vitest';
import { contrastsOf, readColour } from './colour.ts';

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
