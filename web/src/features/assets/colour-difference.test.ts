import { expect, test } from 'vitest';
import { colourDifference, labOf, nearestBrandColour } from './colour-difference.ts';

/** Pairs of Sharma, Wu and Dalal: "The CIEDE2000 color-difference formula", table 1. */
const PAIRS: [number, number, number, number, number, number, number][] = [
  [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
  [50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615],
  [50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0],
  [50, 0, 0, 50, -1, 2, 2.3669],
  [50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792],
  [50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195],
  [50, -0.001, 2.49, 50, 0.0011, -2.49, 4.7461],
  [50, 2.5, 0, 50, 0, -2.5, 4.3065],
  [50, 2.5, 0, 73, 25, -18, 27.1492],
  [50, 2.5, 0, 56, -27, -3, 31.903],
  [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
  [22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373],
  [90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441],
  [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
];

test.each(PAIRS)('lab(%d %d %d) and lab(%d %d %d) are %d apart', (l1, a1, b1, l2, a2, b2, expected) => {
  const [first, second] = [
    { l: l1, a: a1, b: b1 },
    { l: l2, a: a2, b: b2 },
  ];
  expect(colourDifference(first, second)).toBeCloseTo(expected, 4);
  expect(colourDifference(second, first)).toBeCloseTo(expected, 4);
});

test('white, black and red are where CIE has them', () => {
  expect(labOf('#ffffff').l).toBeCloseTo(100, 2);
  expect(labOf('#000000')).toEqual({ l: 0, a: 0, b: 0 });
  const red = labOf('#ff0000');
  expect([red.l, red.a, red.b].map((value) => Math.round(value * 10) / 10)).toEqual([53.2, 80.1, 67.2]);
});

test('the nearest brand colour is named with its distance', () => {
  const colours = [
    { brand: 'Sable', hex: '#245fd4' },
    { brand: 'Nera', hex: '#c06020' },
  ];
  expect(nearestBrandColour('#245fd4', colours)).toEqual({ brand: 'Sable', hex: '#245fd4', difference: 0 });
  expect(nearestBrandColour('#b85c22', colours)?.brand).toBe('Nera');
  expect(nearestBrandColour('#b85c22', [])).toBeNull();
});
