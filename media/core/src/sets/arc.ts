import type { Picture, Toolkit } from '../canvas/toolkit.ts';

/** Columns of 2 px moved sideways: finer costs time, coarser shows seams on straight edges. */
const STRIP = 2;
/** Nearest part of a round thing moves by this share of its width for a full swing of the camera. */
const REACH = 0.11;
/** Room at both sides for the movement. */
const MARGIN = 0.07;

/**
 * A camera going a little round a single picture: its middle lies nearer than its sides, so it moves further. What a
 * round thing does, up to about fifteen degrees; more would need another photograph.
 * @returns the picture seen from `swing` −1 (from the left) to 1 (from the right), wider by its own room
 */
export function createArc(toolkit: Toolkit, thing: Picture): (swing: number) => Picture {
  const margin = Math.ceil(thing.width * MARGIN);
  const surface = toolkit.createSurface(thing.width + 2 * margin, thing.height);
  const { context } = surface;
  return (swing) => {
    context.clearRect(0, 0, surface.width, surface.height);
    for (let x = 0; x < thing.width; x += STRIP) {
      const columns = Math.min(STRIP, thing.width - x);
      const start = arcAt(x / thing.width, swing) * thing.width;
      const end = arcAt((x + columns) / thing.width, swing) * thing.width;
      // Half a pixel wider than its place: columns at fractions of a pixel would let the ground through.
      context.drawImage(
        thing.source,
        x,
        0,
        columns,
        thing.height,
        margin + start,
        0,
        Math.max(0.5, end - start) + 0.6,
        thing.height,
      );
    }
    return { width: surface.width, height: surface.height, source: context.canvas };
  };
}

/** Where a column comes to lie, in shares of the width; its order is kept for any swing. */
export function arcAt(share: number, swing: number): number {
  const across = 2 * share - 1;
  const depth = Math.sqrt(Math.max(0, 1 - across * across * 0.98));
  return share + swing * REACH * (depth - 0.4);
}
