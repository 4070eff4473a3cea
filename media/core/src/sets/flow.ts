import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { blurChannel } from '../raster/blur.ts';
import { pictureFromPixels } from '../raster/pixels.ts';

/** Movement is searched on copies this tall; a cell of the grid is this many of their pixels. */
const SEARCH_HEIGHT = 160;
const CELL = 8;
/** A neighbour at thirty degrees moves by up to this share of the height sideways, and hardly up or down. */
const REACH_X = 0.16;
const REACH_Y = 2;
/** Views between two photographs are soft by nature: this height is enough. */
const VIEW_HEIGHT = 900;

type Image = { width: number; height: number; pixels: Uint8ClampedArray };
/** Per cell: where its content of the first picture lies in the second, in shares of the width and height. */
type Flow = { columns: number; rows: number; x: Float32Array; y: Float32Array };

/** The photographs with `between` worked-out views after each, all on canvases of one size, once round. */
export async function blendViews(toolkit: Toolkit, angles: readonly Picture[], between: number): Promise<Picture[]> {
  const height = Math.min(VIEW_HEIGHT, Math.max(...angles.map((angle) => angle.height)));
  const width = Math.ceil(Math.max(...angles.map((angle) => (angle.width * height) / angle.height)));
  const images = angles.map((angle) => readImage(toolkit, angle, { width, height }));
  const small = angles.map((angle) =>
    readImage(toolkit, angle, { width: Math.round((width * SEARCH_HEIGHT) / height), height: SEARCH_HEIGHT }),
  );
  const views: Picture[] = [];
  for (const [index, image] of images.entries()) {
    const next = (index + 1) % images.length;
    const forth = findFlow(small[index]!, small[next]!);
    const back = findFlow(small[next]!, small[index]!);
    views.push(await paintView(toolkit, image));
    for (let step = 1; step <= between; step++) {
      const share = step / (between + 1);
      views.push(await paintView(toolkit, warp(image, images[next]!, { forth, back, share })));
    }
  }
  return views;
}

function readImage(toolkit: Toolkit, picture: Picture, size: { width: number; height: number }): Image {
  const { context } = toolkit.createSurface(size.width, size.height);
  const width = (picture.width * size.height) / picture.height;
  context.drawImage(picture.source, (size.width - width) / 2, 0, width, size.height);
  return { ...size, pixels: context.getImageData(0, 0, size.width, size.height).data };
}

function paintView(toolkit: Toolkit, image: Image): Promise<Picture> {
  return pictureFromPixels(toolkit, image.width, image.height, (pixels) => pixels.set(image.pixels));
}

/** Block matching on colour and opacity, smoothed: enough for neighbours that differ by a turn of thirty degrees. */
export function findFlow(from: Image, to: Image): Flow {
  const columns = Math.ceil(from.width / CELL);
  const rows = Math.ceil(from.height / CELL);
  const x = new Float32Array(columns * rows);
  const y = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const found = matchCell(from, to, column * CELL, row * CELL);
      x[row * columns + column] = found.x / from.width;
      y[row * columns + column] = found.y / from.height;
    }
  }
  return { columns, rows, x: blurChannel(x, columns, rows, 1.3), y: blurChannel(y, columns, rows, 1.3) };
}

function matchCell(from: Image, to: Image, left: number, top: number): { x: number; y: number } {
  const reach = Math.round(from.height * REACH_X);
  let best = { x: 0, y: 0, cost: Number.POSITIVE_INFINITY };
  for (let y = -REACH_Y; y <= REACH_Y; y++) {
    for (let x = -reach; x <= reach; x++) {
      // Nearer is likelier: plain areas stay where they are.
      const cost = cellCost(from, to, { left, top, x, y }) + Math.hypot(x, y * 3) * 14;
      if (cost < best.cost) best = { x, y, cost };
    }
  }
  return best;
}

function cellCost(from: Image, to: Image, at: { left: number; top: number; x: number; y: number }): number {
  let cost = 0;
  for (let dy = -2; dy < CELL + 2; dy += 2) {
    for (let dx = -2; dx < CELL + 2; dx += 2) {
      const a = indexOf(from, at.left + dx, at.top + dy);
      const b = indexOf(to, at.left + dx + at.x, at.top + dy + at.y);
      for (let channel = 0; channel < 4; channel++) {
        const weight = channel === 3 ? 1 : from.pixels[a + 3]! / 255;
        cost += Math.abs(from.pixels[a + channel]! - to.pixels[b + channel]!) * weight;
      }
    }
  }
  return cost;
}

function indexOf(image: Image, x: number, y: number): number {
  const column = Math.min(image.width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(image.height - 1, Math.max(0, Math.round(y)));
  return (row * image.width + column) * 4;
}

/** Both photographs bent towards the moment between them, then mixed by nearness. */
function warp(from: Image, to: Image, moment: { forth: Flow; back: Flow; share: number }): Image {
  const { width, height } = from;
  const pixels = new Uint8ClampedArray(width * height * 4);
  const { share } = moment;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const forth = flowAt(moment.forth, x / width, y / height);
      const back = flowAt(moment.back, x / width, y / height);
      const a = indexOf(from, x - forth.x * share * width, y - forth.y * share * height);
      const b = indexOf(to, x - back.x * (1 - share) * width, y - back.y * (1 - share) * height);
      mixPixel(pixels, (y * width + x) * 4, { from: from.pixels, a, to: to.pixels, b, share });
    }
  }
  return { width, height, pixels };
}

/** Colours count by their opacity, or clear black would darken every edge. */
function mixPixel(
  out: Uint8ClampedArray,
  index: number,
  source: { from: Uint8ClampedArray; a: number; to: Uint8ClampedArray; b: number; share: number },
): void {
  const alphaA = source.from[source.a + 3]! * (1 - source.share);
  const alphaB = source.to[source.b + 3]! * source.share;
  const alpha = alphaA + alphaB;
  if (alpha <= 0) return;
  for (let channel = 0; channel < 3; channel++) {
    out[index + channel] =
      (source.from[source.a + channel]! * alphaA + source.to[source.b + channel]! * alphaB) / alpha;
  }
  out[index + 3] = alpha;
}

function flowAt(flow: Flow, across: number, down: number): { x: number; y: number } {
  const fx = Math.min(flow.columns - 1.001, Math.max(0, across * flow.columns - 0.5));
  const fy = Math.min(flow.rows - 1.001, Math.max(0, down * flow.rows - 0.5));
  const [column, row] = [Math.floor(fx), Math.floor(fy)];
  const at = (values: Float32Array) => {
    const read = (dx: number, dy: number) =>
      values[Math.min(flow.rows - 1, row + dy) * flow.columns + Math.min(flow.columns - 1, column + dx)]!;
    const top = read(0, 0) + (read(1, 0) - read(0, 0)) * (fx - column);
    const bottom = read(0, 1) + (read(1, 1) - read(0, 1)) * (fx - column);
    return top + (bottom - top) * (fy - row);
  };
  return { x: at(flow.x), y: at(flow.y) };
}
