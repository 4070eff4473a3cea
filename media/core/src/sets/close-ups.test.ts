import { expect, it } from 'vitest';
import { closeUpSize, findCloseUps, furtherFor, mayFill, rankViews } from './close-ups.ts';

const SIZE = { width: 96, height: 60 };

/** A grey thing on nothing, finely striped in the parts given. */
function draw(stripes: readonly { x: number; y: number; width: number; height: number }[]): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
  for (let y = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      const at = (y * SIZE.width + x) * 4;
      const isThing = y >= 8 && y < 56 && x >= 4 && x < 92;
      const isStriped = stripes.some(
        (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
      );
      pixels.fill(isStriped && x % 2 === 0 ? 220 : 90, at, at + 3);
      pixels[at + 3] = isThing ? 255 : 0;
    }
  }
  return pixels;
}

it('looks where there is something to see, and each time elsewhere', () => {
  const pixels = draw([
    { x: 10, y: 20, width: 12, height: 12 },
    { x: 74, y: 36, width: 12, height: 12 },
  ]);
  const found = findCloseUps(pixels, SIZE, { window: { width: 30, height: 20 }, count: 2 });
  const holds = (x: number, y: number) =>
    found.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
  expect(holds(16, 26)).toBe(true);
  expect(holds(80, 42)).toBe(true);
  expect(found).toHaveLength(2);
});

it('finds several places even where a window nearly fills the thing', () => {
  const found = findCloseUps(draw([]), SIZE, { window: { width: 90, height: 50 }, count: 2 });
  expect(found).toHaveLength(2);
  expect(found[0]).not.toEqual(found[1]);
});

it('never enlarges beyond what it must, and tells when that is too much', () => {
  const wide = { width: 2112, height: 1188 };
  const large = closeUpSize({ width: 3000, height: 2400 }, wide);
  expect(wide.width / large.width).toBeLessThanOrEqual(2.4);
  expect(large.width / large.height).toBeCloseTo(wide.width / wide.height, 6);
  expect(mayFill({ width: 800, height: 1000 }, wide)).toBe(true);
  expect(mayFill({ width: 500, height: 1000 }, wide)).toBe(false);
  const small = closeUpSize({ width: 500, height: 300 }, wide);
  expect(small.width).toBeLessThanOrEqual(500);
  expect(small.height).toBeLessThanOrEqual(300);
});

it('stays further off what has many holes', () => {
  expect(furtherFor([0.9, 0.7, 0.6])).toBe(1);
  expect(furtherFor([0.25, 0.2])).toBeGreaterThan(1.3);
  const frame = { width: 2112, height: 1188 };
  const thing = { width: 3000, height: 2400 };
  expect(closeUpSize(thing, frame, 1.3).width).toBeCloseTo(closeUpSize(thing, frame).width * 1.3, 6);
  // A file whose pixels keep the lens off already is not left further still.
  const small = { width: 1600, height: 1000 };
  expect(closeUpSize(small, frame, 1.3).width).toBe(closeUpSize(small, frame).width);
  // Never so far that the whole thing is in the picture.
  expect(closeUpSize(thing, frame, 9).width).toBeLessThan(3000);
});

it('comes to bare material when all else was seen, a handle half open before it', () => {
  const [seam, handle, leather] = [
    { cover: 0.9, detail: 100 },
    { cover: 0.4, detail: 45 },
    { cover: 1, detail: 10 },
  ];
  expect(rankViews([leather!, handle!, seam!], 100)).toEqual([seam, handle, leather]);
});
