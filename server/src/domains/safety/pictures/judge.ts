import type { SafetyLevel } from '@kinora/contract';
import type { PictureScores } from '@kinora/media-node';

/** What in a picture is refused, and from which level on. */
export type PictureFinding = { category: 'sexual' | 'suggestive'; refusedFrom: Exclude<SafetyLevel, 'relaxed'> };

/**
 * Chosen by what harmless pictures score (docs/decisions/0265): the model's word for sexual scenes has to be near certain
 * before it stops anybody, and what is only scant clothing stops nobody below strict.
 */
export const THRESHOLDS = { sexualAtStandard: 0.8, sexualAtStrict: 0.5, suggestiveAtStrict: 0.6 } as const;

/** Null for a picture that no level refuses. */
export function judgePicture({ porn, hentai, sexy }: PictureScores): PictureFinding | null {
  const sexual = porn + hentai;
  if (sexual >= THRESHOLDS.sexualAtStandard) return { category: 'sexual', refusedFrom: 'standard' };
  if (sexual >= THRESHOLDS.sexualAtStrict) return { category: 'sexual', refusedFrom: 'strict' };
  if (sexy >= THRESHOLDS.suggestiveAtStrict) return { category: 'suggestive', refusedFrom: 'strict' };
  return null;
}

const ORDER: readonly SafetyLevel[] = ['relaxed', 'standard', 'strict'];

export function isRefusedAt(refusedFrom: SafetyLevel | null, level: SafetyLevel): boolean {
  return refusedFrom !== null && ORDER.indexOf(refusedFrom) <= ORDER.indexOf(level);
}

/** Of several pictures of one file, such as frames of a film, the one that says most against it. */
export function worstOf(scores: readonly PictureScores[]): PictureScores {
  const weigh = ({ porn, hentai, sexy }: PictureScores) => porn + hentai + sexy / 2;
  return scores.reduce((worst, one) => (weigh(one) > weigh(worst) ? one : worst));
}
