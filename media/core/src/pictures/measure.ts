import type { FractionBox } from '@kinora/contract';
import type { LabPlanes } from './lab.ts';
import { clamp01, type PixelBox } from './raster.ts';
import { integralOf, toFractions, windowSum } from './rectangles.ts';

/**
 * Sharpness 0–1 on the key's 768 px copy: how steep the steepest three hundredths of the subject are (Laplacian of
 * lightness), against the subject's own range of lightness; 0.12 and less is soft. Against its own range, or a pale shoe
 * on pale paper would count as soft; the steepest part only, or a plain product would.
 */
export function measureSharpness(lab: LabPlanes, width: number, height: number, area: PixelBox): number {
  const l = lab.lightness;
  const responses: number[] = [];
  const lightness: number[] = [];
  const bottom = Math.min(height - 1, area.top + area.height);
  const right = Math.min(width - 1, area.left + area.width);
  for (let y = Math.max(1, area.top); y < bottom; y++) {
    for (let x = Math.max(1, area.left); x < right; x++) {
      const i = y * width + x;
      responses.push(Math.abs(4 * l[i]! - l[i - 1]! - l[i + 1]! - l[i - width]! - l[i + width]!));
      lightness.push(l[i]!);
    }
  }
  if (responses.length === 0) return 0;
  const steepest = Float32Array.from(responses)
    .sort()
    .subarray(Math.floor(responses.length * 0.97));
  const levels = Float32Array.from(lightness).sort();
  const range = levels[Math.floor(levels.length * 0.98)]! - levels[Math.floor(levels.length * 0.02)]!;
  const mean = steepest.reduce((sum, value) => sum + value, 0) / steepest.length;
  return clamp01((0.8 * mean) / Math.max(15, range));
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
