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
  };
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

/**
 * Largest mean difference between a line of the frame's border and the line 8 px further in: overscan forgotten by a
 * moving layer shows as a line there. Lines along which the picture itself changes are told apart by their evenness:
 * the difference must hold over the whole line, so the median is taken.
 */
export function borderDifference(rgba: Uint8Array, size: Size): number {
  const { width, height } = size;
  const at = (x: number, y: number) => lightnessOf(rgba, (y * width + x) * 4);
  const median = (values: number[]) => values.sort((left, right) => left - right)[values.length >> 1] ?? 0;
  const columns = (x: number, inner: number) =>
    median(Array.from({ length: height }, (_, y) => Math.abs(at(x, y) - at(inner, y))));
  const rows = (y: number, inner: number) =>
    median(Array.from({ length: width }, (_, x) => Math.abs(at(x, y) - at(x, inner))));
  return Math.max(columns(0, 8), columns(width - 1, width - 9), rows(0, 8), rows(height - 1, height - 9));
}
