import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lightProduct, type ProductLight } from './product.ts';
import { placeOfView, TURN_VIEWS } from './turn-sheet.ts';

/** Views kept ready: the one shown, and those that two shots in a transition show. */
const KEPT = 4;

/**
 * A model turned by its own views, each put into the light when its frame comes: a shot shows a few dozen of them, and
 * all of them together would fill the memory.
 */
export type ModelTurn = {
  /** Makes the view ready; `at` shows it. */
  seek(view: number): Promise<void>;
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
    await found;
    ready.set(view, await found);
    for (const kept of views.keys()) {
      if (views.size <= KEPT) break;
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
      if (!picture) throw new Error(`view ${view} of a model was not made ready`);
      return picture;
    },
  };
}
