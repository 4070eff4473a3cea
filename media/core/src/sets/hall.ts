import type { Lch, Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, lchToRgb, rgbCss, shiftLch } from '../colour/lch.ts';
import { blurChannel } from '../raster/blur.ts';
import { pictureFromPixels, repaintPixels } from '../raster/pixels.ts';
import type { Box } from '../type/box.ts';
import { cachedLayer } from './cache.ts';

/** A long room in one-point perspective: a lit gate at its end, a runway towards the camera, light bars along its sides. */
export type Hall = {
  /** Where all lines meet, in pixels. */
  vanishing: { x: number; y: number };
  /** Half the runway's width and the distance of the light bars where the product walks, in pixels. */
  halfRunway: number;
  halfBars: number;
  /** Foot line of the product. */
  footY: number;
  size: Size;
  colour: Lch;
  /** Where words stand: no bar passes behind them. */
  clear: Box | undefined;
};

const QUARTER = 4;
/** Where the light bars stand: this many at once, evenly in depth; depth 1 is the product's own. */
const BARS = 7;
const BAR_SPACING = 0.55;
const NEAREST = 0.42;
/** A bar that passes the frame's border there would read as a fault of the picture: it fades before. */
const EDGE = 0.035;
const LIGHT = { l: 93, c: 9, h: 82 };

/** Walls, ceiling and floor once, soft; bars and gate glow are drawn anew, they move. */
export function paintHall(toolkit: Toolkit, hall: Hall): Promise<Picture> {
  const width = Math.round(hall.size.width / QUARTER);
  const height = Math.round(hall.size.height / QUARTER);
  const key = `hall ${width}x${height} ${JSON.stringify(hall)}`;
  return cachedLayer(toolkit, key, async () => {
    const { vanishing, colour } = hall;
    const centre = { x: vanishing.x / QUARTER, y: vanishing.y / QUARTER };
    const foot = hall.footY / QUARTER;
    const reach = Math.hypot(width, height) * 0.62;
    const far = lchToRgb(shiftLch(colour, { l: 17, chromaFactor: 1.25 }));
    const near = lchToRgb(shiftLch(colour, { l: -7 }));
    const runway = lchToRgb(shiftLch(colour, { l: 12, chromaFactor: 0.8 }));
    return pictureFromPixels(toolkit, width, height, (pixels) => {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const glow = Math.exp(-((Math.hypot(x - centre.x, (y - centre.y) * 1.1) / reach / 0.5) ** 1.4));
          const down = (y - centre.y) / Math.max(1, foot - centre.y);
          const isFloor = down > 0;
          const edge = Math.abs(x - centre.x) / Math.max(0.5, (hall.halfRunway / QUARTER) * down);
          const onRunway = isFloor ? smooth(1.04 - edge, 0.05) * Math.min(1, down * 1.6) : 0;
          const floorDrop = isFloor && onRunway < 0.5 ? -0.35 * Math.min(1, down) : 0;
          const noise = (((x * 7 + y * 13) % 16) / 16 - 0.5) * 1.6;
          const index = (y * width + x) * 4;
          for (const [channel, name] of [
            [0, 'r'],
            [1, 'g'],
            [2, 'b'],
          ] as const) {
            const room = near[name] + (far[name] - near[name]) * glow * (1 + floorDrop);
            pixels[index + channel] = room + (runway[name] - room) * onRunway * (0.34 + 0.4 * (1 - glow)) + noise;
          }
          pixels[index + 3] = 255;
        }
      }
    });
  });
}

function smooth(distance: number, width: number): number {
  const share = Math.min(1, Math.max(0, distance / width + 0.5));
  return share * share * (3 - 2 * share);
}

/** One soft vertical bar of light, painted once and scaled to every depth. */
export function paintBar(toolkit: Toolkit): Promise<Picture> {
  const width = 64;
  const height = 256;
  return cachedLayer(toolkit, 'hall bar', async () => {
    const core = new Float32Array(width * height);
    for (let y = 18; y < height - 18; y++) for (let x = 29; x < 35; x++) core[y * width + x] = 1;
    const wide = blurChannel(core, width, height, 9);
    const tight = blurChannel(core, width, height, 1.2);
    const surface = toolkit.createSurface(width, height);
    const ink = lchToRgb(LIGHT);
    repaintPixels(surface, (pixels) => {
      for (let i = 0; i < width * height; i++) {
        pixels[i * 4] = ink.r;
        pixels[i * 4 + 1] = ink.g;
        pixels[i * 4 + 2] = ink.b;
        pixels[i * 4 + 3] = 255 * Math.min(1, tight[i]! * 0.95 + wide[i]! * 0.75);
      }
    });
    return toolkit.freeze(surface);
  });
}

/**
 * Bars stream towards the gate while the camera walks backwards before the product.
 * @param travelled way gone, in distances between two bars @param strength brightness 0–1
 */
