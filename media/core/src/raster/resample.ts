import { blurChannel } from './blur.ts';

/** RGBA, 8 bits, rows from the top, colour not multiplied by alpha: what a canvas reads out and takes back. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray };
type Crop = { x: number; y: number; width: number; height: number };

type Kernel = { reach: number; weigh: (distance: number) => number };

/**
 * Scales pixels as the render's own library does (Lanczos of three lobes to shrink, Catmull-Rom to enlarge), for hosts
 * whose picture scaling differs from browser to browser. Colour is weighed by alpha, so that nothing of a transparent ground bleeds in.
 */
export function resamplePixels(source: Pixels, width: number, height: number, crop?: Crop): Pixels {
  const part = crop ?? { x: 0, y: 0, width: source.width, height: source.height };
  const left = Math.round(part.x);
  const top = Math.round(part.y);
  const from = {
    width: Math.min(source.width - left, Math.max(1, Math.round(part.width))),
    height: Math.min(source.height - top, Math.max(1, Math.round(part.height))),
  };
  const across = weightsOf(from.width, width);
  const down = weightsOf(from.height, height);
  const rows = new Float32Array(width * from.height * 4);
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < width; x++) {
      const { first, values } = across[x]!;
      const sum = [0, 0, 0, 0];
      for (let tap = 0; tap < values.length; tap++) {
        const at = ((top + y) * source.width + left + first + tap) * 4;
        const alpha = source.data[at + 3]! * values[tap]!;
        for (let channel = 0; channel < 3; channel++) sum[channel]! += source.data[at + channel]! * alpha;
        sum[3]! += alpha;
      }
      rows.set(sum, (y * width + x) * 4);
    }
  }
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const { first, values } = down[y]!;
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0, 0];
      for (let tap = 0; tap < values.length; tap++) {
        const at = ((first + tap) * width + x) * 4;
        for (let channel = 0; channel < 4; channel++) sum[channel]! += rows[at + channel]! * values[tap]!;
      }
      const alpha = sum[3]!;
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) data[at + channel] = alpha > 0 ? sum[channel]! / alpha : 0;
      data[at + 3] = alpha;
    }
  }
  return { width, height, data };
}

type Weights = { first: number; values: number[] };

/** What each place of a line is made of. Shrinking widens the kernel, so that no source pixel is passed over. */
function weightsOf(from: number, to: number): Weights[] {
  const step = from / to;
  const spread = Math.max(1, step);
  const { reach, weigh } = step < 1 ? CATMULL_ROM : LANCZOS;
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * step - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach * spread));
    const last = Math.min(from - 1, Math.floor(centre + reach * spread));
    const raw = Array.from({ length: last - first + 1 }, (_entry, tap) => weigh((first + tap - centre) / spread));
    const sum = raw.reduce((total, value) => total + value, 0);
    return { first, values: raw.map((value) => value / sum) };
  });
}

const LANCZOS: Kernel = {
  reach: 3,
  weigh: (distance) => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0),
};
const CATMULL_ROM: Kernel = {
  reach: 2,
  weigh(distance) {
    const far = Math.abs(distance);
    if (far >= 2) return 0;
    return far < 1 ? (1.5 * far - 2.5) * far * far + 1 : ((-0.5 * far + 2.5) * far - 4) * far + 2;
  },
};

function sinc(value: number): number {
  if (Math.abs(value) < 1e-8) return 1;
  return Math.sin(Math.PI * value) / (Math.PI * value);
}

/** Unsharp mask in lightness, soft in flat parts and capped on edges; the figures are the render's. */
const SHARPEN = { flat: 0.4, edge: 1.1, flatUpTo: 2, most: 8 };
const LEVELS_PER_LIGHTNESS = 2.55;

/** Sharpens in place. @param sigma radius of the detail that is lifted, in pixels */
export function sharpenPixels({ width, height, data }: Pixels, sigma: number): void {
  const luma = new Float32Array(width * height);
  for (let pixel = 0; pixel < luma.length; pixel++) {
    const at = pixel * 4;
    luma[pixel] = 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
  }
  const soft = softenLine(softenLine(luma, width, height, sigma, 'across'), width, height, sigma, 'down');
  for (let pixel = 0; pixel < luma.length; pixel++) {
    const detail = (luma[pixel]! - soft[pixel]!) / LEVELS_PER_LIGHTNESS;
    const size = Math.abs(detail);
    const lift =
      size <= SHARPEN.flatUpTo
        ? SHARPEN.flat * size
        : SHARPEN.flat * SHARPEN.flatUpTo + SHARPEN.edge * (size - SHARPEN.flatUpTo);
    const change = Math.sign(detail) * Math.min(SHARPEN.most, lift) * LEVELS_PER_LIGHTNESS;
    for (let channel = 0; channel < 3; channel++) data[pixel * 4 + channel]! += change;
  }
}

/** The render's mask ends where the bell falls below a tenth; three boxes are too coarse for a radius of a pixel. */
const LEAST_WEIGHT = 0.1;

function softenLine(
  values: Float32Array,
  width: number,
  height: number,
  sigma: number,
  direction: 'across' | 'down',
): Float32Array {
  const reach = Math.ceil(sigma * Math.sqrt(-2 * Math.log(LEAST_WEIGHT))) - 1;
  const bell = Array.from({ length: 2 * reach + 1 }, (_, tap) => Math.exp(-((tap - reach) ** 2) / (2 * sigma * sigma)));
  const total = bell.reduce((sum, weight) => sum + weight, 0);
  const [stepX, stepY] = direction === 'across' ? [1, 0] : [0, 1];
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = 0; tap < bell.length; tap++) {
        const atX = Math.min(width - 1, Math.max(0, x + stepX * (tap - reach)));
        const atY = Math.min(height - 1, Math.max(0, y + stepY * (tap - reach)));
        sum += values[atY * width + atX]! * bell[tap]!;
      }
      out[y * width + x] = sum / total;
    }
  }
  return out;
}

/** Blurs in place, colour weighed by alpha. */
export function blurPixels({ width, height, data }: Pixels, sigma: number): void {
  const count = width * height;
  const alpha = Float32Array.from({ length: count }, (_, pixel) => data[pixel * 4 + 3]! / 255);
  const softAlpha = blurChannel(alpha, width, height, sigma);
  for (let channel = 0; channel < 3; channel++) {
    const weighed = Float32Array.from({ length: count }, (_, pixel) => data[pixel * 4 + channel]! * alpha[pixel]!);
    const soft = blurChannel(weighed, width, height, sigma);
    for (let pixel = 0; pixel < count; pixel++) {
      if (softAlpha[pixel]! > 0) data[pixel * 4 + channel] = soft[pixel]! / softAlpha[pixel]!;
    }
  }
  for (let pixel = 0; pixel < count; pixel++) data[pixel * 4 + 3] = softAlpha[pixel]! * 255;
}

/** Lightness and colourfulness times a factor each, in place; for factors near 1. */
export function modulatePixels({ data }: Pixels, factors: { brightness?: number; saturation?: number }): void {
  const { brightness = 1, saturation = 1 } = factors;
  for (let at = 0; at < data.length; at += 4) {
    const grey = 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
    for (let channel = 0; channel < 3; channel++)
      data[at + channel] = (grey + saturation * (data[at + channel]! - grey)) * brightness;
  }
}
