import type { SafetyLevel } from '@kinora/contract';
import type { PictureScores } from '@kinora/media-node';
import { isReached } from '../policy.ts';

/** What in a picture is refused, and from which level on. */
export type PictureFinding = { category: 'sexual' | 'suggestive'; refusedFrom: Exclude<SafetyLevel, 'relaxed'> };

/**
 * Chosen by what harmless pictures score (docs/decisions/0265): the model's word for sexual scenes has to be near certain
 * before it stops anybody, and what is only scant clothing stops nobody below strict.
 */
export const THRESHOLDS = { sexualAtStandard: 0.85, sexualAtStrict: 0.6, suggestiveAtStrict: 0.7 };
export type Thresholds = typeof THRESHOLDS;

/** Null for a picture that no level refuses. */
export function judgePicture({ porn, hentai, sexy }: PictureScores, limits: Thresholds): PictureFinding | null {
  const sexual = porn + hentai;
  if (sexual >= limits.sexualAtStandard) return { category: 'sexual', refusedFrom: 'standard' };
  if (sexual >= limits.sexualAtStrict) return { category: 'sexual', refusedFrom: 'strict' };
  if (sexy >= limits.suggestiveAtStrict) return { category: 'suggestive', refusedFrom: 'strict' };
  return null;
}

export function isRefusedAt(refusedFrom: SafetyLevel | null, level: SafetyLevel): boolean {
  return refusedFrom !== null && isReached(refusedFrom, level);
}

/** Of several pictures of one file, such as frames of a film, the one that says most against it. */
export function worstOf(scores: readonly PictureScores[]): PictureScores {
  const weigh = ({ porn, hentai, sexy }: PictureScores) => porn + hentai + sexy / 2;
  return scores.reduce((worst, one) => (weigh(one) > weigh(worst) ? one : worst));
}
