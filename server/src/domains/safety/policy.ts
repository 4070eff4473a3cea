import type { SafetyCategory, SafetyLevel } from '@kinora/contract';

/** From which level on a category is refused. What concerns children is refused at every level, and no appeal opens it. */
const REFUSED_FROM: Readonly<Record<SafetyCategory, SafetyLevel>> = {
  minors: 'relaxed',
  sexual_violence: 'relaxed',
  weapons_making: 'relaxed',
  hate: 'relaxed',
  self_harm: 'relaxed',
  sexual: 'standard',
  gore: 'standard',
  nudity: 'standard',
  suggestive: 'strict',
  violence: 'strict',
  drugs: 'strict',
};
const ORDER: readonly SafetyLevel[] = ['relaxed', 'standard', 'strict'];

export function isRefused(category: SafetyCategory, level: SafetyLevel): boolean {
  return isReached(REFUSED_FROM[category], level);
}

/** Whether what is refused from one level on is refused at another. */
export function isReached(from: SafetyLevel, level: SafetyLevel): boolean {
  return ORDER.indexOf(from) <= ORDER.indexOf(level);
}

export function isAppealable(category: SafetyCategory): boolean {
  return category !== 'minors';
}
