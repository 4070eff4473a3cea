import type { SceneDescription } from '@kinora/contract';
import type { PreviewFilm } from './messages.ts';

export type PreviewShot = { scene: SceneDescription; lengthFrames: number; startFrame: number };

/** The shots a preview shows, in order, each with the frame it begins at. */
export function shotsOf({ storyboard, withoutEndCard }: Pick<PreviewFilm, 'storyboard' | 'withoutEndCard'>) {
  let startFrame = 0;
  const all = storyboard.scenes.flatMap(({ shots }) => shots);
  const shown = withoutEndCard ? all.filter(({ scene }) => scene.kind !== 'end_card') : all;
  // A film that is nothing but its last card still shows that.
  return (shown.length > 0 ? shown : all).map(({ scene, lengthFrames }): PreviewShot => {
    const shot = { scene, lengthFrames, startFrame };
    startFrame += lengthFrames;
    return shot;
  });
}

/** Which shot plays at a frame of the loop, and which frame of the shot that is. */
export function shotAt(shots: readonly PreviewShot[], frame: number): { index: number; frame: number } {
  const total = shots.reduce((sum, { lengthFrames }) => sum + lengthFrames, 0);
  const at = total === 0 ? 0 : frame % total;
  const index = Math.max(
    0,
    shots.findLastIndex(({ startFrame }) => startFrame <= at),
  );
  return { index, frame: at - (shots[index]?.startFrame ?? 0) };
}
