import type { Lch, Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb, shiftLch } from '../colour/lch.ts';
import { pictureFromPixels } from '../raster/pixels.ts';
import { cachedLayer } from './cache.ts';

const QUARTER = 4;
/** Pool and mask reach far beyond the frame, so that they may move. */
const REACH = { width: 1.6, height: 1.4 };
/** Radii as shares of the short side: edges wider than half of it, or the pool reads as a torch. */
const POOL_RADIUS = 0.52;
const MASK_RADIUS = 0.6;
/** The pool is taller than broad. */
const STRETCH = { x: 0.82, y: 1.12 };
const POOL_STRENGTH = 0.72;
const MASK_STRENGTH = 0.9;

type Stop = readonly [at: number, value: number];
const POOL: readonly Stop[] = [
  [0, 0.95],
  [0.35, 0.55],
  [0.7, 0.16],
  [1, 0],
];
const MASK: readonly Stop[] = [
  [0.25, 0],
  [0.66, 0.2],
  [1, 0.94],
];

export type Stage = { pool: Picture; mask: Picture; dark: string };

/** Warm pool of light and the dark around it, for a stage in the given colour. */
export async function paintStage(toolkit: Toolkit, frame: Size, colour: Lch): Promise<Stage> {
  const width = Math.round((frame.width * REACH.width) / QUARTER);
  const height = Math.round((frame.height * REACH.height) / QUARTER);
  const dark = lchToRgb(shiftLch(colour, { l: -7.5, chromaFactor: 0.8 }));
  const gain = frame.height > frame.width ? 1.08 : 1;
  const short = Math.min(width, height);
  const radial = (name: string, radius: number, stops: readonly Stop[], ink: { r: number; g: number; b: number }) =>
    cachedLayer(toolkit, `stage ${name} ${width}x${height} ${JSON.stringify(ink)}`, () =>
      pictureFromPixels(toolkit, width, height, (pixels) => {
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const distance =
              Math.hypot((x - width / 2) / STRETCH.x, (y - height / 2) / STRETCH.y) / (short * radius * gain);
            const index = (y * width + x) * 4;
            pixels[index] = ink.r;
            pixels[index + 1] = ink.g;
            pixels[index + 2] = ink.b;
            // Dithered: a quarter-size gradient in 256 steps bands on a dark stage.
            pixels[index + 3] = 255 * valueAt(stops, distance) + (((x * 7 + y * 13) % 16) / 16 - 0.5) * 1.4;
          }
        }
      }),
    );
  return {
    pool: await radial('pool', POOL_RADIUS, POOL, { r: 252, g: 214, b: 178 }),
    mask: await radial('mask', MASK_RADIUS, MASK, dark),
    dark: `rgb(${Math.round(dark.r)}, ${Math.round(dark.g)}, ${Math.round(dark.b)})`,
  };
}

function valueAt(stops: readonly Stop[], at: number): number {
  if (at <= stops[0]![0]) return stops[0]![1];
  for (let i = 1; i < stops.length; i++) {
    const [to, value] = stops[i]!;
    const [from, before] = stops[i - 1]!;
    if (at <= to) {
      const share = (at - from) / (to - from);
      return before + (value - before) * share * share * (3 - 2 * share);
    }
  }
  return stops.at(-1)![1];
}

/** Warm light on the wall, drawn before the product. */
export function drawPool(
  context: CanvasRenderingContext2D,
  stage: Stage,
  frame: Size,
  at: { x: number; y: number },
): void {
  const size = { width: frame.width * REACH.width, height: frame.height * REACH.height };
  context.save();
  context.globalCompositeOperation = 'screen';
  context.globalAlpha = POOL_STRENGTH;
  context.drawImage(stage.pool.source, at.x - size.width / 2, at.y - size.height / 2, size.width, size.height);
  context.restore();
}

/** Dark outside the pool, drawn over product and wall alike. */
export function drawStageDark(
  context: CanvasRenderingContext2D,
  stage: Stage,
  frame: Size,
  at: { x: number; y: number },
): void {
  const size = { width: frame.width * REACH.width, height: frame.height * REACH.height };
  const left = at.x - size.width / 2;
  const top = at.y - size.height / 2;
  context.save();
  context.globalAlpha = MASK_STRENGTH;
  context.drawImage(stage.mask.source, left, top, size.width, size.height);
  context.fillStyle = stage.dark;
  if (left > 0) context.fillRect(0, 0, left, frame.height);
  if (left + size.width < frame.width)
    context.fillRect(left + size.width, 0, frame.width - left - size.width, frame.height);
  context.restore();
}