export function drawBars(
  context: CanvasRenderingContext2D,
  hall: Hall,
  bar: Picture,
  travelled: number,
  strength: number,
): void {
  const shift = travelled - Math.floor(travelled);
  context.save();
  context.globalCompositeOperation = 'screen';
  for (let index = BARS; index >= 0; index--) {
    const depth = NEAREST + (index + shift) * BAR_SPACING;
    const near = Math.min(1, (depth - NEAREST) / 0.25);
    const far = Math.min(1, (NEAREST + (BARS + 1) * BAR_SPACING - depth) / 0.8);
    context.globalAlpha = Math.max(0, Math.min(near, far)) * (0.35 + 0.6 * strength);
    for (const side of [-1, 1]) drawBarAt(context, hall, bar, depth, side);
  }
  context.restore();
}

function drawBarAt(context: CanvasRenderingContext2D, hall: Hall, bar: Picture, depth: number, side: number): void {
  const { vanishing } = hall;
  const drop = (hall.footY - vanishing.y) / depth;
  const height = drop * 2.5;
  const width = height * 0.16;
  const x = vanishing.x + (side * hall.halfBars) / depth;
  const foot = vanishing.y + drop * 0.94;
  const inside = Math.min(1, Math.max(0, Math.min(x, hall.size.width - x) / (hall.size.width * EDGE) - 1));
  const seen = inside * (hall.clear ? clearance(x, hall.clear, hall.size.width * 0.06) : 1);
  if (seen <= 0) return;
  context.save();
  context.globalAlpha *= seen;
  context.drawImage(bar.source, x - width / 2, foot - height, width, height);
  // Its glance on the glossy floor.
  context.globalAlpha *= 0.22;
  context.drawImage(bar.source, x - width / 2, foot - height * 0.06, width, height * 0.4);
  context.restore();
}

/** 0 behind the words, 1 from `soft` pixels beside them on. */
function clearance(x: number, words: Box, soft: number): number {
  const beside = Math.max(words.x - x, x - words.x - words.width);
  return Math.min(1, Math.max(0, beside / soft));
}

/** Fine lines of light along both edges of the runway. */
export function drawRunwayEdges(context: CanvasRenderingContext2D, hall: Hall): void {
  const { vanishing, size } = hall;
  const depth = (size.height * 1.05 - vanishing.y) / (hall.footY - vanishing.y);
  context.save();
  context.globalCompositeOperation = 'screen';
  for (const side of [-1, 1]) {
    const x = vanishing.x + side * hall.halfRunway * depth;
    const gradient = context.createLinearGradient(vanishing.x, vanishing.y, x, size.height * 1.05);
    gradient.addColorStop(0, cssColour(LIGHT, 0));
    gradient.addColorStop(0.25, cssColour(LIGHT, 0.3));
    gradient.addColorStop(1, cssColour(LIGHT, 0.75));
    context.fillStyle = gradient;
    const thick = size.width * 0.0035 * depth;
    context.beginPath();
    context.moveTo(vanishing.x, vanishing.y);
    context.lineTo(x - thick, size.height * 1.05);
    context.lineTo(x + thick, size.height * 1.05);
    context.fill();
  }
  context.restore();
}

/** Of the sweep's strength: what it adds to the air, and how much it lifts what it falls on. */
const AIR = 0.1;
/** Warmer than the lamps: on a brown or grey wall a neutral haze turns olive. */
const AIR_LIGHT = { l: 88, c: 20, h: 62 };
const LIFT = 0.62;
const STOPS = 12;

/** A slanted band of light over the whole picture: it shows in the air and lights what stands in its way. @param share 0 left of the frame, 1 right of it */
export function drawSweep(context: CanvasRenderingContext2D, size: Size, share: number, strength: number): void {
  if (strength <= 0 || share <= 0 || share >= 1) return;
  const reach = size.width * 0.34;
  const x = -reach + (size.width + 2 * reach) * share;
  const slant = size.height * 0.28;
  const band = (colour: Lch, opacity: number) => {
    const ink = lchToRgb(colour);
    const gradient = context.createLinearGradient(x - reach / 2, -slant / 4, x + reach / 2, slant / 4);
    // A bell: straight flanks show as edges on a dark ground.
    for (let stop = 0; stop <= STOPS; stop++) {
      const bell = 0.5 - 0.5 * Math.cos((2 * Math.PI * stop) / STOPS);
      gradient.addColorStop(stop / STOPS, rgbCss(ink, opacity * bell ** 1.4));
    }
    context.fillStyle = gradient;
    context.fillRect(0, 0, size.width, size.height);
  };
  context.save();
  // Soft light alone leaves dark walls dark and only more coloured: the band looked like a stain.
  context.globalCompositeOperation = 'screen';
  band(AIR_LIGHT, AIR * strength);
  context.globalCompositeOperation = 'soft-light';
  band({ l: 97, c: 1, h: LIGHT.h }, LIFT * strength);
  context.restore();
}
