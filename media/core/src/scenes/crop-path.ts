import type { FractionBox, FramingKey, SceneSubject } from '@kinora/contract';
import type { Box } from '../type/box.ts';
import type { PhotoFraming } from './framing.ts';

type Point = { x: number; y: number };

/** Eased at both ends: a crop that starts or stops at once is seen as a jerk. */
const ease = (share: number) => share * share * (3 - 2 * share);

/** The middle of the crop at a moment of the shot: held before the first key and after the last one. */
export function pointAt(path: readonly FramingKey[], frame: number): Point | undefined {
  const next = path.findIndex((key) => key.frame > frame);
  if (next === 0) return path[0];
  const before = path[next === -1 ? path.length - 1 : next - 1];
  const after = path[next];
  if (!before || !after) return before;
  const share = ease((frame - before.frame) / (after.frame - before.frame));
  return { x: before.x + (after.x - before.x) * share, y: before.y + (after.y - before.y) * share };
}

/** A crop of a size, all in fractions of the source, about a point as far as the source goes. */
export function cropAbout(point: Point, { width, height }: Pick<FractionBox, 'width' | 'height'>): FractionBox {
  const within = (middle: number, length: number) => Math.max(0, Math.min(1 - length, middle - length / 2));
  return { x: within(point.x, width), y: within(point.y, height), width, height };
}

type Framed = Pick<PhotoFraming, 'crop'>;
type Source = Pick<SceneSubject, 'width' | 'height' | 'path'>;

export function toSourceShares({ crop }: Framed, { width, height }: Source): FractionBox {
  return { x: crop.x / width, y: crop.y / height, width: crop.width / width, height: crop.height / height };
}

/** The part of the source seen at a frame of the shot: where the person's path leads it, else where it was planned. */
export function cropAt(framing: Framed, subject: Source, frame: number): Box {
  const point = pointAt(subject.path ?? [], frame);
  if (!point) return framing.crop;
  const { width, height } = framing.crop;
  const { x, y } = cropAbout(point, toSourceShares(framing, subject));
  return { x: x * subject.width, y: y * subject.height, width, height };
}

/** Everything the crop passes over on its way. Between two keys it goes straight, so their own crops bound it. */
export function reachOf(framing: Framed, subject: Source): Box {
  const { path = [] } = subject;
  if (path.length === 0) return framing.crop;
  const crops = path.map(({ frame }) => cropAt(framing, subject, frame));
  const x = Math.min(...crops.map((crop) => crop.x));
  const y = Math.min(...crops.map((crop) => crop.y));
  return {
    x,
    y,
    width: Math.max(...crops.map((crop) => crop.x + crop.width)) - x,
    height: Math.max(...crops.map((crop) => crop.y + crop.height)) - y,
  };
}

/** Less than this of a side is no room to move in. */
const LEAST_ROOM = 0.005;

export function hasRoom({ width, height }: Pick<FractionBox, 'width' | 'height'>): boolean {
  return width < 1 - LEAST_ROOM || height < 1 - LEAST_ROOM;
}
