import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lightProduct, type ProductLight } from './product.ts';
import { placeOfView, TURN_VIEWS } from './turn-sheet.ts';

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
  at(view: number): Picture;
};

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
  const views = new Map<number, Promise<Picture>>();
  const ready = new Map<number, Picture>();
  let latest: Picture | undefined;

  async function paint(view: number): Promise<Picture> {
    const place = placeOfView(view);
    const file = place.kind === 'side' ? sides[place.index]! : sheets[place.sheet]!;
    const source = await toolkit.loadPicture(file.hash);
    const surface = toolkit.createSurface(width, height);
    surface.context.imageSmoothingQuality = 'high';
    const [x, y] = place.kind === 'side' ? [0, 0] : [place.column * cell.width, place.row * cell.height];
    surface.context.drawImage(source.source, x, y, cell.width, cell.height, 0, 0, width, height);
    return lightProduct(toolkit, await toolkit.freeze(surface), light);
  }

  async function seek(wanted: number): Promise<void> {
    const view = ((wanted % TURN_VIEWS) + TURN_VIEWS) % TURN_VIEWS;
    let found = views.get(view);
    if (!found) {
      found = paint(view);
      views.set(view, found);
      found.then(
        (picture) => ready.set(view, picture),
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
      const picture = ready.get(view);
      if (picture) return picture;
      // A view that cannot be made fails for whoever waits for it; a preview goes on with the last one.
      if (views.size - ready.size < MOST_ON_THE_WAY) seek(view).catch(() => undefined);
      return latest!;
    },
  };
}
