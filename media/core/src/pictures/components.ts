import type { FloodResult } from './flood.ts';
import type { Ground } from './ground.ts';
import { boxSum, type Raster, scaledRadius } from './raster.ts';

/**
 * Calls `visit` once for each connected group of pixels that `accepts`. The members are a view into one shared queue:
 * read them inside the call only.
 */
export function forEachComponent(
  width: number,
  count: number,
  accepts: (i: number) => boolean,
  visit: (members: Int32Array) => void,
): void {
  const seen = new Uint8Array(count);
  const queue = new Int32Array(count);
  for (let start = 0; start < count; start++) {
    if (seen[start] || !accepts(start)) continue;
    let tail = 0;
    const add = (i: number) => {
      if (seen[i] || !accepts(i)) return;
      seen[i] = 1;
      queue[tail++] = i;
    };
    add(start);
    for (let head = 0; head < tail; head++) {
      const i = queue[head]!;
      const x = i % width;
      if (x > 0) add(i - 1);
      if (x < width - 1) add(i + 1);
      if (i >= width) add(i - width);
      if (i < count - width) add(i + width);
    }
    visit(queue.subarray(0, tail));
  }
}

const HOLE_DISTANCE = 3.5;
const HOLE_MEAN_DISTANCE = 2.2;
const HOLE_SHARE = 0.0006;
const OPEN_SHARE_AFTER_LEAK = 0.12;
/** A thing with so many holes is a thing of holes (spokes, mesh): its smaller ones are holes too. */
const MANY_HOLES = 4;
const SMALL_HOLE_SHARE = 0.00012;

/**
 * Enclosed ground: flat, ground-like, over 0.06 % of the picture, or a fifth of that where there are many. After a leak
 * 12 % of a hole must also lie further than 6 px from any product pixel, or light prints are eaten.
 */
export function openHoles(flood: FloodResult, ground: Ground, raster: Raster): number {
  const { width, height } = raster;
  const { leakRadius } = flood;
  const count = width * height;
  const isProduct = new Uint8Array(count);
  for (let i = 0; i < count; i++) if (ground.distance[i]! >= 4.5) isProduct[i] = 1;
  const near = boxSum(isProduct, width, height, scaledRadius(6, width, height));
  const openFrom = (share: number) => openHolesFrom(count * share, { flood, ground, width, near });
  const holes = openFrom(HOLE_SHARE);
  return holes < MANY_HOLES || leakRadius > 0 ? holes : holes + openFrom(SMALL_HOLE_SHARE);
}

function openHolesFrom(
  least: number,
  seen: { flood: FloodResult; ground: Ground; width: number; near: ArrayLike<number> },
): number {
  const { ground, width, near } = seen;
  const { isGround, leakRadius } = seen.flood;
  const count = isGround.length;
  let holes = 0;
  forEachComponent(
    width,
    count,
    (i) => !isGround[i] && ground.distance[i]! < HOLE_DISTANCE,
    (members) => {
      if (members.length <= least) return;
      let sum = 0;
      let open = 0;
      for (const i of members) {
        sum += ground.distance[i]!;
        if (near[i]! < 0.5) open++;
      }
      const isFlat = sum / members.length < HOLE_MEAN_DISTANCE;
      if (!isFlat || (leakRadius > 0 && open <= members.length * OPEN_SHARE_AFTER_LEAK)) return;
      for (const i of members) isGround[i] = 1;
      holes++;
    },
  );
  return holes;
}

export type ProductParts = {
  /** Pixels kept as product. */
  area: number;
  /** Separate parts kept. */
  count: number;
  /** Share (0–1) of the product's area in its largest part. */
  largestShare: number;
};

/** Under this share of the largest part, what touches the picture's border is what stood beside the product. */
const SCRAP_SHARE = 0.05;

/**
 * Turns specks under 0.15 % of the picture into ground, and scraps along its border (the edge of the paper, of a table):
 * they are small, and would make the product as broad as the picture. Counts what is left.
 */
export function removeSpecks(isGround: Uint8Array, width: number): ProductParts {
  const count = isGround.length;
  let parts: number[] = [];
  const product = isGround.map((value) => (value ? 0 : 1));
  const eachPart = (visit: (members: Int32Array) => void) =>
    forEachComponent(width, count, (i) => product[i] === 1, visit);
  eachPart((members) => {
    if (members.length >= count * 0.0015) parts.push(members.length);
    else for (const i of members) isGround[i] = 1;
  });
  const largest = Math.max(0, ...parts);
  const isAtBorder = (i: number) => i < width || i >= count - width || i % width === 0 || i % width === width - 1;
  eachPart((members) => {
    if (members.length >= largest * SCRAP_SHARE || isGround[members[0]!] || !members.some(isAtBorder)) return;
    parts = parts.toSpliced(parts.indexOf(members.length), 1);
    for (const i of members) isGround[i] = 1;
  });
  const area = parts.reduce((sum, part) => sum + part, 0);
  return { area, count: parts.length, largestShare: area === 0 ? 0 : Math.max(...parts) / area };
}
