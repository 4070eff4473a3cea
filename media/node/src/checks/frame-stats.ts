import type { FractionBox, Size } from '@kinora/contract';

/** What the checks need to know of one frame. Lightness is CIE L*, 0–100. */
export type FrameStats = {
  readonly frame: number;
  readonly meanLightness: number;
  /** Standard deviation of lightness: how much there is to see. */
  readonly deviation: number;
  /** Mean change of lightness against the frame before; null for the first. */
  readonly change: number | null;
  /** Shares (0–1) of pixels outside the type that are pure white, and of all pixels that are pure black. */
  readonly whiteShare: number;
  readonly blackShare: number;
  /** Difference along the frame's border in L, measured at full size on some frames only. */
  readonly border: number | null;
};

const WHITE_FROM = 254;
const BLACK_TO = 2;
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
const STEPS = 4096;
const LIGHTNESS = Float32Array.from({ length: STEPS + 1 }, (_, step) => {
  const luminance = step / STEPS;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
});

/** Lightness of one pixel by table: a 30 s film has ten million samples to look at. */
export function lightnessOf(rgba: Uint8Array, offset: number): number {
  const red = LINEAR[rgba[offset] ?? 0] ?? 0;
  const green = LINEAR[rgba[offset + 1] ?? 0] ?? 0;
  const blue = LINEAR[rgba[offset + 2] ?? 0] ?? 0;
  return LIGHTNESS[Math.round((0.2126 * red + 0.7152 * green + 0.0722 * blue) * STEPS)] ?? 0;
}

/** `lightness` is filled with the frame's lightness and holds the previous frame's before. */
export function measureFrame(
  input: { rgba: Uint8Array; size: Size; frame: number; type: readonly FractionBox[] },
  lightness: { values: Float32Array; isFilled: boolean },
): FrameStats {
  const { rgba, size } = input;
  const isType = typeMask(input.type, size);
  const count = size.width * size.height;
  let [total, squares, change, white, black, outside] = [0, 0, 0, 0, 0, 0];
  for (let pixel = 0; pixel < count; pixel += 1) {
    const offset = pixel * 4;
    const value = lightnessOf(rgba, offset);
    total += value;
    squares += value * value;
    change += Math.abs(value - (lightness.values[pixel] ?? 0));
    lightness.values[pixel] = value;
    const [red, green, blue] = [rgba[offset] ?? 0, rgba[offset + 1] ?? 0, rgba[offset + 2] ?? 0];
    if (red <= BLACK_TO && green <= BLACK_TO && blue <= BLACK_TO) black += 1;
    if (isType[pixel] === 1) continue;
    outside += 1;
    if (red >= WHITE_FROM && green >= WHITE_FROM && blue >= WHITE_FROM) white += 1;
  }
  const mean = total / count;
  return {
    frame: input.frame,
    meanLightness: mean,
    deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    change: lightness.isFilled ? change / count : null,
    whiteShare: outside === 0 ? 0 : white / outside,
    blackShare: black / count,
    border: null,
  };
}

/** Long side of the copy that frames are measured on: movement of a pixel at 1080p still shows, at a fiftieth of the work. */
const SAMPLE_LONG_SIDE = 256;

export function sampleSize(size: Size): Size {
  const scale = Math.min(1, SAMPLE_LONG_SIDE / Math.max(size.width, size.height));
  const even = (value: number) => Math.max(2, Math.round((value * scale) / 2) * 2);
  return { width: even(size.width), height: even(size.height) };
}

/** Picks pixels on a grid. Enough for lightness, clipping and movement; borders are looked at in full frames. */
export function samplePixels(rgba: Uint8Array, size: Size, target: { pixels: Uint8Array; size: Size }): void {
  const from = new Uint32Array(rgba.buffer, rgba.byteOffset, size.width * size.height);
  const to = new Uint32Array(target.pixels.buffer, target.pixels.byteOffset, target.size.width * target.size.height);
  for (let y = 0; y < target.size.height; y += 1) {
    const row = Math.floor(((y + 0.5) * size.height) / target.size.height) * size.width;
    for (let x = 0; x < target.size.width; x += 1) {
      to[y * target.size.width + x] = from[row + Math.floor(((x + 0.5) * size.width) / target.size.width)] ?? 0;
    }
  }
}

/**
 * Twice a second, in two frames each: overscan that a moving layer has run out of is there in both, the edge of a field
 * that is wiped over another has gone on.
 */
const BORDER_EVERY = 15;
const BORDER_AT = [4, 7];

/**
 * Measures frames one after another; the change is against the frame given before. Where a frame is looked at before its
 * grain is laid over it, the change is that of the picture: grain moves in every frame, and would hide what stands still.
 */
