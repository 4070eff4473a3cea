import type { FractionBox } from '@kinora/contract';
import type { PixelBox } from './raster.ts';

/** Summed-area table with one extra row and column, so that any window's sum is four look-ups. */
export type Integral = { width: number; height: number; sums: Float64Array };

export function integralOf(values: ArrayLike<number>, width: number, height: number): Integral {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  return { width, height, sums };
}

export function windowSum(integral: Integral, box: PixelBox): number {
  const stride = integral.width + 1;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const { sums } = integral;
  return (
    sums[bottom * stride + right]! -
    sums[box.top * stride + right]! -
    sums[bottom * stride + box.left]! +
    sums[box.top * stride + box.left]!
  );
}

/**
 * Largest rectangle of one shape (width over height) that holds opaque pixels only, by bisection over its size: what
 * fits at one size fits at every smaller one. Ground inside a macro crop is seen at once (craft.md §4).
 */
export function largestInnerRectangle(
  outside: Integral,
  shape: number,
  blocked: readonly PixelBox[] = [],
): PixelBox | undefined {
  let best: PixelBox | undefined;
  let smallest = 8;
  let largest = Math.floor(Math.min(outside.height, outside.width / shape));
  while (smallest <= largest) {
    const height = (smallest + largest) >> 1;
    const found = findPlace(outside, Math.max(1, Math.round(height * shape)), height, blocked);
    if (found) {
      best = found;
      smallest = height + 1;
    } else largest = height - 1;
  }
  return best;
}

/** The place nearest to the middle of the picture: macro shots want the heart of the material, not its rim. */
function findPlace(
  outside: Integral,
  width: number,
  height: number,
  blocked: readonly PixelBox[],
): PixelBox | undefined {
  const step = Math.max(1, Math.round(Math.min(outside.width, outside.height) / 160));
  let best: PixelBox | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  for (let top = 0; top + height <= outside.height; top += step) {
    for (let left = 0; left + width <= outside.width; left += step) {
      const distance = Math.hypot(left + width / 2 - outside.width / 2, top + height / 2 - outside.height / 2);
      const box = { left, top, width, height };
      if (
        distance >= nearest ||
        windowSum(outside, box) > 0 ||
        blocked.some((other) => overlapShare(box, other) > 0.25)
      )
        continue;
      best = box;
      nearest = distance;
    }
  }
  return best;
}

/** Shared area over the smaller box's area. */
function overlapShare(first: PixelBox, second: PixelBox): number {
  const across = Math.min(first.left + first.width, second.left + second.width) - Math.max(first.left, second.left);
  const down = Math.min(first.top + first.height, second.top + second.height) - Math.max(first.top, second.top);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / Math.min(first.width * first.height, second.width * second.height);
}

/** Shapes a macro shot asks for: a third of a wide frame, half of a tall one, half of a wide one, a square. */
const MACRO_SHAPES = [0.6, 1, 1.125, 1.6] as const;
const MACROS_PER_SHAPE = 2;
const SMALLEST_MACRO_SHARE = 0.02;

/**
 * Windows fully inside the product, as fractions of the cut-out, largest first. `alpha` is the cut-out's own plane.
 * Boxes under 2 % of its area are left out: they would be shown at more than 3 ×.
 */
export function findMacroBoxes(alpha: Uint8Array, width: number, height: number): FractionBox[] {
  const outside = integralOf(
    alpha.map((value) => (value >= 250 ? 0 : 1)),
    width,
    height,
  );
  const boxes: PixelBox[] = [];
  for (const shape of MACRO_SHAPES) {
    const blocked: PixelBox[] = [];
    for (let turn = 0; turn < MACROS_PER_SHAPE; turn++) {
      const box = largestInnerRectangle(outside, shape, blocked);
      if (!box || box.width * box.height < width * height * SMALLEST_MACRO_SHARE) break;
      blocked.push(box);
      boxes.push(box);
    }
  }
  return boxes
    .sort((first, second) => second.width * second.height - first.width * first.height)
    .map((box) => toFractions(box, width, height));
}

export function toFractions(box: PixelBox, width: number, height: number): FractionBox {
  return { x: box.left / width, y: box.top / height, width: box.width / width, height: box.height / height };
}
