import type { FractionBox } from '@kinora/contract';
import type { LabPlanes } from './lab.ts';
import { clamp01, type PixelBox } from './raster.ts';
import { integralOf, toFractions, windowSum } from './rectangles.ts';

/**
 * Sharpness 0–1: root of the Laplacian's variance over the brightest detail of the subject, on the key's 768 px copy.
 * 0.12 and less is soft. Taken over the strongest tenth of pixels, or a plain product on plain ground would count as soft.
 */
export function measureSharpness(lab: LabPlanes, width: number, height: number, area: PixelBox): number {
  const responses: number[] = [];
  const top = Math.max(1, area.top);
  const left = Math.max(1, area.left);
  const bottom = Math.min(height - 1, area.top + area.height);
  const right = Math.min(width - 1, area.left + area.width);
  const l = lab.lightness;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const i = y * width + x;
      responses.push(Math.abs(4 * l[i]! - l[i - 1]! - l[i + 1]! - l[i - width]! - l[i + width]!));
    }
  }
  if (responses.length === 0) return 0;
  const sorted = Float32Array.from(responses).sort();
  const strongest = sorted.subarray(Math.floor(sorted.length * 0.97));
  const mean = strongest.reduce((sum, value) => sum + value, 0) / strongest.length;
  return clamp01(mean / 80);
}

/** A quiet window for words: its place, mean lightness and how far lightness strays from it. */
export type CalmArea = { box: FractionBox; meanLightness: number; deviation: number };

export type CalmSearch = {
  /** Window size as fractions of the picture. */
  windowWidth: number;
  windowHeight: number;
  /** Kept free, grown by 3 % of the picture (craft.md §5). */
  avoid?: PixelBox;
  count?: number;
};

/** Windows of the text's size with the lowest lightness deviation, outside the subject, quietest first, not overlapping. */
export function findCalmAreas(lightness: Float32Array, width: number, height: number, search: CalmSearch): CalmArea[] {
  const sums = integralOf(lightness, width, height);
  const squares = integralOf(
    lightness.map((value) => value * value),
    width,
    height,
  );
  const size = { width: Math.round(width * search.windowWidth), height: Math.round(height * search.windowHeight) };
  const avoid = search.avoid ? grow(search.avoid, Math.round(width * 0.03), Math.round(height * 0.03)) : undefined;
  const step = Math.max(1, Math.round(Math.min(width, height) / 48));
  const found: { box: PixelBox; meanLightness: number; deviation: number }[] = [];
  for (let top = 0; top + size.height <= height; top += step) {
    for (let left = 0; left + size.width <= width; left += step) {
      const box = { left, top, ...size };
      if (avoid && overlaps(box, avoid)) continue;
      const pixels = size.width * size.height;
      const mean = windowSum(sums, box) / pixels;
      found.push({
        box,
        meanLightness: mean,
        deviation: Math.sqrt(Math.max(0, windowSum(squares, box) / pixels - mean * mean)),
      });
    }
  }
  found.sort((first, second) => first.deviation - second.deviation);
  const kept: typeof found = [];
  for (const entry of found) {
    if (kept.length >= (search.count ?? 3)) break;
    if (kept.every((other) => !overlaps(other.box, entry.box))) kept.push(entry);
  }
  return kept.map(({ box, meanLightness, deviation }) => ({
    box: toFractions(box, width, height),
    meanLightness,
    deviation,
  }));
}

function grow(box: PixelBox, x: number, y: number): PixelBox {
  return { left: box.left - x, top: box.top - y, width: box.width + 2 * x, height: box.height + 2 * y };
}

function overlaps(first: PixelBox, second: PixelBox): boolean {
  return (
    first.left < second.left + second.width &&
    second.left < first.left + first.width &&
    first.top < second.top + second.height &&
    second.top < first.top + first.height
  );
}
