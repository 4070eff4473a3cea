import type { Picture, Toolkit } from '../canvas/toolkit.ts';

/** Columns of 2 px: finer costs time, coarser shows steps on the slanting edges. */
const STRIP = 2;
/** Turned by this much to either side, in radians, before a camera as far away as this many half widths. */
export const CARD_TURN = 0.38;
const DISTANCE = 3.4;
/** The nearer edge of a turned print looks taller than the print: drawn this much smaller it stays inside. */
export const CARD_FIT = 0.88;
/** A print that turns on to the next one is not seen from nearer at its edge than when it is shown. */
const MOST_DEPTH = Math.sin(CARD_TURN);

/**
 * A flat print turning about its upright axis in true perspective. Squeezing a picture of a thing like this shows that it
 * is flat; a print is flat.
 * @returns the print turned by so many radians, in a picture of its own size
 */
export function createCard(toolkit: Toolkit, print: Picture): (radians: number) => Picture {
  const surface = toolkit.createSurface(print.width, print.height);
  const { context } = surface;
  const middle = { x: print.width / 2, y: surface.height / 2 };
  return (radians) => {
    context.clearRect(0, 0, surface.width, surface.height);
    for (let x = 0; x < print.width; x += STRIP) {
      const columns = Math.min(STRIP, print.width - x);
      const start = cardAt((x / print.width) * 2 - 1, radians);
      const end = cardAt(((x + columns) / print.width) * 2 - 1, radians);
      const height = CARD_FIT * print.height * ((start.scale + end.scale) / 2);
      context.drawImage(
        print.source,
        x,
        0,
        columns,
        print.height,
        middle.x * (1 + start.across),
        middle.y - height / 2,
        Math.max(0.5, middle.x * (end.across - start.across)) + 0.6,
        height,
      );
    }
    return { width: surface.width, height: surface.height, source: context.canvas };
  };
}

/** Where a column comes to lie (−1 to 1) and how much taller it looks. */
export function cardAt(across: number, radians: number): { across: number; scale: number } {
  const depth = Math.max(-MOST_DEPTH, Math.min(MOST_DEPTH, Math.sin(radians)));
  const scale = DISTANCE / (DISTANCE + across * depth);
  return { across: across * Math.cos(radians) * scale * CARD_FIT, scale };
}
