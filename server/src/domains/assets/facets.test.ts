import { expect, it } from 'vitest';
import { countFacets } from './facets.ts';
import type { FacetGroup } from './library-store.ts';

const group = (changes: Partial<FacetGroup>): FacetGroup => ({
  kind: 'image',
  origin: 'upload',
  made_by: 'Upload',
  created_by: 'dana',
  is_used: false,
  count: 1,
  ...changes,
});
const GROUPS = [
  group({ count: 5, is_used: true }),
  group({ count: 2, kind: 'video' }),
  group({ count: 3, kind: 'video', origin: 'job', made_by: 'Built-in engine', created_by: null }),
];

it('counts everything where nothing is filtered, most first', () => {
  expect(countFacets(GROUPS, {})).toEqual({
    total: 10,
    kinds: [
      { value: 'image', count: 5 },
      { value: 'video', count: 5 },
    ],
    origins: [
      { value: 'upload', count: 7 },
      { value: 'job', count: 3 },
    ],
    makers: [
      { value: 'Upload', count: 7 },
      { value: 'Built-in engine', count: 3 },
    ],
    people: [{ value: 'dana', count: 7 }],
    used: 5,
    unused: 5,
  });
});

it('shows for each filter what another choice of it would give, and narrows all others', () => {
  const counts = countFacets(GROUPS, { kind: ['video'], used: false });
  expect(counts.total).toBe(5);
  expect(counts.kinds).toEqual([{ value: 'video', count: 5 }]);
  expect(counts.origins).toEqual([
    { value: 'job', count: 3 },
    { value: 'upload', count: 2 },
  ]);
  expect([counts.used, counts.unused]).toEqual([0, 5]);
  expect(countFacets(GROUPS, { kind: ['video'] }).kinds).toEqual([
    { value: 'image', count: 5 },
    { value: 'video', count: 5 },
  ]);
});
