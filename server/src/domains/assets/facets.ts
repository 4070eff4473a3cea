import type { AssetFacets, AssetFilter } from '@kinora/contract';
import type { Choice, FacetGroup } from './library-store.ts';

type Counts = Pick<AssetFacets, 'total' | 'kinds' | 'origins' | 'makers' | 'used' | 'unused'> & {
  people: { value: string; count: number }[];
};

/** Most makers or people that a menu offers. */
const MOST = 100;

/** Counts for each filter, made of the groups that all other filters leave, from one reading of the files. */
export function countFacets(groups: readonly FacetGroup[], filter: AssetFilter): Counts {
  const leftBy = (except: Choice | null) =>
    groups.filter((group) => TESTS.every(([name, fits]) => name === except || fits(group, filter)));
  const used = leftBy('used');
  return {
    total: sum(leftBy(null)),
    kinds: tally(leftBy('kind'), ({ kind }) => kind),
    origins: tally(leftBy('origin'), ({ origin }) => origin),
    makers: tally(leftBy('maker'), ({ made_by }) => made_by),
    people: tally(leftBy('person'), ({ created_by }) => created_by),
    used: sum(used.filter(({ is_used }) => is_used)),
    unused: sum(used.filter(({ is_used }) => !is_used)),
  };
}

const TESTS: readonly [Choice, (group: FacetGroup, filter: AssetFilter) => boolean][] = [
  ['kind', ({ kind }, filter) => !filter.kind?.length || filter.kind.includes(kind)],
  ['origin', ({ origin }, filter) => !filter.origin?.length || filter.origin.includes(origin)],
  ['maker', ({ made_by }, filter) => filter.maker === undefined || filter.maker === made_by],
  [
    'person',
    ({ created_by }, filter) => !filter.person?.length || filter.person.some((person) => person === created_by),
  ],
  ['used', ({ is_used }, filter) => filter.used === undefined || filter.used === is_used],
];

function sum(groups: readonly FacetGroup[]): number {
  return groups.reduce((total, { count }) => total + count, 0);
}

/** Most first, then by name. */
function tally(groups: readonly FacetGroup[], pick: (group: FacetGroup) => string | null) {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const value = pick(group);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + group.count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    .slice(0, MOST);
}
