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

/** One smooth curve each: curves in pieces show as rings on a dark wall. `distance` is 1 at the radius. */
function poolAt(distance: number): number {
  return 0.92 * Math.exp(-((distance * 1.75) ** 2));
}

function maskAt(distance: number): number {
  return 0.96 * (1 - Math.exp(-((distance * 1.28) ** 2.6)));
}

export type Stage = { pool: Picture; mask: Picture; dark: string };

/** Warm pool of light and the dark around it, for a stage in the given colour. */
export async function paintStage(toolkit: Toolkit, frame: Size, colour: Lch): Promise<Stage> {
  const width = Math.round((frame.width * REACH.width) / QUARTER);
  const height = Math.round((frame.height * REACH.height) / QUARTER);
  const dark = lchToRgb(shiftLch(colour, { l: -7.5, chromaFactor: 0.8 }));
  const gain = frame.height > frame.width ? 1.08 : 1;
  const short = Math.min(width, height);
  const radial = (
    name: string,
    radius: number,
    strengthAt: (distance: number) => number,
    ink: { r: number; g: number; b: number },
  ) =>
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
            pixels[index + 3] = 255 * strengthAt(distance) + (((x * 7 + y * 13) % 16) / 16 - 0.5) * 1.4;
          }
        }
      }),
    );
  return {
    pool: await radial('pool', POOL_RADIUS, poolAt, { r: 252, g: 214, b: 178 }),
    mask: await radial('mask', MASK_RADIUS, maskAt, dark),
    dark: `rgb(${Math.round(dark.r)}, ${Math.round(dark.g)}, ${Math.round(dark.b)})`,
  };
}

/** Warm light on the wall, drawn before the product. @param share of its full strength: letters on it stay light */
export function drawPool(
  context: CanvasRenderingContext2D,
  stage: Stage,
  frame: Size,
  at: { x: number; y: number },
  share = 1,
): void {
  const size = { width: frame.width * REACH.width, height: frame.height * REACH.height };
  context.save();
  context.globalCompositeOperation = 'screen';
  context.globalAlpha = POOL_STRENGTH * share;
  context.drawImage(stage.pool.source, at.x - size.width / 2, at.y - size.height / 2, size.width, size.height);
  context.restore();
}

/** Dark outside the pool, drawn over product and wall alike. `scale`: of the lit part, from 1 on; a broad product needs a broad one. */
export function drawStageDark(
  context: CanvasRenderingContext2D,
  stage: Stage,
  frame: Size,
  at: { x: number; y: number },
  { scale = 1, share = 1 }: { scale?: number; share?: number } = {},
): void {
  const size = { width: frame.width * REACH.width * scale, height: frame.height * REACH.height * scale };
  const [left, top] = [at.x - size.width / 2, at.y - size.height / 2];
  const [right, bottom] = [left + size.width, top + size.height];
  context.save();
  context.globalAlpha = MASK_STRENGTH * share;
  context.drawImage(stage.mask.source, left, top, size.width, size.height);
  context.fillStyle = stage.dark;
  if (left > 0) context.fillRect(0, 0, left, frame.height);
  if (right < frame.width) context.fillRect(right, 0, frame.width - right, frame.height);
  const [from, to] = [Math.max(0, left), Math.min(frame.width, right)];
  if (top > 0) context.fillRect(from, 0, to - from, top);
  if (bottom < frame.height) context.fillRect(from, bottom, to - from, frame.height - bottom);
  context.restore();
}

const FLOOR_POOL = { radius: 0.4, flat: 0.19, strength: 0.5 };

/** Where the light falls on the floor: what makes it a floor and not a wall behind. */
export function drawFloorPool(
  context: CanvasRenderingContext2D,
  frame: Size,
  at: { x: number; y: number },
  radiusPx = Math.min(frame.width, frame.height) * FLOOR_POOL.radius,
): void {
  context.save();
  context.globalCompositeOperation = 'screen';
  context.translate(at.x, at.y);
  context.scale(radiusPx, radiusPx * FLOOR_POOL.flat);
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, 1);
  gradient.addColorStop(0, `rgba(252, 214, 178, ${FLOOR_POOL.strength})`);
  gradient.addColorStop(0.55, `rgba(252, 214, 178, ${FLOOR_POOL.strength * 0.62})`);
  gradient.addColorStop(0.8, `rgba(252, 214, 178, ${FLOOR_POOL.strength * 0.2})`);
  gradient.addColorStop(1, 'rgba(252, 214, 178, 0)');
  context.fillStyle = gradient;
  context.fillRect(-1, -1, 2, 2);
  context.restore();
}
