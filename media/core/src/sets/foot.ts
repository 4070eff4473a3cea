import type { SceneSubject } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { type Foot, findLegs } from '../pictures/legs.ts';
import { findFeet } from '../pictures/stands.ts';

const PROBE_HEIGHT = 240;
/** Opaque enough to be the thing and not its soft edge. */
const SOLID = 128;
/** Where a foot is looked at, in shares of its width from each side. */
const INSIDE = 0.08;
/** A round foot seen from as high as a product is photographed bends by no more than this share of the height. */
const MOST_BEND = 0.08;
/** Both sides of a round foot rise alike; those of a shoe do not. */
const MOST_UNLIKE = 0.35;

/** Two feet are one line on the floor; told apart only where the middle between them is open by this share of the height. */
const OPEN_BETWEEN = 0.03;
const CONTACT = 0.025;
const LEAST_APART = 0.3;

/**
 * How a standing thing meets the floor, in shares of its width and height. `bend`: how far the middle of a round foot
 * hangs below its sides; what it is mirrored in and what it shades begins at its sides, or it would float. `feet`: two
 * contacts far apart, such as wheels, each with its own shadow; the line through them slopes where one is nearer. `legs`: all
 * that carry it, where they are more than those two.
 */
export type Footing = { bend: number; feet: readonly [Foot, Foot] | undefined; legs?: readonly Foot[] };

export async function measureFooting(toolkit: Toolkit, subject: SceneSubject): Promise<Footing> {
  const width = Math.max(8, Math.round((PROBE_HEIGHT * subject.width) / subject.height));
  return footingOf(await toolkit.readPixels(subject.hash, width, PROBE_HEIGHT), width, PROBE_HEIGHT);
}

/** @param pixels RGBA */
export function footingOf(pixels: Uint8ClampedArray | Uint8Array, width: number, height: number): Footing {
  const bottoms = Array.from({ length: width }, (_, x) => {
    for (let y = height - 1; y >= 0; y--) if (pixels[(y * width + x) * 4 + 3]! >= SOLID) return y;
    return -1;
  });
  const isSolid = (x: number, y: number) => pixels[(y * width + x) * 4 + 3]! >= SOLID;
  const legs = findLegs({ width, height, isSolid }, bottoms).map((leg) => inShares(leg, width, height));
  const feet = twoFeet(bottoms, width, height) ?? outermost(legs);
  return { bend: feet ? 0 : bendOf(bottoms, height), feet, ...(legs.length > 2 ? { legs } : {}) };
}

/** From a corner two of a chair's legs may be all that reaches low in both halves, and near each other. */
function outermost(legs: readonly Foot[]): Footing['feet'] {
  return legs.length < 2 ? undefined : [legs[0]!, legs.at(-1)!];
}

function inShares(foot: Foot, width: number, height: number): Foot {
  return { x: (foot.x + 0.5) / width, y: (foot.y + 1) / height, width: foot.width / width };
}

function twoFeet(bottoms: readonly number[], width: number, height: number): Footing['feet'] {
  const found = findFeet(bottoms, height * CONTACT);
  if (!found) return undefined;
  const [left, right] = found;
  if ((right.x - left.x) / width < LEAST_APART) return undefined;
  const isOpen = bottoms
    .slice(Math.ceil(left.x + left.width / 2), Math.floor(right.x - right.width / 2))
    .some((bottom, index) => {
      const share = (index + left.width / 2) / (right.x - left.x);
      return bottom < left.y + (right.y - left.y) * share - height * OPEN_BETWEEN;
    });
  if (!isOpen) return undefined;
  return [inShares(left, width, height), inShares(right, width, height)];
}

function bendOf(bottoms: readonly number[], height: number): number {
  const floor = Math.max(...bottoms);
  const isFoot = (bottom: number) => bottom >= floor - MOST_BEND * height;
  const [first, last] = [bottoms.findIndex(isFoot), bottoms.findLastIndex(isFoot)];
  const inside = Math.round((last - first) * INSIDE);
  const rises = [first + inside, last - inside].map((x) => floor - bottoms[x]!);
  const bend = Math.min(...rises);
  const middle = bottoms[Math.round((first + last) / 2)]!;
  const isRound =
    floor - middle <= 1 && bend > 0 && Math.abs(rises[0]! - rises[1]!) <= MOST_UNLIKE * Math.max(...rises, 3);
  return isRound ? Math.min(MOST_BEND, bend / height) : 0;
}
