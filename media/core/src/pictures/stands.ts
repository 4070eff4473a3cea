import type { LabPlanes } from './lab.ts';
import { boxSum, type PixelBox } from './raster.ts';

/**
 * Whether a thing may stand on a floor with a reflection (bottle, shoe, box, bag), decided from its outline and its
 * surface. Clothing laid flat that "stands" looks like a cardboard figure (craft.md §2), so doubt means no.
 */
export type Standing = {
  stands: boolean;
  /** Width of the lowest line of contact over the width of the product's lower third, 0–1. */
  contactShare: number;
  /** Width of that line over the product's whole width, 0–1: an umbrella's hook or a watch's strap carries nothing. */
  footShare: number;
  /** How far the lower outline strays from one level over that contact, as a share of the product's height. */
  contactSlope: number;
  /** Two feet far apart, as wheels and legs have them; the nearer one stands lower in the picture. */
  hasTwoFeet: boolean;
  /** Soft turns of lightness along a row: cloth has many, glass, card and leather few. */
  ripples: number;
  /** Width of the upper part over the lower part: garments laid flat are wide at the shoulders or sleeves. */
  topHeaviness: number;
};

const LOWEST_BAND_SHARE = 0.025;
/** Of the width: how far apart the middles of two feet stand at least, and how broad each is at least. */
const FEET_APART = 0.42;
const FOOT_WIDTH = 0.035;
/** Of the height: a camera a little above sees the further foot higher by no more than this. */
const FEET_RISE = 0.16;
/** Two feet are a weaker sign than a flat base: a garment's sleeves end far apart too, and show more turns of light. */
const RIGID_RIPPLES = 3.5;

export function judgeStanding(alpha: Uint8Array, width: number, box: PixelBox, lab: LabPlanes): Standing {
  const bottoms = lowestRows(alpha, width, box);
  const lowest = box.top + box.height - 1;
  const band = Math.max(2, Math.round(box.height * LOWEST_BAND_SHARE));
  const inContact = bottoms.filter((row) => row >= 0 && lowest - row <= band);
  const contactShare = inContact.length / Math.max(1, widthOfRows(alpha, width, box, 0.66, 1));
  const footShare = inContact.length / box.width;
  const contactSlope = deviation(inContact) / box.height;
  const topHeaviness =
    widthOfRows(alpha, width, box, 0.05, 0.4) / Math.max(1, widthOfRows(alpha, width, box, 0.7, 0.98));
  const ripples = countRipples(alpha, width, box, lab);
  const isFlatBased = contactShare >= 0.42 && footShare >= 0.42 && contactSlope <= 0.012;
  // Clothing laid flat is hardly ever wide; a shoe or a bag is, and its leather may show many turns.
  const isWide = box.width > box.height * 1.2;
  const isClothLike = ripples > (isWide ? 12 : 4.5) || (topHeaviness > 1.18 && ripples > 1.5 && !isWide);
  const hasTwoFeet = isWide && standsOnTwoFeet(bottoms, box);
  const stands = (isFlatBased && !isClothLike) || (hasTwoFeet && ripples <= RIGID_RIPPLES);
  return { stands, contactShare, footShare, contactSlope, hasTwoFeet, ripples, topHeaviness };
}

function standsOnTwoFeet(bottoms: readonly number[], box: PixelBox): boolean {
  const feet = findFeet(bottoms, box.height * LOWEST_BAND_SHARE);
  if (!feet) return false;
  const [left, right] = feet;
  return (
    (right.x - left.x) / box.width >= FEET_APART &&
    Math.min(left.width, right.width) / box.width >= FOOT_WIDTH &&
    Math.abs(left.y - right.y) / box.height <= FEET_RISE
  );
}

/** Middle of a contact with the floor, how broad it is, and its lowest row, all in pixels from the left of the outline. */
export type Foot = { x: number; y: number; width: number };

/**
 * The lowest contact in each half of an outline.
 * @param bottoms lowest opaque row of each column, −1 where there is none @param band rows that count as one contact
 */
