import type { Picture, Surface, Toolkit } from '../canvas/toolkit.ts';
import { blurChannel } from '../raster/blur.ts';

/** Movement is searched on copies this tall; a cell of the grid is this many of their pixels. */
export const SEARCH_HEIGHT = 160;
const CELL = 8;
/** A neighbour at thirty degrees moves by up to this share of the height sideways, and hardly up or down. */
const REACH_X = 0.16;
const REACH_Y = 2;
/** Views between two photographs are soft by nature: this height is enough. */
const VIEW_HEIGHT = 900;
/** Cells over which movement is evened out: what is rigid moves as one, and printed letters do not swim. */
const EVENNESS = 2.2;
/** Cells that show next to nothing of the thing follow their neighbours. */
const LEAST_COVER = 0.06;
const SOLID = 128;

type Image = { width: number; height: number; pixels: Uint8ClampedArray };
/** Per cell: where its content of the first picture lies in the second, in shares of the width and height. */
export type Flow = { columns: number; rows: number; x: Float32Array; y: Float32Array };

/** From one photograph to the next one round a thing, and back. */
export type FlowPair = { forth: Flow; back: Flow };

/** One of the photographs bent part of the way to the next or the one before. */
export type FlowViews = { bend(index: number, towards: 'next' | 'before', share: number, surface: Surface): Picture };

/** `misfit`: mean of what differs between each photograph bent all the way and the one it should look like, over its outline. */
export type TurnFlows = { pairs: FlowPair[]; misfit: number };

/** How everything moves from each photograph taken round a thing to the next. @param angles small copies, SEARCH_HEIGHT tall */
export function findFlows(toolkit: Toolkit, angles: readonly Picture[]): TurnFlows {
  const width = Math.max(...angles.map((angle) => angle.width));
  const images = angles.map((angle) => readImage(toolkit, angle, { width, height: angle.height }));
  const misfits: number[] = [];
  const pairs = images.map((image, index) => {
    const next = images[(index + 1) % images.length]!;
    const pair = { forth: findFlow(image, next), back: findFlow(next, image) };
    misfits.push(misfitOf(image, next, pair.forth), misfitOf(next, image, pair.back));
    return pair;
  });
  return { pairs, misfit: misfits.reduce((sum, one) => sum + one, 0) / misfits.length };
}

/** 0 where the outlines cover each other, 2 where they do not meet. */
export function misfitOf(from: Image, to: Image, flow: Flow): number {
  const bent = new Uint8ClampedArray(from.pixels.length);
  bendImage(from, flow, 1, bent);
  let different = 0;
  let covered = 0;
  for (let i = 3; i < bent.length; i += 4) {
    different += Math.abs(bent[i]! - to.pixels[i]!);
    covered += (bent[i]! + to.pixels[i]!) / 2;
  }
  return covered === 0 ? 0 : different / covered;
}

/**
 * Views between photographs taken all round a thing. Each is bent out of the photograph that is nearer: two photographs
 * mixed show two of everything that the search did not find in both, and its errors are small where the way is short.
 */
export function prepareFlow(
  toolkit: Toolkit,
  angles: readonly Picture[],
  flows: readonly FlowPair[],
): FlowViews & { openSurface(): Surface } {
  const height = Math.min(VIEW_HEIGHT, Math.max(...angles.map((angle) => angle.height)));
  const width = Math.ceil(Math.max(...angles.map((angle) => (angle.width * height) / angle.height)));
  const images = angles.map((angle) => readImage(toolkit, angle, { width, height }));
  return {
    openSurface: () => toolkit.createSurface(width, height),
    bend(index, towards, share, surface) {
      const flow = towards === 'next' ? flows[index]!.forth : flows[(index + flows.length - 1) % flows.length]!.back;
      const bent = surface.context.createImageData(width, height);
      bendImage(images[index]!, flow, share, bent.data);
      surface.context.putImageData(bent, 0, 0);
      return { width, height, source: surface.context.canvas };
    },
  };
}

function readImage(toolkit: Toolkit, picture: Picture, size: { width: number; height: number }): Image {
  const { context } = toolkit.createSurface(size.width, size.height);
  context.imageSmoothingQuality = 'high';
  const width = (picture.width * size.height) / picture.height;
  context.drawImage(picture.source, (size.width - width) / 2, 0, width, size.height);
  return { ...size, pixels: context.getImageData(0, 0, size.width, size.height).data };
}

/** Block matching on colour and opacity, evened out: enough for neighbours that differ by a turn of thirty degrees. */
export function findFlow(from: Image, to: Image): Flow {
  const columns = Math.ceil(from.width / CELL);
  const rows = Math.ceil(from.height / CELL);
  const x = new Float32Array(columns * rows);
  const y = new Float32Array(columns * rows);
  const weight = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const guess = guessRow(from, to, row * CELL);
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const cover = coverOf(from, column * CELL, row * CELL);
      if (cover < LEAST_COVER) continue;
      const found = matchCell(from, to, {
        left: column * CELL,
        top: row * CELL,
        guess: guess(column * CELL + CELL / 2),
      });
      weight[cell] = cover;
      x[cell] = (found.x / from.width) * cover;
      y[cell] = (found.y / from.height) * cover;
    }
  }
  const soft = [x, y, weight].map((values) => blurChannel(values, columns, rows, EVENNESS));
  const even = (values: Float32Array) => values.map((value, cell) => value / Math.max(1e-4, soft[2]![cell]!));
  return { columns, rows, x: even(soft[0]!), y: even(soft[1]!) };
}

