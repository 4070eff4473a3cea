import type { Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import type { Rgb } from '../colour/lch.ts';
import type { Camera } from '../motion/camera.ts';
import { blurChannel } from '../raster/blur.ts';
import { pictureFromPixels } from '../raster/pixels.ts';
import { cachedLayer } from './cache.ts';
import { drawCover } from './place.ts';

export type WindowLightOptions = {
  /** Darkness between the panes: 0.36 for a hero, 0.22–0.34 elsewhere. */
  darkness: number;
  /** Blur as a share of the short side: 0.012 for a hero, 0.02–0.03 elsewhere. */
  softness: number;
  /** Shadow tint; cool under a warm wall. */
  tint?: Rgb;
  /** Another window of the same room: its light falls the same way. */
  window?: WindowName;
};

export type WindowName = keyof typeof WINDOWS;

/** Panes in shares of the short side; `left` and `top` in shares of the painted width and height. */
const WINDOWS = {
  small: { columns: 3, rows: 3, stepX: 0.36, stepY: 0.33, width: 0.31, height: 0.285, left: 0.02, top: 0.04 },
  large: { columns: 2, rows: 2, stepX: 0.66, stepY: 0.6, width: 0.6, height: 0.54, left: 0.1, top: -0.06 },
  door: { columns: 3, rows: 1, stepX: 0.3, stepY: 1, width: 0.2, height: 1.2, left: 0.16, top: -0.08 },
} as const;
const WINDOW_NAMES = Object.keys(WINDOWS) as WindowName[];

/** Shots that are little but wall and light take turns at the room's windows. */
export function windowOf(seed: number): WindowName {
  return WINDOW_NAMES[seed % WINDOW_NAMES.length]!;
}

const COOL: Rgb = { r: 70, g: 60, b: 80 };
const QUARTER = 4;
/** Painted 30 % larger than the frame, then 6 % of its own border is cut off: the blur would show there as a pale frame. */
const OVERSCAN = 1.3;
const BORDER_CUT = 0.06;
/** Panes are 1.42 times larger in tall frames, or their lower half goes dead. */
const TALL_GAIN = 1.42;
const SKEW = { across: -0.42, down: 0.1 };

/** Slanted window panes, multiplied over wall and product together: the largest single gain of the sets (craft.md §3). */
export function paintWindowLight(toolkit: Toolkit, frame: Size, options: WindowLightOptions): Promise<Picture> {
  const width = Math.round((frame.width * OVERSCAN) / QUARTER);
  const height = Math.round((frame.height * OVERSCAN) / QUARTER);
  const key = `window ${width}x${height} ${JSON.stringify(options)}`;
  return cachedLayer(toolkit, key, () => {
    const dark = shadowMask(toolkit, width, height, WINDOWS[options.window ?? 'small']);
    const reach = Math.min(width, height) * (height > width * 1.1 ? TALL_GAIN : 1);
    const soft = blurChannel(dark, width, height, reach * options.softness);
    const cutX = Math.round(width * BORDER_CUT);
    const cutY = Math.round(height * BORDER_CUT);
    const tint = options.tint ?? COOL;
    return pictureFromPixels(toolkit, width - 2 * cutX, height - 2 * cutY, (pixels, innerWidth, innerHeight) => {
      for (let y = 0; y < innerHeight; y++) {
        for (let x = 0; x < innerWidth; x++) {
          const shade = soft[(y + cutY) * width + x + cutX]! * options.darkness;
          const index = (y * innerWidth + x) * 4;
          pixels[index] = 255 - (255 - tint.r) * shade;
          pixels[index + 1] = 255 - (255 - tint.g) * shade;
          pixels[index + 2] = 255 - (255 - tint.b) * shade;
          pixels[index + 3] = 255;
        }
      }
    });
  });
}

/** 1 where the frame of the window shades, 0 in the panes. */
function shadowMask(
  toolkit: Toolkit,
  width: number,
  height: number,
  panes: (typeof WINDOWS)[WindowName],
): Float32Array {
  const { context } = toolkit.createSurface(width, height);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#000';
  context.setTransform(1, SKEW.down, SKEW.across, 1, width * 0.3, -height * 0.04);
  const reach = Math.min(width, height) * (height > width * 1.1 ? TALL_GAIN : 1);
  for (let column = 0; column < panes.columns; column++) {
    for (let row = 0; row < panes.rows; row++) {
      context.fillRect(
        width * panes.left + column * reach * panes.stepX,
        height * panes.top + row * reach * panes.stepY,
        reach * panes.width,
        reach * panes.height,
      );
    }
  }
  const data = context.getImageData(0, 0, width, height).data;
  return Float32Array.from({ length: width * height }, (_, index) => data[index * 4]! / 255);
}

/**
 * Multiplies the light over everything drawn so far. `drift` is in widths of the frame; `most` is what it comes to at the
 * shot's end: light that would run out of its picture there goes as much slower all along, and never stands.
 */
export function drawWindowLight(
  context: CanvasRenderingContext2D,
  light: Picture,
  frame: Size,
  { drift, most }: { drift: number; most: number },
): void {
  const pace = Math.min(1, MAX_DRIFT / Math.max(1e-6, Math.abs(most)));
  context.save();
  context.globalCompositeOperation = 'multiply';
  drawCover(context, light, { x: 0, y: 0, ...frame }, 1.1, drift * pace * frame.width, 0);
  context.restore();
}

/** The picture overlaps the frame by 5 % on each side; a longer shot or sweep may not run past it. */
const MAX_DRIFT = 0.048;

/** Drift of a light that moves evenly, at so many widths a second, and is in its middle half way through the shot. */
export function evenDrift(speed: number, seconds: number, shotSeconds: number): { drift: number; most: number } {
  return { drift: speed * (seconds - shotSeconds / 2), most: (speed * shotSeconds) / 2 };
}

/** The drift of a camera's light, `gain` times as far. */
export function cameraDrift(
  camera: Camera,
  seconds: number,
  shotSeconds: number,
  gain = 1,
): { drift: number; most: number } {
  return { drift: camera(seconds).lightDrift * gain, most: camera(shotSeconds).lightDrift * gain };
}
