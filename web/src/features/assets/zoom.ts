/** Which part of a picture the stage shows: the picture’s point in the stage’s middle, and screen px a picture px. */
export type View = { x: number; y: number; scale: number };
export type Size = { width: number; height: number };
/** From the stage’s middle, in screen px. */
export type Point = { x: number; y: number };

export const MAX_SCALE = 8;
/** From here on pixels are shown as squares, and a little later with lines between them. */
export const PIXELS_FROM = 3;
export const GRID_FROM = 6;
const STEPS = [0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, MAX_SCALE];

/** The whole picture, never larger than it is. */
export function fitScale(stage: Size, picture: Size): number {
  return Math.min(1, stage.width / picture.width, stage.height / picture.height);
}

export function fitView(stage: Size, picture: Size): View {
  return { x: picture.width / 2, y: picture.height / 2, scale: fitScale(stage, picture) };
}

/** Zooms so that what lies under the point stays there. */
export function zoomAt(
  view: View,
  scale: number,
  point: Point,
  { stage, picture }: { stage: Size; picture: Size },
): View {
  const next = Math.min(MAX_SCALE, Math.max(Math.min(fitScale(stage, picture), MAX_SCALE), scale));
  const moved = {
    x: view.x + point.x / view.scale - point.x / next,
    y: view.y + point.y / view.scale - point.y / next,
  };
  return keepInSight({ ...moved, scale: next }, stage, picture);
}

/** The next larger or smaller of the usual steps; the whole picture is a step as well. */
export function stepScale(scale: number, direction: 1 | -1, fit: number): number {
  const steps = [...STEPS.filter((step) => step > fit), fit].sort((left, right) => left - right);
  if (direction > 0) return steps.find((step) => step > scale * 1.001) ?? MAX_SCALE;
  return steps.findLast((step) => step < scale * 0.999) ?? fit;
}

/** Moves the picture by screen px. */
export function panBy(view: View, by: Point, { stage, picture }: { stage: Size; picture: Size }): View {
  return keepInSight({ ...view, x: view.x - by.x / view.scale, y: view.y - by.y / view.scale }, stage, picture);
}

/** A picture smaller than the stage stands in its middle; of a larger one no empty room shows beside it. */
function keepInSight(view: View, stage: Size, picture: Size): View {
  const keep = (middle: number, seen: number, whole: number) =>
    seen >= whole ? whole / 2 : Math.min(whole - seen / 2, Math.max(seen / 2, middle));
  return {
    scale: view.scale,
    x: keep(view.x, stage.width / view.scale, picture.width),
    y: keep(view.y, stage.height / view.scale, picture.height),
  };
}

/** The picture’s pixel under a point; null beside the picture. */
export function pixelAt(view: View, point: Point, picture: Size): Point | null {
  const pixel = { x: Math.floor(view.x + point.x / view.scale), y: Math.floor(view.y + point.y / view.scale) };
  const isInside = pixel.x >= 0 && pixel.y >= 0 && pixel.x < picture.width && pixel.y < picture.height;
  return isInside ? pixel : null;
}