export function findFeet(bottoms: readonly number[], band: number): [left: Foot, right: Foot] | undefined {
  const middle = Math.floor(bottoms.length / 2);
  const left = footIn(bottoms, 0, middle, band);
  const right = footIn(bottoms, middle, bottoms.length, band);
  return left && right ? [left, right] : undefined;
}

function footIn(bottoms: readonly number[], from: number, to: number, band: number): Foot | undefined {
  let lowest = -1;
  for (let x = from; x < to; x++) lowest = Math.max(lowest, bottoms[x]!);
  if (lowest < 0) return undefined;
  const touches = (x: number) => bottoms[x]! >= lowest - band;
  let first = to;
  let last = from;
  for (let x = from; x < to; x++) {
    if (!touches(x)) continue;
    first = Math.min(first, x);
    last = x;
  }
  return { x: (first + last) / 2, y: lowest, width: last - first + 1 };
}

/** Lowest opaque row of each column in the box; −1 where the column is empty. */
function lowestRows(alpha: Uint8Array, width: number, box: PixelBox): number[] {
  const rows: number[] = [];
  for (let x = box.left; x < box.left + box.width; x++) {
    let row = box.top + box.height - 1;
    while (row >= box.top && alpha[row * width + x]! < 128) row--;
    rows.push(row >= box.top ? row : -1);
  }
  return rows;
}

/** Widest outline between two heights of the box, given as shares from its top. */
function widthOfRows(alpha: Uint8Array, width: number, box: PixelBox, from: number, to: number): number {
  let widest = 0;
  for (let y = box.top + Math.floor(box.height * from); y < box.top + Math.floor(box.height * to); y++) {
    let left = -1;
    let right = -1;
    for (let x = box.left; x < box.left + box.width; x++) {
      if (alpha[y * width + x]! < 128) continue;
      if (left < 0) left = x;
      right = x;
    }
    widest = Math.max(widest, right - left + 1);
  }
  return widest;
}

function deviation(values: number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * Soft turns of lightness along a row, mean over rows: a bottle has one to three (its highlights), draped cloth many. A
 * turn needs 2.5 L; hard edges (labels, prints, laces) restart the count, because a fold is soft.
 */
function countRipples(alpha: Uint8Array, width: number, box: PixelBox, lab: LabPlanes): number {
  const reach = Math.max(1, Math.round(box.width / 90));
  const smooth = boxSum(lab.lightness, width, alpha.length / width, reach);
  const area = (2 * reach + 1) ** 2;
  let turns = 0;
  let rows = 0;
  for (let y = box.top + Math.floor(box.height * 0.15); y < box.top + box.height * 0.9; y += 3) {
    turns += turnsInRow(
      (x) => smooth[y * width + x]! / area,
      (x) => alpha[y * width + x]! >= 250,
      box,
      reach,
    );
    rows++;
  }
  return rows === 0 ? 0 : turns / rows;
}

const TURN = 2.5;

function turnsInRow(at: (x: number) => number, isInside: (x: number) => boolean, box: PixelBox, reach: number): number {
  let turns = 0;
  let direction = 0;
  let extreme = Number.NaN;
  for (let x = box.left + 3 * reach; x < box.left + box.width - 3 * reach; x++) {
    const isSoft = isInside(x - 3 * reach) && isInside(x + 3 * reach) && Math.abs(at(x + reach) - at(x - reach)) < 7;
    if (!isSoft || Number.isNaN(extreme)) {
      direction = 0;
      extreme = isSoft ? at(x) : Number.NaN;
      continue;
    }
    const change = at(x) - extreme;
    if (change * direction > 0 || direction === 0) {
      if (direction !== 0 || Math.abs(change) >= TURN) {
        direction = Math.sign(change);
        extreme = at(x);
      }
    } else if (Math.abs(change) >= TURN) {
      turns++;
      direction = Math.sign(change);
      extreme = at(x);
    }
  }
  return turns;
}
