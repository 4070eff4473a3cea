import { luminanceOf, type Rgb, rgbToLab } from '../colour/lch.ts';
import type { Box } from './box.ts';

/** What lies behind a text: luminances of its pixels and how much its lightness wanders. */
export type GroundReading = { mean: number; low: number; high: number; meanL: number; deviationL: number };

export type ContrastReading = { mean: number; worst: number };

/** 4.5 : 1, or 3 : 1 for letters above 6 % of the height; the 5th and 95th percentile must keep 3 : 1 (craft.md §5). */
export const CONTRAST_SMALL = 4.5;
export const CONTRAST_LARGE = 3;
export const CONTRAST_WORST = 3;
export const LARGE_TEXT_SHARE = 0.06;

/** Reads the pixels of a box in a picture of the frame that may be smaller than the frame. */
export function readGround(
  pixels: Uint8ClampedArray,
  size: { width: number; height: number },
  box: Box,
  scale: number,
): GroundReading {
  const left = bound(Math.floor(box.x * scale), size.width - 1);
  const right = bound(Math.ceil((box.x + box.width) * scale), size.width);
  const top = bound(Math.floor(box.y * scale), size.height - 1);
  const bottom = bound(Math.ceil((box.y + box.height) * scale), size.height);
  const luminances: number[] = [];
  let sum = 0;
  let squares = 0;
  for (let y = top; y < Math.max(bottom, top + 1); y++) {
    for (let x = left; x < Math.max(right, left + 1); x++) {
      const index = (y * size.width + x) * 4;
      const [r, g, b] = [pixels[index]!, pixels[index + 1]!, pixels[index + 2]!];
      luminances.push(luminanceOf(r, g, b));
      const { l } = rgbToLab(r, g, b);
      sum += l;
      squares += l * l;
    }
  }
  luminances.sort((a, b) => a - b);
  const count = luminances.length;
  const meanL = sum / count;
  return {
    mean: luminances.reduce((total, value) => total + value, 0) / count,
    low: luminances[Math.floor(count * 0.05)]!,
    high: luminances[Math.min(count - 1, Math.floor(count * 0.95))]!,
    meanL,
    deviationL: Math.sqrt(Math.max(0, squares / count - meanL * meanL)),
  };
}

export function contrastRatio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Share of the opaque pixels (RGBA) that stand out from what lies behind each of them at 3:1. */
export function seenShare(pixels: Uint8ClampedArray, luminanceBehind: (index: number) => number): number {
  let opaque = 0;
  let seen = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3]! < 128) continue;
    opaque += 1;
    if (contrastRatio(luminanceAt(pixels, i), luminanceBehind(i)) >= CONTRAST_LARGE) seen += 1;
  }
  return opaque === 0 ? 1 : seen / opaque;
}

/** Luminance of the pixel whose red stands at `index`. */
export function luminanceAt(pixels: Uint8ClampedArray, index: number): number {
  return luminanceOf(pixels[index]!, pixels[index + 1]!, pixels[index + 2]!);
}

export function contrastOn(ink: Rgb, ground: GroundReading): ContrastReading {
  const luminance = luminanceOf(ink.r, ink.g, ink.b);
  return {
    mean: contrastRatio(luminance, ground.mean),
    worst: Math.min(contrastRatio(luminance, ground.low), contrastRatio(luminance, ground.high)),
  };
}

/** Share of the demand that is met; 1 or more passes. */
export function contrastScore(reading: ContrastReading, isLarge: boolean): number {
  return Math.min(reading.mean / (isLarge ? CONTRAST_LARGE : CONTRAST_SMALL), reading.worst / CONTRAST_WORST);
}

function bound(value: number, maximum: number): number {
  return Math.max(0, Math.min(maximum, value));
}