function coverOf(image: Image, left: number, top: number): number {
  let sum = 0;
  for (let dy = 0; dy < CELL; dy += 2)
    for (let dx = 0; dx < CELL; dx += 2) sum += image.pixels[indexOf(image, left + dx, top + dy) + 3]!;
  return sum / (255 * (CELL / 2) ** 2);
}

/**
 * Where a place of a row would go if the row only grew narrower or broader: thin things (wheels, legs) are lost by a search
 * that begins at where they were.
 */
function guessRow(from: Image, to: Image, top: number): (x: number) => number {
  const [a, b] = [reachOf(from, top), reachOf(to, top)];
  if (!a || !b) return () => 0;
  const stretch = (b.right - b.left) / Math.max(1, a.right - a.left);
  return (x) => Math.round(b.left + (x - a.left) * stretch - x);
}

function reachOf(image: Image, top: number): { left: number; right: number } | undefined {
  let [left, right] = [image.width, -1];
  for (let y = top; y < Math.min(image.height, top + CELL); y += 2)
    for (let x = 0; x < image.width; x++) {
      if (image.pixels[(y * image.width + x) * 4 + 3]! < SOLID) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  return right < left ? undefined : { left, right };
}

function matchCell(
  from: Image,
  to: Image,
  { left, top, guess }: { left: number; top: number; guess: number },
): { x: number; y: number } {
  const reach = Math.round(from.height * REACH_X);
  let best = { x: 0, y: 0, cost: Number.POSITIVE_INFINITY };
  for (let y = -REACH_Y; y <= REACH_Y; y++) {
    for (let x = guess - reach; x <= guess + reach; x++) {
      // Nearer to the guess is likelier: plain areas go with the outline.
      const toll = Math.hypot(x - guess, y * 3) * 14;
      const cost = toll + cellCost(from, to, { left, top, x, y }, best.cost - toll);
      if (cost < best.cost) best = { x, y, cost };
    }
  }
  return best;
}

/** @param most a cost from which on nobody asks how large it is */
function cellCost(
  from: Image,
  to: Image,
  at: { left: number; top: number; x: number; y: number },
  most: number,
): number {
  let cost = 0;
  for (let dy = -2; dy < CELL + 2; dy += 2) {
    for (let dx = -2; dx < CELL + 2; dx += 2) {
      const a = indexOf(from, at.left + dx, at.top + dy);
      const b = indexOf(to, at.left + dx + at.x, at.top + dy + at.y);
      const alpha = from.pixels[a + 3]!;
      let colour = 0;
      for (let channel = 0; channel < 3; channel++)
        colour += Math.abs(from.pixels[a + channel]! - to.pixels[b + channel]!);
      cost += (colour * alpha) / 255 + Math.abs(alpha - to.pixels[b + 3]!);
    }
    if (cost >= most) return cost;
  }
  return cost;
}

function indexOf(image: Image, x: number, y: number): number {
  const column = Math.min(image.width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(image.height - 1, Math.max(0, Math.round(y)));
  return (row * image.width + column) * 4;
}

/**
 * A photograph bent `share` of the way along its flow. One loop, as it runs over a million pixels of every frame: the
 * flow is read once a row and cell and mixed between, the picture between its four neighbours, colours by their opacity.
 */
export function bendImage(from: Image, flow: Flow, share: number, out: Uint8ClampedArray): void {
  const { width, height, pixels } = from;
  const { columns, rows } = flow;
  const rowX = new Float32Array(columns);
  const rowY = new Float32Array(columns);
  for (let y = 0; y < height; y++) {
    const fy = Math.min(rows - 1.001, Math.max(0, (y / height) * rows - 0.5));
    const [top, down] = [Math.floor(fy), fy - Math.floor(fy)];
    for (let column = 0; column < columns; column++) {
      const a = top * columns + column;
      const b = Math.min(rows - 1, top + 1) * columns + column;
      rowX[column] = (flow.x[a]! + (flow.x[b]! - flow.x[a]!) * down) * share * width;
      rowY[column] = (flow.y[a]! + (flow.y[b]! - flow.y[a]!) * down) * share * height;
    }
    for (let x = 0; x < width; x++) {
      const fx = Math.min(columns - 1.001, Math.max(0, (x / width) * columns - 0.5));
      const column = fx | 0;
      const across = fx - column;
      const sx = x - (rowX[column]! + (rowX[column + 1]! - rowX[column]!) * across);
      const sy = y - (rowY[column]! + (rowY[column + 1]! - rowY[column]!) * across);
      if (sx < 0 || sy < 0 || sx >= width - 1 || sy >= height - 1) continue;
      const [x0, y0] = [sx | 0, sy | 0];
      const [ux, uy] = [sx - x0, sy - y0];
      const i = (y0 * width + x0) * 4;
      const j = i + width * 4;
      const wa = (1 - ux) * (1 - uy) * pixels[i + 3]!;
      const wb = ux * (1 - uy) * pixels[i + 7]!;
      const wc = (1 - ux) * uy * pixels[j + 3]!;
      const wd = ux * uy * pixels[j + 7]!;
      const alpha = wa + wb + wc + wd;
      if (alpha <= 0) continue;
      const at = (y * width + x) * 4;
      out[at] = (pixels[i]! * wa + pixels[i + 4]! * wb + pixels[j]! * wc + pixels[j + 4]! * wd) / alpha;
      out[at + 1] = (pixels[i + 1]! * wa + pixels[i + 5]! * wb + pixels[j + 1]! * wc + pixels[j + 5]! * wd) / alpha;
      out[at + 2] = (pixels[i + 2]! * wa + pixels[i + 6]! * wb + pixels[j + 2]! * wc + pixels[j + 6]! * wd) / alpha;
      out[at + 3] = alpha;
    }
  }
}
