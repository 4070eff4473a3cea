import type { RenderPlan, SceneKind } from '@kinora/contract';
import { rgbToLab, type SegmentFacts } from '@kinora/media-core';
import sharp from 'sharp';
import type { MediaEngine } from '../engine/engine.ts';
import { decodeFrame } from '../frames/decode-frames.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import { shotsOf } from './plan-shots.ts';

/** Kinds that show one product whole, standing still in the film's own light: there a customer must recognise it. */
const TELLING_KINDS: ReadonlySet<SceneKind> = new Set(['hero', 'studio_floor', 'parallax']);
/** Each costs a jump into the film; the hero and its second view say what there is to say. */
const MOST_SHOTS = 2;
/** By then everything has arrived and nothing has begun to leave. */
const SETTLED_SHARE = 0.62;
/** Grid both pictures are compared on, and how far inside the outline: the camera drifts by a few hundredths. */
const CELLS = 48;
const INSET_CELLS = 4;

export type ProductColour = {
  shotKey: string;
  frame: number;
  /** Distance of the mean colours in CIE a,b. */
  distance: number;
  /** Above 0: the film is darker than the photograph. */
  lightnessLoss: number;
};

type FilmOfProducts = {
  path: string;
  plan: RenderPlan;
  probe: MediaProbe;
  facts: readonly (SegmentFacts | null)[];
  pathOf?: (hash: string) => Promise<string>;
};

/** Holds the product as the finished film shows it against its cut-out (craft.md §7). */
export async function measureProductColours(
  engine: MediaEngine,
  film: FilmOfProducts,
  options: { signal?: AbortSignal } = {},
): Promise<ProductColour[]> {
  const { pathOf } = film;
  if (!pathOf) return [];
  const measured: ProductColour[] = [];
  for (const { shotKey, hash, box, frame } of findProducts(film).slice(0, MOST_SHOTS)) {
    const { rgba, size } = await decodeFrame(engine, { path: film.path, frame }, { ...options, probe: film.probe });
    const truth = meanLab(await readCutout(await pathOf(hash)), (x, y) => [x, y]);
    const shown = meanLab({ ...truth, rgba, width: size.width }, (x, y) => [
      Math.min(size.width - 1, Math.max(0, Math.floor(box.x + ((x + 0.5) * box.width) / CELLS))),
      Math.min(size.height - 1, Math.max(0, Math.floor(box.y + ((y + 0.5) * box.height) / CELLS))),
    ]);
    const distance = Math.hypot(shown.a - truth.a, shown.b - truth.b);
    measured.push({ shotKey, frame, distance, lightnessLoss: truth.l - shown.l });
  }
  return measured;
}

function findProducts({ plan, facts }: FilmOfProducts) {
  const known = facts.flatMap((item) => item ?? []);
  return shotsOf(plan).flatMap(({ shotKey, startFrame, lengthFrames }) => {
    const scene = plan.segments.flatMap((segment) => segment.layers).find((layer) => layer.shotKey === shotKey)?.scene;
    const cutout = scene?.subjects.find((subject) => subject.use === 'cutout');
    const box = known.flatMap((item) => item.productBoxes).find((entry) => entry.shotKey === shotKey);
    if (!scene || !cutout || !box || !TELLING_KINDS.has(scene.kind)) return [];
    return [{ shotKey, hash: cutout.hash, box, frame: startFrame + Math.floor(lengthFrames * SETTLED_SHARE) }];
  });
}

type Sampled = { rgba: Uint8Array; width: number; cells: readonly number[] };

/** The cut-out on the grid, and the cells that lie well inside it. */
async function readCutout(path: string): Promise<Sampled> {
  const rgba = await sharp(path).resize(CELLS, CELLS, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  const isOpaque = (x: number, y: number) => (rgba[(y * CELLS + x) * 4 + 3] ?? 0) > 250;
  const isInside = (cell: number) => {
    const [x, y] = [cell % CELLS, Math.floor(cell / CELLS)];
    for (let dy = -INSET_CELLS; dy <= INSET_CELLS; dy += 1) {
      for (let dx = -INSET_CELLS; dx <= INSET_CELLS; dx += 1) {
        if (x + dx < 0 || y + dy < 0 || x + dx >= CELLS || y + dy >= CELLS || !isOpaque(x + dx, y + dy)) return false;
      }
    }
    return true;
  };
  return { rgba, width: CELLS, cells: Array.from({ length: CELLS * CELLS }, (_, cell) => cell).filter(isInside) };
}

function meanLab(sampled: Sampled, placeOf: (x: number, y: number) => readonly [number, number]) {
  const sum = { l: 0, a: 0, b: 0 };
  for (const cell of sampled.cells) {
    const [x, y] = placeOf(cell % CELLS, Math.floor(cell / CELLS));
    const offset = (y * sampled.width + x) * 4;
    const lab = rgbToLab(sampled.rgba[offset]!, sampled.rgba[offset + 1]!, sampled.rgba[offset + 2]!);
    sum.l += lab.l;
    sum.a += lab.a;
    sum.b += lab.b;
  }
  const count = Math.max(1, sampled.cells.length);
  return { cells: sampled.cells, l: sum.l / count, a: sum.a / count, b: sum.b / count };
}
