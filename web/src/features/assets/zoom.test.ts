import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitScale, fitView, MAX_SCALE, panBy, pixelAt, stepScale, zoomAt } from './zoom.ts';

const stage = { width: 1000, height: 600 };
const picture = { width: 4000, height: 3000 };
const parts = { stage, picture };

test('a picture is shown whole, and a small one as it is', () => {
  expect(fitView(stage, picture)).toEqual({ x: 2000, y: 1500, scale: 0.2 });
  expect(fitScale(stage, { width: 64, height: 48 })).toBe(1);
});

test('what lies under the pointer stays there while one zooms, until the edge', () => {
  const at = { x: 120, y: -60 };
  const before = fitView(stage, picture);
  const inside = zoomAt(before, 1, at, parts);
  expect(pixelAt(inside, at, picture)).toEqual(pixelAt(before, at, picture));
  const closer = zoomAt(inside, 8, at, parts);
  expect(pixelAt(closer, at, picture)).toEqual(pixelAt(before, at, picture));
});

test('800 % is the end, the whole picture the other one', () => {
  const view = fitView(stage, picture);
  expect(zoomAt(view, 400, { x: 0, y: 0 }, parts).scale).toBe(MAX_SCALE);
  expect(zoomAt(view, 0.001, { x: 0, y: 0 }, parts).scale).toBe(0.2);
});

test('no empty room shows beside a picture larger than the stage', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 8, noNaN: true }),
      fc.integer({ min: -9000, max: 9000 }),
      fc.integer({ min: -9000, max: 9000 }),
      (scale, x, y) => {
        const view = panBy(zoomAt(fitView(stage, picture), scale, { x: 0, y: 0 }, parts), { x, y }, parts);
        const edges = [view.x - 500 / view.scale, view.x + 500 / view.scale - picture.width];
        if (picture.width * view.scale >= stage.width) {
          expect(edges[0]).toBeGreaterThanOrEqual(-0.01);
          expect(edges[1]).toBeLessThanOrEqual(0.01);
        } else expect(view.x).toBe(2000);
      },
    ),
  );
});

test('the keys go through the usual steps and through the whole picture', () => {
  expect(stepScale(0.2, 1, 0.2)).toBe(0.25);
  expect(stepScale(1, 1, 0.2)).toBe(1.5);
  expect(stepScale(8, 1, 0.2)).toBe(8);
  expect(stepScale(1, -1, 0.2)).toBe(0.67);
  expect(stepScale(0.25, -1, 0.2)).toBe(0.2);
});

test('beside the picture there is no pixel', () => {
  expect(pixelAt(fitView(stage, picture), { x: -450, y: 0 }, picture)).toBeNull();
  expect(pixelAt({ x: 10, y: 10, scale: 8 }, { x: 0, y: 4 }, picture)).toEqual({ x: 10, y: 10 });
});
