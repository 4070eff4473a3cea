import type { RankedRoute } from '../../api/index.ts';

export type OrderKind = 'picture' | 'motion';

export function toRouteValue({ connection, model }: Pick<RankedRoute, 'connection' | 'model'>): string {
  return `${connection} ${model}`;
}

const MOST_FALLBACKS = 2;

/**
 * Who is asked instead: the best of the others, of another model. The operator's cost credits, which may not be more than
 * the chosen one's; so those are left to people who choose them.
 */
export function planFallbacks(routes: readonly RankedRoute[], chosen: RankedRoute): RankedRoute[] {
  return routes
    .filter(({ isUsable, isOperators, model }) => isUsable && !isOperators && model !== chosen.model)
    .slice(0, MOST_FALLBACKS);
}
