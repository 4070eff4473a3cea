import type { Lch } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb, shiftLch } from '../colour/lch.ts';
import { noiseField, PLASTER } from '../raster/noise.ts';
import { pictureFromPixels } from '../raster/pixels.ts';
import { seededRandom } from '../raster/random.ts';
import { cachedLayer } from './cache.ts';

export type WallOptions = {
  colour: Lch;
  /** Where the light falls, in fractions of the wall. Upper left in every scene. */
  light?: { x: number; y: number };
  /** Lightness gained at the light and lost at the far corner. */
  lift?: number;
  drop?: number;
  /** Strength of the plaster: 1 for walls, 0.6 for the dark stage, 0.35 for paper. */
  texture?: number;
  seed?: number;
};

/** Walls are painted 12 % larger than their field, so that no move ever shows their border (overscan). */
export const WALL_OVERSCAN = 1.12;
/** The dark side of a wall is a quarter richer in colour: shadow on paint, not grey over it. */
const CHROMA_GAIN = 0.25;
/** Half the swing of the dither in steps of 255; without it dark walls band. */
const DITHER = 1.2;
const TABLE_STEPS = 1024;

/** A plastered wall lit from one side: colour field with falloff, noise at five scales and dither. */
export function paintWall(
  toolkit: Toolkit,
  field: { width: number; height: number },
  options: WallOptions,
): Promise<Picture> {
  const width = Math.round(field.width * WALL_OVERSCAN);
  const height = Math.round(field.height * WALL_OVERSCAN);
  const light = options.light ?? { x: 0.25, y: 0.12 };
  const key = `wall ${width}x${height} ${JSON.stringify([options, light])}`;
  return cachedLayer(toolkit, key, () =>
    pictureFromPixels(toolkit, width, height, (pixels) => {
      fillWall(pixels, { width, height }, light, options);
    }),
  );
}

function fillWall(
  pixels: Uint8ClampedArray,
  size: { width: number; height: number },
  light: { x: number; y: number },
  options: WallOptions,
): void {
  const { width, height } = size;
  const table = falloffTable(options.colour, options.lift ?? 5, options.drop ?? 13);
  const texture = options.texture ?? 1;
  // Noise at half size is as rough as a wall seen from three metres, and four times cheaper.
  const halfWidth = Math.ceil(width / 2);
  const noise = noiseField(halfWidth, Math.ceil(height / 2), PLASTER.map(halve), options.seed ?? 5);
  const random = seededRandom((options.seed ?? 5) + 17);
  const reach = Math.hypot(width, height) * 0.85;
  const dithers = Float32Array.from({ length: 4096 }, () => (random() * 2 - 1) * DITHER);
  for (let y = 0; y < height; y++) {
    const dy = y - height * light.y;
    let ditherAt = Math.floor(random() * 4096);
    for (let x = 0; x < width; x++) {
      const dx = x - width * light.x;
      const step = Math.min(TABLE_STEPS - 1, Math.floor((Math.sqrt(dx * dx + dy * dy) / reach) * TABLE_STEPS)) * 3;
      ditherAt = (ditherAt + 1) & 4095;
      const grain = noise[(y >> 1) * halfWidth + (x >> 1)]! * texture + dithers[ditherAt]!;
      const index = (y * width + x) * 4;
      pixels[index] = table[step]! + grain;
      pixels[index + 1] = table[step + 1]! + grain;
      pixels[index + 2] = table[step + 2]! + grain;
      pixels[index + 3] = 255;
    }
  }
}

function halve(scale: { period: number; amplitude: number }): { period: number; amplitude: number } {
  return { period: Math.max(1, scale.period / 2), amplitude: scale.amplitude };
}

/** Unrounded colours from the light to the far corner, so that the dither works on true values. */
function falloffTable(colour: Lch, lift: number, drop: number): Float32Array {
  const table = new Float32Array(TABLE_STEPS * 3);
  for (let i = 0; i < TABLE_STEPS; i++) {
    const share = i / (TABLE_STEPS - 1);
    const rgb = lchToRgb(
      shiftLch(colour, { l: lift - (drop + lift) * share ** 1.25, chromaFactor: 1 + CHROMA_GAIN * share }),
    );
    table.set([rgb.r, rgb.g, rgb.b], i * 3);
  }
  return table;
}
