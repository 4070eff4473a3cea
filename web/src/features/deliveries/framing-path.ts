import { cropAbout, pointAt } from '@kinora/media-core';
import type { FramingKey, ShotFraming } from '../../api/index.ts';

type Point = { x: number; y: number };
type Crop = { x: number; y: number; width: number; height: number };

const middleOf = ({ x, y, width, height }: Crop): Point => ({ x: x + width / 2, y: y + height / 2 });

/** The part seen at a frame of the shot, in fractions of its picture. Null where it is seen whole. */
export function cropOf({ planned }: ShotFraming, path: readonly FramingKey[], frame: number): Crop | null {
  if (!planned) return null;
  const point = pointAt(path, frame);
  return point ? cropAbout(point, planned) : planned;
}

/** A side of the picture that something is cut off; the crop can go along it and nowhere else. */
export function freeSides({ planned }: ShotFraming): { x: boolean; y: boolean } {
  const isFree = (length: number | undefined) => length !== undefined && length < 0.995;
  return { x: isFree(planned?.width), y: isFree(planned?.height) };
}

/**
 * Where one is led to at a frame. While a shot has no second key the crop stands still, so that moving it anywhere moves it
 * everywhere; with more, the key of that frame is changed, or a new one set.
 */
export function moveTo(shot: ShotFraming, path: readonly FramingKey[], frame: number, point: Point): FramingKey[] {
  if (!shot.planned) return [...path];
  const { x, y } = middleOf(cropAbout(point, shot.planned));
  if (path.length < 2) return [{ frame: path[0]?.frame ?? 0, ...tidy({ x, y }) }];
  return setKey(path, { frame, ...tidy({ x, y }) });
}

/** A key at this frame where the crop is now; the place it stood in so far becomes the first key. */
export function addKey(shot: ShotFraming, path: readonly FramingKey[], frame: number): FramingKey[] {
  if (!shot.planned) return [...path];
  const start = path.length > 0 ? path : [{ frame: 0, ...tidy(middleOf(shot.planned)) }];
  const here = pointAt(start, frame) ?? middleOf(shot.planned);
  return setKey(start, { frame, ...tidy(here) });
}

export function removeKey(path: readonly FramingKey[], frame: number): FramingKey[] {
  return path.filter((key) => key.frame !== frame);
}

function setKey(path: readonly FramingKey[], key: FramingKey): FramingKey[] {
  return [...removeKey(path, key.frame), key].sort((a, b) => a.frame - b.frame);
}

/** Ten thousandths of a picture are finer than its pixels. */
function tidy({ x, y }: Point): Point {
  const bound = (value: number) => Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000;
  return { x: bound(x), y: bound(y) };
}

/** How far along its way the crop is, 0 to 1, on the side with more room; what the strip draws as a line. */
export function travelOf(shot: ShotFraming, path: readonly FramingKey[], frame: number): number {
  const crop = cropOf(shot, path, frame);
  if (!crop) return 0.5;
  const isAcross = crop.width < crop.height;
  const [start, length] = isAcross ? [crop.x, crop.width] : [crop.y, crop.height];
  return length >= 1 ? 0.5 : start / (1 - length);
}