export type FrameMeter = {
  lookBeforeGrain(rgba: Uint8Array): void;
  measure(rgba: Uint8Array, frame: number, type: readonly FractionBox[]): FrameStats;
};

export function createFrameMeter(size: Size): FrameMeter {
  const small = sampleSize(size);
  const pixels = new Uint8Array(small.width * small.height * 4);
  const lightness = { values: new Float32Array(small.width * small.height), isFilled: false };
  const calm = { values: new Float32Array(small.width * small.height), isFilled: false };
  let calmChange: number | null | undefined;
  let first = Number.POSITIVE_INFINITY;
  const borderAt = (rgba: Uint8Array, frame: number) => {
    const turn = BORDER_AT.indexOf(frame % BORDER_EVERY);
    if (turn === 0) first = borderDifference(rgba, size);
    if (turn < 1) return null;
    const lasting = Math.min(first, borderDifference(rgba, size));
    first = Number.POSITIVE_INFINITY;
    return lasting;
  };
  return {
    lookBeforeGrain(rgba) {
      samplePixels(rgba, size, { pixels, size: small });
      calmChange = changeOf(pixels, calm);
    },
    measure(rgba, frame, type) {
      samplePixels(rgba, size, { pixels, size: small });
      const stats = measureFrame({ rgba: pixels, size: small, frame, type }, lightness);
      lightness.isFilled = true;
      const change = calmChange === undefined ? stats.change : calmChange;
      calmChange = undefined;
      return { ...stats, change, border: borderAt(rgba, frame) };
    },
  };
}

function changeOf(rgba: Uint8Array, before: { values: Float32Array; isFilled: boolean }): number | null {
  let change = 0;
  for (let pixel = 0; pixel < before.values.length; pixel += 1) {
    const value = lightnessOf(rgba, pixel * 4);
    change += Math.abs(value - before.values[pixel]!);
    before.values[pixel] = value;
  }
  const { isFilled } = before;
  before.isFilled = true;
  return isFilled ? change / before.values.length : null;
}

/** Boxes of type in fractions of the frame, as the meter leaves them out. */
export function typeBoxes(
  boxes: readonly { x: number; y: number; width: number; height: number }[],
  size: Size,
): FractionBox[] {
  return boxes.map((box) => ({
    x: box.x / size.width,
    y: box.y / size.height,
    width: box.width / size.width,
    height: box.height / size.height,
  }));
}

function typeMask(boxes: readonly FractionBox[], size: Size): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  for (const box of boxes) {
    const left = Math.max(0, Math.floor(box.x * size.width));
    const right = Math.min(size.width, Math.ceil((box.x + box.width) * size.width));
    const bottom = Math.min(size.height, Math.ceil((box.y + box.height) * size.height));
    for (let y = Math.max(0, Math.floor(box.y * size.height)); y < bottom; y += 1)
      mask.fill(1, y * size.width + left, y * size.width + Math.max(left, right));
  }
  return mask;
}

/** Distance of the compared lines in pixels, and how many such steps inwards the picture's own changes are looked at. */
const BORDER_STEP = 8;
const INNER_STEPS = [1, 2, 3, 4, 5];

/**
 * Largest difference in L between a line of the frame's border and the line 8 px further in: overscan forgotten by a
 * moving layer shows as a line there. It must hold over the whole line, with its sign: texture goes both ways. What the picture does by itself further in (the ribs of a knit, a vignette) is taken off.
 */
export function borderDifference(rgba: Uint8Array, size: Size): number {
  const { width, height } = size;
  const at = (x: number, y: number) => lightnessOf(rgba, (y * width + x) * 4);
  const column = (from: number, to: number) => evenDifference(height, (y) => at(from, y) - at(to, y));
  const row = (from: number, to: number) => evenDifference(width, (x) => at(x, from) - at(x, to));
  const side = (line: typeof column, edge: number, direction: number) => {
    const step = (count: number) =>
      Math.abs(line(edge + direction * BORDER_STEP * count, edge + direction * BORDER_STEP * (count + 1)));
    return Math.max(0, step(0) - Math.max(...INNER_STEPS.map(step)));
  };
  return Math.max(side(column, 0, 1), side(column, width - 1, -1), side(row, 0, 1), side(row, height - 1, -1));
}

/** The smaller of mean and median: a zigzag cloth fools the median, an object beside the border the mean, a line neither. */
function evenDifference(count: number, valueAt: (index: number) => number): number {
  const values = Float32Array.from({ length: count }, (_, index) => valueAt(index)).sort();
  const mean = values.reduce((total, value) => total + value, 0) / Math.max(1, count);
  return Math.min(Math.abs(mean), Math.abs(values[count >> 1] ?? 0));
}
