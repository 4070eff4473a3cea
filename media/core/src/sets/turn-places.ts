import type { SceneSubject } from '@kinora/contract';

type Size = { width: number; height: number };
/** One photograph's thing on the canvas that all sides share, in units of the canvas. */
export type TurnPlace = Size & { x: number; y: number };
export type TurnCanvas = Size & { places: TurnPlace[] };

/** Photographs of other sizes than these shares of each other were cropped: where a thing lies in them says nothing. */
const SAME_SIZE = 0.03;
/** A thing is not photographed from nearer and further than this by accident: then every photograph was framed by itself. */
const MOST_SCALE = 1.16;

/**
 * One canvas for a thing photographed from all sides, so that it turns about one axis. Where it lay in its photographs
 * swings to and fro once a turn (a handle goes round) and its size twice (long sides, short sides); what the figures do
 * beside that is the hand of who held the camera, and is taken out. Photographs that were each framed by themselves are
 * all as tall as each other, about their own middles.
 */
export function planTurnPlaces(subjects: readonly SceneSubject[]): TurnCanvas {
  const laid = layAsPhotographed(subjects) ?? layByHeight(subjects);
  const half = Math.max(...laid.map(({ middle, width }) => Math.abs(middle) + width / 2));
  const top = Math.min(...laid.map(({ foot, height }) => foot - height));
  const bottom = Math.max(...laid.map(({ foot }) => foot));
  return {
    width: half * 2,
    height: bottom - top,
    places: laid.map(({ middle, foot, width, height }) => ({
      x: half + middle - width / 2,
      y: foot - height - top,
      width,
      height,
    })),
  };
}

/** Middle across from the axis and lowest row below the floor's line, in pixels of the photographs. */
type Laid = Size & { middle: number; foot: number };

function layByHeight(subjects: readonly SceneSubject[]): Laid[] {
  const tallest = Math.max(...subjects.map(({ height }) => height));
  return subjects.map(({ width, height }) => ({
    middle: 0,
    foot: 0,
    width: (width * tallest) / height,
    height: tallest,
  }));
}

function layAsPhotographed(subjects: readonly SceneSubject[]): Laid[] | undefined {
  const seen = subjects.flatMap(({ use, box, width, height }) => {
    if (use !== 'cutout' || !box) return [];
    const photo = { width: width / box.width, height: height / box.height };
    const middle = (box.x + box.width / 2) * photo.width;
    return [{ photo, width, height, middle, foot: (box.y + box.height) * photo.height }];
  });
  if (seen.length < subjects.length || !areOneSize(seen.map(({ photo }) => photo))) return undefined;
  const heights = smoothAround(
    seen.map(({ height }) => height),
    2,
  );
  const scales = seen.map(({ height }, index) => heights[index]! / height);
  if (scales.some((scale) => Math.max(scale, 1 / scale) > MOST_SCALE)) return undefined;
  const middles = smoothAround(
    seen.map(({ middle }) => middle),
    1,
  );
  // The nearer a side reaches, the lower its foot: twice a turn, as with its size.
  const feet = smoothAround(
    seen.map(({ foot }) => foot),
    2,
  );
  const [axis, floor] = [meanOf(middles), meanOf(feet)];
  return seen.map(({ width, height }, index) => ({
    middle: middles[index]! - axis,
    foot: feet[index]! - floor,
    width: width * scales[index]!,
    height: height * scales[index]!,
  }));
}

function areOneSize(photos: readonly Size[]): boolean {
  const [first] = photos;
  const isLike = (a: number, b: number) => Math.abs(a - b) / b <= SAME_SIZE;
  return photos.every(({ width, height }) => isLike(width, first!.width) && isLike(height, first!.height));
}

/** From so many sides on, both waves can be told from the hand. */
const BOTH_WAVES = 8;

/**
 * What is left of figures taken evenly round a thing when all but their mean and the wave that comes `waves` times a turn
 * is taken away; both waves where there are photographs enough to know them.
 */
export function smoothAround(values: readonly number[], waves: 1 | 2): number[] {
  const mean = meanOf(values);
  // Of one or two a wave is the mean once more.
  if (values.length < 3) return values.map(() => mean);
  const kept = values.length >= BOTH_WAVES ? [1, 2] : [waves];
  const parts = kept.flatMap((wave) => [partOf(values, wave, Math.cos), partOf(values, wave, Math.sin)]);
  return values.map((_, index) => parts.reduce((sum, part) => sum + part[index]!, mean));
}

function partOf(values: readonly number[], wave: number, shape: (angle: number) => number): number[] {
  const basis = values.map((_, index) => shape((2 * Math.PI * wave * index) / values.length));
  const weight = basis.reduce((sum, one) => sum + one * one, 0);
  if (weight < 1e-6) return values.map(() => 0);
  const share = basis.reduce((sum, one, index) => sum + one * values[index]!, 0) / weight;
  return basis.map((one) => one * share);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
