import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heightOf, layOutRows, nearestInRow, ratioOf, rowsWithin } from './justified-rows.ts';

const SHAPE = { width: 1000, wantedHeight: 200, gap: 6, caption: 24 };
const ratios = fc.array(fc.double({ min: 0.45, max: 3.2, noNaN: true }), { minLength: 1, maxLength: 200 });

test('every file stands in one row, in order, and no row is wider than the list', () => {
  fc.assert(
    fc.property(ratios, fc.integer({ min: 280, max: 2400 }), (list, width) => {
      const rows = layOutRows(list, { ...SHAPE, width });
      expect(rows.flatMap(({ first, last }) => list.slice(first, last))).toEqual(list);
      let bottom = 0;
      for (const { first, last, top, height } of rows) {
        const used =
          list.slice(first, last).reduce((sum, ratio) => sum + ratio * height, 0) + SHAPE.gap * (last - first - 1);
        expect(used).toBeLessThanOrEqual(width + 0.01);
        expect(top).toBeGreaterThanOrEqual(bottom);
        bottom = top + height;
      }
      expect(heightOf(rows, SHAPE)).toBeCloseTo(bottom + SHAPE.caption);
    }),
  );
});

test('rows of common pictures are exactly as wide as the list; the last one keeps the wanted height', () => {
  const list = [1.5, 1.5, 0.75, 1, 1.5, 1.78, 1.5, 0.66, 1];
  const rows = layOutRows(list, SHAPE);
  for (const { first, last, height } of rows.slice(0, -1)) {
    const used =
      list.slice(first, last).reduce((sum, ratio) => sum + ratio * height, 0) + SHAPE.gap * (last - first - 1);
    expect(used).toBeCloseTo(SHAPE.width);
    expect(height).toBeGreaterThan(120);
    expect(height).toBeLessThan(320);
  }
  expect(layOutRows([1.5], SHAPE)).toEqual([{ first: 0, last: 1, top: 0, height: 200 }]);
});

test('the rows in sight are found with some to spare', () => {
  const rows = layOutRows(
    Array.from({ length: 5000 }, () => 1.5),
    SHAPE,
  );
  const { first, last } = rowsWithin(rows, { from: 5000, to: 5600, spare: 1 });
  expect(rows[first]!.top).toBeLessThan(5000);
  expect(rows[last - 1]!.top).toBeGreaterThan(5400);
  expect(last - first).toBeLessThan(9);
  expect(rowsWithin(rows, { from: -300, to: -10, spare: 2 })).toEqual({ first: 0, last: 2 });
  expect(rowsWithin([], { from: 0, to: 900, spare: 3 })).toEqual({ first: 0, last: 0 });
});

test('up and down go to the picture nearest above and below', () => {
  const list = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5];
  const rows = layOutRows(list, SHAPE);
  const [firstRow, second] = rows;
  expect(nearestInRow(rows, list, firstRow!.first, 1)).toBe(second!.first);
  expect(nearestInRow(rows, list, firstRow!.first, -1)).toBe(-1);
});

test('a file without a size has the place of a card, and no place is narrower or wider than can be seen', () => {
  expect(ratioOf({ width: null, height: null })).toBe(1);
  expect(ratioOf({ width: 100, height: 4000 })).toBe(0.45);
  expect(ratioOf({ width: 1600, height: 900 })).toBeCloseTo(1.78, 2);
});
