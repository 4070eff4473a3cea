import type { RankedRoute } from '../../api/index.ts';

export type OrderKind = 'picture' | 'motion';

const MOST_FALLBACKS = 2;

/**
 * Who is asked instead: the best of the others, of another model. The operator's cost credits, which may not be more than
 * the chosen one's; so those are left to people who choose them.
 */
export function planFallbacks(routes: readonly RankedRoute[], chosen: RankedRoute): RankedRoute[] {
  const others = routes.filter(
    ({ isUsable, isOperators, model }) => isUsable && !isOperators && model !== chosen.model,
  );
  // One of each model: another account of the same one would say the same no.
  const firstOfEach = others.filter(({ model }, index) => others.findIndex((other) => other.model === model) === index);
  return firstOfEach.slice(0, MOST_FALLBACKS);
}
