import type { Camera } from '../motion/camera.ts';

/** A print moves more than the set it lies on, or its own movement would not be seen. */
const AHEAD_OF_SET = 3;

/**
 * How far a camera's shifts move the picture inside its print, in shares of the print. The whole way is made smaller where it
 * would not fit into the room round the picture: cut off at the room's end, the move would stand still before the cut.
 * @param most half of the room there is, in shares of the print
 */
export function planPrintShift(camera: Camera, seconds: number, most: number): (shift: number) => number {
  // Every move goes one way, so it is furthest at its ends.
  const furthest = Math.max(
    ...[camera(0), camera(seconds)].flatMap(({ shiftX, shiftY }) => [Math.abs(shiftX), Math.abs(shiftY)]),
  );
  const factor = Math.min(AHEAD_OF_SET, furthest === 0 ? AHEAD_OF_SET : most / furthest);
  return (shift) => shift * factor;
}
