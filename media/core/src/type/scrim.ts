import { type Rgb, rgbCss } from '../colour/lch.ts';
import { type Box, growBox } from './box.ts';

/** An ellipse of the set's own shadow behind words: strongest in the middle, nothing at the edge. Never a box. */
export type Scrim = {
  centreX: number;
  centreY: number;
  radiusX: number;
  radiusY: number;
  colour: Rgb;
  strength: number;
};

/** Strengths tried in turn until the contrast holds; 62 % is the one that worked on busy cloth. */
export const SCRIM_STRENGTHS: readonly number[] = [0.3, 0.46, 0.62, 0.76, 0.88];
/** Radius and strength from the middle outwards; drawing and measuring use the same steps. */
const FALLOFF: readonly (readonly [number, number])[] = [
  [0, 1],
  [0.33, 0.92],
  [0.55, 0.66],
  [0.78, 0.24],
  [1, 0],
];

/** Strength at a radius (1 = edge of the ellipse), for measuring what lies under a scrim. */
export function scrimFalloff(radius: number): number {
  for (let i = 1; i < FALLOFF.length; i++) {
    const [at, value] = FALLOFF[i]!;
    const [before, from] = FALLOFF[i - 1]!;
    if (radius <= at) return from + ((value - from) * (radius - before)) / (at - before);
  }
  return 0;
}

export function scrimBehind(box: Box, colour: Rgb, strength: number): Scrim {
  const grown = growBox(box, box.height * 0.12);
  return {
    centreX: grown.x + grown.width / 2,
    centreY: grown.y + grown.height / 2,
    // An ellipse through the corners of the words, with room to fade.
    radiusX: grown.width * 0.86,
    radiusY: grown.height * 1.05,
    colour,
    strength,
  };
}

export function drawScrim(context: CanvasRenderingContext2D, scrim: Scrim, opacity = 1): void {
  context.save();
  context.globalAlpha *= opacity;
  context.translate(scrim.centreX, scrim.centreY);
  context.scale(scrim.radiusX, scrim.radiusY);
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, 1);
  for (const [at, value] of FALLOFF) gradient.addColorStop(at, rgbCss(scrim.colour, scrim.strength * value));
  context.fillStyle = gradient;
  context.fillRect(-1, -1, 2, 2);
  context.restore();
}
