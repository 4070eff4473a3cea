import { clamp, cubicInOut, progress } from '../motion/curves.ts';
import { CARD_TURN } from './card.ts';

/** Seconds in which a print is turned past its edge to the next one, in the middle of which one takes the other's place. */
const FLIP_SECONDS = 0.5;
/** A print is held for about so long: shorter, it is not seen. */
const HOLD_SECONDS = 1.4;
/** A flip is drawn to a beat this near. */
const SNAP_SECONDS = 0.3;

/** How many of the prints a shot of this length shows; the next shot begins with the one after. */
export function printsShown(seconds: number, count: number): number {
  return Math.max(1, Math.min(count, Math.round(seconds / HOLD_SECONDS)));
}

/** Moments at which one print gives way to the next. */
export function planFlips(seconds: number, count: number, beatSeconds: readonly number[]): number[] {
  return Array.from({ length: count - 1 }, (_, index) => {
    const even = ((index + 1) * seconds) / count;
    return beatSeconds.find((beat) => Math.abs(beat - even) <= SNAP_SECONDS) ?? even;
  });
}

/** The print seen at a moment, and how far it is turned: slowly while it is seen, quickly past its edge, always one way. */
export type PrintMoment = { index: number; radians: number };

export function printAt(at: number, seconds: number, flips: readonly number[]): PrintMoment {
  const bounds = [0, ...flips, seconds];
  let radians = -CARD_TURN;
  for (let index = 0; index <= flips.length; index++) {
    const [from, to] = [bounds[index]!, bounds[index + 1]!];
    radians += 2 * CARD_TURN * clamp((at - from) / Math.max(1e-6, to - from));
  }
  for (const flip of flips)
    radians += (Math.PI - 2 * CARD_TURN) * cubicInOut(progress(at, flip - FLIP_SECONDS / 2, FLIP_SECONDS));
  const index = Math.max(0, Math.min(flips.length, Math.round(radians / Math.PI)));
  return { index, radians: radians - index * Math.PI };
}
