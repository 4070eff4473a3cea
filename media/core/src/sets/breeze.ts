import type { Picture, Toolkit } from '../canvas/toolkit.ts';

/**
 * Strips of 3 px moved sideways by up to 1 % of the height, growing to the power 1.4 towards the hem, by two sines
 * (craft.md §4): believable on what hangs free; its shadow may stay still.
 */
const STRIP = 3;
const REACH = 0.01;
const GROWTH = 1.4;
const WAVES = [
  { rate: 0.33, share: 0.64, lag: 1.7 },
  { rate: 0.6, share: 0.36, lag: 3.1 },
];
/** Room beside the cloth for its own movement, in shares of its height. */
const MARGIN = 0.012;

/**
 * The cloth at any moment, as a picture of the same place and size plus its room at both sides. Strips lie on whole rows
 * of a surface of their own: between rows at fractions of a pixel, seams would show.
 */
export function createBreeze(toolkit: Toolkit, cloth: Picture): (seconds: number) => Picture {
  const margin = Math.ceil(cloth.height * MARGIN);
  const surface = toolkit.createSurface(cloth.width + 2 * margin, cloth.height);
  const { context } = surface;
  return (seconds) => {
    context.clearRect(0, 0, surface.width, surface.height);
    for (let y = 0; y < cloth.height; y += STRIP) {
      const rows = Math.min(STRIP, cloth.height - y);
      const shift = REACH * cloth.height * bend(seconds, (y + rows / 2) / cloth.height);
      context.drawImage(cloth.source, 0, y, cloth.width, rows, margin + shift, y, cloth.width, rows);
    }
    return { width: surface.width, height: surface.height, source: context.canvas };
  };
}

/** −1 to 1: how far a height of the cloth (0 the rail, 1 the hem) is blown. The wave runs down it. */
export function bend(seconds: number, share: number): number {
  const wave = WAVES.reduce(
    (sum, { rate, share: part, lag }) => sum + part * Math.sin(2 * Math.PI * rate * seconds - lag * share + 0.9),
    0,
  );
  return wave * share ** GROWTH;
}
