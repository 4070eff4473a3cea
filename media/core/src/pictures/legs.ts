import { forEachComponent } from './components.ts';

/** Middle of a contact with the floor, how broad it is, and its lowest row, all in pixels from the left of the outline. */
export type Foot = { x: number; y: number; width: number };

/** Opaque or not, for each pixel of a thing's own box, rows from the top. */
export type Outline = { width: number; height: number; isSolid: (x: number, y: number) => boolean };

/** The end of a leg, in pixels of the outline; `drift`: how far its middle strays sideways on the way up. */
export type Leg = Foot & { drift: number };

/** Rows above the lowest that count as one end, in shares of the height. */
const END_BAND = 0.02;
/** Beside its end a leg has nothing for this share of the height, on both sides, within so many shares of the width. */
const CLEAR = 0.06;
const CLEAR_WITHIN = 0.05;
/** No broader than this share of the width, for this share of the height: what widens sooner is a hem, a wheel or a base. */
const MOST_WIDTH = 0.16;
const LONG = 0.1;
/** Rungs and feet of felt may cross a leg. */
const MOST_CROSSED = 0.2;
/** More ends than a table has: a fringe. */
const MOST_LEGS = 6;

/**
 * Legs of a chair, a table or a rack, from left to right: narrow, long ends of one connected thing. A pair of earrings has
 * two such ends and is two things; a garment's legs are broad. Empty where the outline ends in anything else as well.
 */
export function findLegs(outline: Outline, bottoms: readonly number[]): Leg[] {
  const ends = findEnds(outline, bottoms);
  const legs = ends.flatMap((end) => climb(outline, end) ?? []);
  if (legs.length < 2 || ends.length > MOST_LEGS || !areConnected(outline, legs, bottoms)) return [];
  return legs;
}

/** Lowest solid row of each column, −1 where there is none. */
export function lowestOf({ width, height, isSolid }: Outline): number[] {
  return Array.from({ length: width }, (_, x) => {
    for (let y = height - 1; y >= 0; y--) if (isSolid(x, y)) return y;
    return -1;
  });
}

/** Places of the lower outline that hang below everything beside them. */
function findEnds({ width, height }: Outline, bottoms: readonly number[]): Foot[] {
  const seen = new Uint8Array(width);
  const columns = Array.from({ length: width }, (_, x) => x).sort((a, b) => bottoms[b]! - bottoms[a]!);
  const band = Math.max(1, height * END_BAND);
  const ends: Foot[] = [];
  for (const column of columns) {
    const y = bottoms[column]!;
    if (seen[column] || y < height / 2) continue;
    let [left, right] = [column, column];
    while (left > 0 && bottoms[left - 1]! >= y - band) left--;
    while (right < width - 1 && bottoms[right + 1]! >= y - band) right++;
    const isNew = !seen.subarray(left, right + 1).includes(1);
    seen.fill(1, left, right + 1);
    const reach = Math.max(1, Math.round(width * CLEAR_WITHIN));
    const isClear = (from: number, to: number) =>
      from < 0 || to >= width || bottoms.slice(from, to + 1).some((one) => one < y - height * CLEAR);
    if (isNew && isClear(left - reach, left - 1) && isClear(right + 1, right + reach))
      ends.push({ x: (left + right) / 2, y, width: right - left + 1 });
  }
  return ends.sort((a, b) => a.x - b.x);
}

function climb(outline: Outline, end: Foot): Leg | undefined {
  const { width, height } = outline;
  const rows = Math.round(height * LONG);
  const most = width * MOST_WIDTH;
  let middle = end.x;
  let drift = 0;
  let crossed = 0;
  for (let step = 1; step <= rows; step++) {
    const run = runAt(outline, Math.round(middle), end.y - step);
    if (!run || run.right - run.left + 1 > most) {
      crossed++;
      continue;
    }
    middle = (run.left + run.right) / 2;
    drift = Math.max(drift, Math.abs(middle - end.x));
  }
  return end.width <= most && crossed <= rows * MOST_CROSSED ? { ...end, drift } : undefined;
}

/** The solid run of a row about a column, or the nearest one beside it. */
function runAt({ width, isSolid }: Outline, column: number, y: number): { left: number; right: number } | undefined {
  const reach = Math.max(1, Math.round(width * 0.02));
  let at = column;
  for (let off = 0; off <= reach && !isSolid(at, y); off++)
    at = off % 2 === 0 ? column + off / 2 : column - (off + 1) / 2;
  if (!isSolid(at, y)) return undefined;
  let [left, right] = [at, at];
  while (left > 0 && isSolid(left - 1, y)) left--;
  while (right < width - 1 && isSolid(right + 1, y)) right++;
  return { left, right };
}

function areConnected({ width, height, isSolid }: Outline, legs: readonly Foot[], bottoms: readonly number[]): boolean {
  const wanted = legs.map(({ x }) => bottoms[Math.round(x)]! * width + Math.round(x));
  let isOne = false;
  forEachComponent(
    width,
    width * height,
    (at) => isSolid(at % width, Math.floor(at / width)),
    (members) => {
      isOne ||= wanted.every((at) => members.includes(at));
    },
  );
  return isOne;
}
