import type { Storyboard } from '@kinora/contract';
import type { MusicInput } from '@kinora/media-core';
import { fpsOf, shotsOf, startFrames } from './timeline/shots.ts';

/** What the music is written to: the cuts, and the shot that carries the claim. Null for a film without music. */
export function musicInputs(storyboard: Storyboard): MusicInput | null {
  const { choice, bpm, seed } = storyboard.music;
  if (choice === 'none') return null;
  const proof = storyboard.scenes.find((scene) => scene.beat === 'proof')?.shots[0]?.key;
  const claimShot = shotsOf(storyboard).findIndex((shot) => shot.key === proof);
  return {
    mood: choice,
    bpm,
    totalFrames: storyboard.targetFrames,
    fps: fpsOf(storyboard),
    cuts: [...startFrames(storyboard).values()],
    ...(claimShot > 0 ? { claimShot } : {}),
    seed,
  };
}
