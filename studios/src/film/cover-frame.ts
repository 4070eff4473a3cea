import type { SceneKind, Storyboard } from '@kinora/contract';
import { shotsOf, startFrames } from './timeline/shots.ts';

/** Kinds that show the product whole with its words beside it, best first. Fabric alone says nothing on a shelf. */
const COVER_KINDS: readonly SceneKind[] = [
  'hero',
  'studio_floor',
  'turntable',
  'catwalk',
  'beam',
  'parallax',
  'photo',
  'spotlight',
  'price',
  'split',
  'kinetic_words',
  'typographic',
];
/** By then words have settled and nothing has begun to leave. */
const SETTLED_SHARE = 0.78;

/** Frame that stands for the whole film in lists and players: the settled hero, or the first shot when there is none. */
export function chooseCoverFrame(storyboard: Pick<Storyboard, 'scenes'>): number {
  const shots = shotsOf(storyboard);
  const starts = startFrames(storyboard);
  const isShowing = shots.some((shot) => shot.scene.subjects.length > 0);
  const best =
    (isShowing
      ? COVER_KINDS.map((kind) => shots.find((shot) => shot.scene.kind === kind)).find((shot) => shot !== undefined)
      : // A film of words alone is told by its name.
        shots.find((shot) => shot.scene.kind === 'end_card')) ?? shots[0];
  return best ? (starts.get(best.key) ?? 0) + Math.floor(best.lengthFrames * SETTLED_SHARE) : 0;
}
