import { useSearchParams } from 'wouter';
import type { Placement } from '../../api/index.ts';
import { keyOf } from './placements.ts';

const PARAMETER = 'placements';

/** Which columns are shown stands in the address, so that a link shows the same; without it the studio chooses one a shape. */
export function usePlacements(): [string | undefined, (next: readonly Placement[]) => void] {
  const [search, setSearch] = useSearchParams();
  const choose = (next: readonly Placement[]) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        after.set(PARAMETER, next.map(keyOf).join(','));
        return after;
      },
      { replace: true },
    );
  return [search.get(PARAMETER) ?? undefined, choose];
}
