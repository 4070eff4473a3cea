import type { SceneDescription, Shot } from '@kinora/contract';
import { canonicalJson } from '@kinora/media-core';

export type ShotFacts = {
  stored: 'planned' | 'queued' | 'making' | 'ready' | 'failed';
  /** The job named on the shot is still pending, processing or waiting. */
  isJobActive: boolean;
  inputsHash: string;
  selectedInputsHash: string | null;
};

/**
 * planned: nothing made. queued, making: a job that lives is at it (a job that died leaves what was there before).
 * failed: its last job failed and there is no take to fall back on that fits. ready: the selected take shows what the
 * shot says. stale: it shows something older.
 */
export function deriveShotState(facts: ShotFacts): Shot['state'] {
  if ((facts.stored === 'queued' || facts.stored === 'making') && facts.isJobActive) return facts.stored;
  if (facts.selectedInputsHash === facts.inputsHash) return 'ready';
  if (facts.stored === 'failed') return 'failed';
  return facts.selectedInputsHash === null ? 'planned' : 'stale';
}

export type Drawn = { scene: SceneDescription; lengthFrames: number };

/** Why a take no longer fits, as a sentence; the first difference a person would name. */
export function describeStaleness(take: Drawn, shot: Drawn): string {
  const changed = (key: keyof SceneDescription) => canonicalJson(take.scene[key]) !== canonicalJson(shot.scene[key]);
  if (changed('words')) return 'The words on screen changed after this take was made.';
  if (changed('subjects')) return 'The pictures shown changed after this take was made.';
  if (changed('move')) return 'The camera move changed after this take was made.';
  if (changed('kind') || changed('ground')) return 'The setting changed after this take was made.';
  if (take.lengthFrames !== shot.lengthFrames) return 'The length changed after this take was made.';
  if (changed('seed')) return 'Another variation was chosen after this take was made.';
  if (changed('beatFrames')) return 'The beats of the music changed after this take was made.';
  return 'The look of the film changed after this take was made.';
}
