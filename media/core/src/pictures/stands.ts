import { forEachComponent } from './components.ts';
import type { LabPlanes } from './lab.ts';
import { type Foot, findLegs, lowestOf, type Outline } from './legs.ts';
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
  /** Chairs, tables, racks: narrow legs that carry it. */
  hasLegs: boolean;
  /** Area of its larger openings over that of its box, 0–1, where it has several: a bicycle, a rack, no garment. */
  openness: number;
  /** Soft turns of lightness along a row: cloth has many, glass, card and leather few. */
  ripples: number;
  /** Width of the upper part over the lower part: garments laid flat are wide at the shoulders or sleeves. */
  topHeaviness: number;
};

const SOLID = 128;
const LOWEST_BAND_SHARE = 0.025;
/**
 * Two feet: how far apart their middles stand at least, of the width, and how much higher the further one is seen, of the
 * height. What is a frame through and through is no garment from any side, and may be seen from a corner.
 */
const FEET_APART = 0.42;
const WIDE_FEET = { apart: FEET_APART, rise: 0.16 };
const FRAME_FEET = { apart: 0.3, rise: 0.3 };
/** Of the width: how broad a foot is at least. */
const FOOT_WIDTH = 0.035;
/** Openings smaller than this share of the box are lace and eyelets; a bag has one under its strap. */
const LEAST_OPENING = 0.002;
const LEAST_OPENINGS = 4;
const FRAME_OPENNESS = 0.08;
/** Two feet are a weaker sign than a flat base: a garment's sleeves end far apart too, and show more turns of light. */
const RIGID_RIPPLES = 3.5;

export function judgeStanding(alpha: Uint8Array, width: number, box: PixelBox, lab: LabPlanes): Standing {
  const outline: Outline = {
    width: box.width,
    height: box.height,
    isSolid: (x, y) => alpha[(y + box.top) * width + x + box.left]! >= SOLID,
  };
  const bottoms = lowestOf(outline);
  const lowest = box.height - 1;
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
  const openness = opennessOf(outline);
  const isFrame = openness >= FRAME_OPENNESS;
  const hasTwoFeet =
    (isWide && standsOnTwoFeet(bottoms, box, WIDE_FEET)) || (isFrame && standsOnTwoFeet(bottoms, box, FRAME_FEET));
  const hasLegs = standsOnLegs(outline, bottoms);
  const stands = (isFlatBased && !isClothLike) || ((hasTwoFeet || hasLegs) && ripples <= RIGID_RIPPLES);
  return { stands, contactShare, footShare, contactSlope, hasTwoFeet, hasLegs, openness, ripples, topHeaviness };
}

/** Area of what the outline encloses and shows the ground through. */
function opennessOf({ width, height, isSolid }: Outline): number {
  const count = width * height;
  let openings = 0;
  let area = 0;
  forEachComponent(
    width,
    count,
    (at) => !isSolid(at % width, Math.floor(at / width)),
    (members) => {
      if (members.length < count * LEAST_OPENING) return;
      const isOutside = members.some(
        (at) => at < width || at >= count - width || at % width === 0 || at % width === width - 1,
      );
      if (isOutside) return;
      openings += 1;
      area += members.length;
    },
  );
  return openings >= LEAST_OPENINGS ? area / count : 0;
}

function standsOnTwoFeet(bottoms: readonly number[], box: PixelBox, limits: { apart: number; rise: number }): boolean {
  const feet = findFeet(bottoms, box.height * LOWEST_BAND_SHARE);
  if (!feet) return false;
  const [left, right] = feet;
  return (
    (right.x - left.x) / box.width >= limits.apart &&
    Math.min(left.width, right.width) / box.width >= FOOT_WIDTH &&
    Math.abs(left.y - right.y) / box.height <= limits.rise
  );
}

/** All legs together are no broader than this share of the width: a fringe or the hems of trousers are. */
const LEGS_BROAD = 0.5;
/** Further legs stand higher in the picture, by how much depends on where it was taken from; two alone stand level. */
const LEGS_RISE = { many: 0.24, two: 0.06 };
/** Two legs alone go straight up and are no strings: pliers have handles that bend, a bikini hangs by its laces. In shares of the width. */
const TWO_STRAIGHT = 0.03;
const TWO_BROAD = 0.03;

function standsOnLegs(outline: Outline, bottoms: readonly number[]): boolean {
  const legs = findLegs(outline, bottoms);
  const [first, last] = [legs[0], legs.at(-1)];
  if (!first || !last) return false;
  const { width, height } = outline;
  const levels = legs.map(({ y }) => y);
  const rise = (Math.max(...levels) - Math.min(...levels)) / height;
  const isLevel = rise <= (legs.length > 2 ? LEGS_RISE.many : LEGS_RISE.two);
  const areStraight =
    legs.length > 2 || legs.every((leg) => leg.drift / width <= TWO_STRAIGHT && leg.width / width >= TWO_BROAD);
  const broad = legs.reduce((sum, leg) => sum + leg.width, 0) / width;
  const isLowest = Math.max(...levels) >= height - 1 - height * LOWEST_BAND_SHARE;
  return isLowest && isLevel && areStraight && broad <= LEGS_BROAD && (last.x - first.x) / width >= FEET_APART;
}

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

/** Widest outline between two heights of the box, given as shares from its top. */
function widthOfRows(alpha: Uint8Array, width: number, box: PixelBox, from: number, to: number): number {
  let widest = 0;
  for (let y = box.top + Math.floor(box.height * from); y < box.top + Math.floor(box.height * to); y++) {
    let left = -1;
    let right = -1;
    for (let x = box.left; x < box.left + box.width; x++) {
      if (alpha[y * width + x]! < SOLID) continue;
      if (left < 0) left = x;
      right = x;
    }
    widest = Math.max(widest, right - left + 1);
  }
  return widest;
}

function deviation(values: readonly number[]): number {
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
