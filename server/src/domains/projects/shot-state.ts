import { type SceneDescription, type Shot, say } from '@kinora/contract';
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
  if (changed('words')) return say('stale.words');
  if (changed('subjects')) return say('stale.subjects');
  if (changed('move')) return say('stale.move');
  if (changed('kind') || changed('ground')) return say('stale.setting');
  if (take.lengthFrames !== shot.lengthFrames) return say('stale.length');
  if (changed('seed')) return say('stale.seed');
  if (changed('beatFrames')) return say('stale.beats');
  return say('stale.look');
}
