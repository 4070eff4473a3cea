import type { Ground } from './ground.ts';
import { boxSum, type Raster, scaledRadius } from './raster.ts';

/** Which pixels are ground (1) and how the flood got there. */
export type FloodResult = {
  isGround: Uint8Array;
  /** Gap width in pixels that had to be closed because the plain flood ran into the product; 0 when it did not. */
  leakRadius: number;
};

const GROUND_DISTANCE = 5;
const SHADOW_DEPTH = 16;
const SHADOW_CHROMA = 3;
const SHADOW_STEP = 3.2;
const SHADOW_DISTANCE = 14;
const LEAK_AREA_SHARE = 0.04;

/** Local lightness step: tells a soft shadow from the edge of something thin. 0 on the picture's border. */
export function lightnessSteps(lightness: Float32Array, width: number, height: number): Float32Array {
  const steps = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const across = lightness[i + 1]! - lightness[i - 1]!;
      const down = lightness[i + width]! - lightness[i - width]!;
      steps[i] = Math.sqrt(across * across + down * down);
    }
  }
  return steps;
}

/** Pixels that may be ground: close to the surface, or a soft, neutral, smooth cast shadow on it. */
export function groundCandidates(ground: Ground, steps: Float32Array): Uint8Array {
  const candidates = new Uint8Array(steps.length);
  for (let i = 0; i < steps.length; i++) {
    const offset = ground.lightnessOffset[i]!;
    const isShadow =
      offset < 0 &&
      offset > -SHADOW_DEPTH &&
      ground.chromaOffset[i]! < SHADOW_CHROMA &&
      steps[i]! < SHADOW_STEP &&
      ground.distance[i]! < SHADOW_DISTANCE;
    if (isShadow || ground.distance[i]! < GROUND_DISTANCE) candidates[i] = 1;
  }
  return candidates;
}

/** Everything reachable from the border through candidates. */
export function floodFromBorder(candidates: Uint8Array, width: number, height: number): Uint8Array {
  const isGround = new Uint8Array(candidates.length);
  const stack = new Int32Array(candidates.length);
  let depth = 0;
  const visit = (i: number) => {
    if (isGround[i] || !candidates[i]) return;
    isGround[i] = 1;
    stack[depth++] = i;
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  while (depth > 0) {
    const i = stack[--depth]!;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < candidates.length - width) visit(i + width);
  }
  return isGround;
}

/**
 * Leak test: flood again with gaps of 4, 8 and 12 px closed. When that saves more than 4 % of the picture, the plain
 * flood had run into a light pattern (a white print on white ground lost half the product); the closed one is kept and
 * grown back by the width of the gap. At 2 % the gap between arm and body was wrongly filled.
 */
export function floodWithLeakTest(candidates: Uint8Array, raster: Raster): FloodResult {
  const { width, height } = raster;
  let isGround = floodFromBorder(candidates, width, height);
  let productArea = countZeros(isGround);
  let leakRadius = 0;
  const isProduct = candidates.map((value) => (value ? 0 : 1));
  for (const gap of [4, 8, 12]) {
    const radius = scaledRadius(gap, width, height);
    const closed = floodClosed(candidates, isProduct, radius, width, height);
    const area = countZeros(closed);
    if (area - productArea <= candidates.length * LEAK_AREA_SHARE) continue;
    isGround = closed;
    productArea = area;
    leakRadius = radius;
  }
  if (leakRadius > 0) fillNotches(isGround, leakRadius + 1, width, height);
  return { isGround, leakRadius };
}

/**
 * Where a light stripe meets the outline, growing back leaves a notch as wide as the stripe. Closing the product by the
 * width of the gap fills it. Only after a leak: otherwise narrow gaps of the product itself would fill as well.
 */
function fillNotches(isGround: Uint8Array, radius: number, width: number, height: number): void {
  const nearProduct = boxSum(
    isGround.map((value) => (value ? 0 : 1)),
    width,
    height,
    radius,
  );
  const isFar = nearProduct.map((value) => (value < 0.5 ? 1 : 0));
  const nearFar = boxSum(isFar, width, height, radius);
  const isNotch = isGround.map((value, i) => (value && nearFar[i]! < 0.5 && nearProduct[i]! > 0.5 ? 1 : 0));
  // Slivers along a slanting outline close as well; only patches are notches.
  const patch = boxSum(isNotch, width, height, 2);
  for (let i = 0; i < isGround.length; i++) if (isNotch[i] && patch[i]! >= 12) isGround[i] = 0;
}

function floodClosed(
  candidates: Uint8Array,
  isProduct: Uint8Array,
  radius: number,
  width: number,
  height: number,
): Uint8Array {
  const near = boxSum(isProduct, width, height, radius);
  const open = new Uint8Array(candidates.length);
  for (let i = 0; i < open.length; i++) if (candidates[i] && near[i]! < 0.5) open[i] = 1;
  const reached = floodFromBorder(open, width, height);
  growInto(reached, width, height, radius + 1, (i) => candidates[i] === 1);
  return reached;
}

function countZeros(mask: Uint8Array): number {
  let count = 0;
  for (const value of mask) if (!value) count++;
  return count;
}

/** Grows the mask ring by ring into neighbours that `accepts` allows. */
export function growInto(
  mask: Uint8Array,
  width: number,
  height: number,
  rings: number,
  accepts: (i: number) => boolean,
): void {
  let front = borderOf(mask, width, height);
  for (let ring = 0; ring < rings && front.length > 0; ring++) {
    const next: number[] = [];
    for (const i of front) {
      const x = i % width;
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (j < 0 || j >= mask.length || mask[j] || !accepts(j)) continue;
        mask[j] = 1;
        next.push(j);
      }
    }
    front = next;
  }
}

/** Mask pixels with at least one neighbour outside the mask. */
function borderOf(mask: Uint8Array, width: number, height: number): number[] {
  const found: number[] = [];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!mask[i]) continue;
      const isEdge =
        (x > 0 && !mask[i - 1]) ||
        (x < width - 1 && !mask[i + 1]) ||
        (y > 0 && !mask[i - width]) ||
        (y < height - 1 && !mask[i + width]);
      if (isEdge) found.push(i);
    }
  }
  return found;
}

/**
 * Shadow creep: up to 7 px inwards through smooth, neutral, slightly darker pixels. Removes the pale rim that shows as
 * a sticker outline on dark stages.
 */
export function creepThroughShadow(isGround: Uint8Array, ground: Ground, steps: Float32Array, raster: Raster): void {
  const { width, height } = raster;
  growInto(isGround, width, height, scaledRadius(7, width, height), (i) => {
    const x = i % width;
    if (x < 2 || x > width - 3 || i < 2 * width || i >= isGround.length - 2 * width) return false;
    const offset = ground.lightnessOffset[i]!;
    return offset < -1.5 && offset > -34 && ground.chromaOffset[i]! < 3.2 && steps[i]! < 7;
  });
}
