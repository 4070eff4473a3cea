import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import type { Box } from '../type/box.ts';
import { footingOf } from './foot.ts';
import { lightProduct, type ProductLight } from './product.ts';
import { placeOfView, TURN_VIEWS } from './turn-sheet.ts';
import type { TurnGround, TurnMoment } from './turn-views.ts';

/** Views kept ready: the one shown, and those that two shots in a transition show. */
const KEPT = 4;
/** Views made at the same time for who does not wait. */
const MOST_ON_THE_WAY = 2;

/**
 * A model turned by its own views, each put into the light when its frame comes: a shot shows a few dozen of them, and
 * all of them together would fill the memory.
 */
export type ModelTurn = {
  /** Makes the view ready; `at` then shows it. */
  seek(view: number): Promise<void>;
  /** For a preview that does not wait: the view made last, while the one asked for is on its way. */
  at(view: number): TurnMoment;
};

/** Height of the copy on which is found where a view stands. */
const PROBE_HEIGHT = 240;
const SOLID = 128;

/** Each side meets the floor in its own way: the front's shadow would stay under a thing that has turned away. */
function groundOf(toolkit: Toolkit, view: Picture): TurnGround | undefined {
  const size = { width: Math.max(8, Math.round((PROBE_HEIGHT * view.width) / view.height)), height: PROBE_HEIGHT };
  const { context } = toolkit.createSurface(size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(view.source, 0, 0, size.width, size.height);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  const box = boundsOf(data, size);
  if (!box) return undefined;
  const cropped = context.getImageData(box.x, box.y, box.width, box.height).data;
  return {
    footing: footingOf(cropped, box.width, box.height),
    place: {
      x: box.x / size.width,
      y: box.y / size.height,
      width: box.width / size.width,
      height: box.height / size.height,
    },
  };
}

function boundsOf(pixels: Uint8ClampedArray, { width, height }: { width: number; height: number }): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (pixels[(y * width + x) * 4 + 3]! < SOLID) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  return right < left ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

export async function prepareModelTurn(
  toolkit: Toolkit,
  model: { sides: readonly SceneSubject[]; sheets: readonly SceneSubject[] },
  heightPx: number,
  light: ProductLight,
): Promise<ModelTurn> {
  const { sides, sheets } = model;
  const cell = sides[0]!;
  const height = Math.max(2, Math.round(heightPx));
  const width = Math.max(2, Math.round((height * cell.width) / cell.height));
  const views = new Map<number, Promise<TurnMoment>>();
  const ready = new Map<number, TurnMoment>();
  let latest: TurnMoment | undefined;

  async function paint(view: number): Promise<TurnMoment> {
    const place = placeOfView(view);
    const file = place.kind === 'side' ? sides[place.index]! : sheets[place.sheet]!;
    const source = await toolkit.loadPicture(file.hash);
    const surface = toolkit.createSurface(width, height);
    surface.context.imageSmoothingQuality = 'high';
    const [x, y] = place.kind === 'side' ? [0, 0] : [place.column * cell.width, place.row * cell.height];
    surface.context.drawImage(source.source, x, y, cell.width, cell.height, 0, 0, width, height);
    const picture = await lightProduct(toolkit, await toolkit.freeze(surface), light);
    const ground = cell.stands ? groundOf(toolkit, picture) : undefined;
    return { view: picture, ...(ground ? { ground } : {}) };
  }

  async function seek(wanted: number): Promise<void> {
    const view = ((wanted % TURN_VIEWS) + TURN_VIEWS) % TURN_VIEWS;
    let found = views.get(view);
    if (!found) {
      found = paint(view);
      views.set(view, found);
      found.then(
        (moment) => ready.set(view, moment),
        () => views.delete(view),
      );
    }
    latest = await found;
    ready.set(view, latest);
    // Only what is ready goes: a view on its way would come back after it was let go, and stay.
    for (const kept of ready.keys()) {
      if (ready.size <= KEPT) break;
      if (kept === view) continue;
      views.delete(kept);
      ready.delete(kept);
    }
  }

  await seek(0);
  return {
    seek,
    at(wanted) {
      const view = ((wanted % TURN_VIEWS) + TURN_VIEWS) % TURN_VIEWS;
      const moment = ready.get(view);
      if (moment) return moment;
      // A view that cannot be made fails for whoever waits for it; a preview goes on with the last one.
      if (views.size - ready.size < MOST_ON_THE_WAY) seek(view).catch(() => undefined);
      return latest!;
    },
  };
}
