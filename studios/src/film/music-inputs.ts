import type { Storyboard } from '@kinora/contract';
import type { MusicInput } from '@kinora/media-core';
import { hashValue } from './hash.ts';
import { musicOrderHash } from './orders/music-order.ts';
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

/** What a film's music must have been made from to be its music still; null for a film without. */
export function musicInputsHash(storyboard: Storyboard): string | null {
  const inputs = musicInputs(storyboard);
  if (inputs === null) return null;
  return storyboard.musicBy ? musicOrderHash(storyboard) : hashValue(inputs);
}
