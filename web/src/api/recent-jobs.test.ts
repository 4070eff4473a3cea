import { expect, test } from 'vitest';
import { type ReadJobs, readRecentJobs } from './recent-jobs.ts';
import type { Job } from './types.ts';

/** As the queue's order has it: unfinished first, then what ended. */
function studioWith(counts: { active: number; ended: number }): ReadJobs {
  const make = (name: string, count: number, finishedAt: string | null) =>
    Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, finishedAt }) as Job);
  const jobs = [...make('active', counts.active, null), ...make('ended', counts.ended, '2026-11-27T12:00:00Z')];
  return async ({ limit, active }) => {
    const wanted = active === undefined ? jobs : jobs.filter(({ finishedAt }) => (finishedAt === null) === active);
    return { items: wanted.slice(0, limit), nextCursor: wanted.length > limit ? 'more' : null };
  };
}
const readOf = async (counts: { active: number; ended: number }) => {
  const ids = (await readRecentJobs(studioWith(counts))).items.map(({ id }) => id);
  const of = (name: string) => ids.filter((id) => id.startsWith(name)).length;
  return { active: of('active'), ended: of('ended'), all: new Set(ids).size };
};

test('what ended is read also behind more unfinished work than a page holds', async () => {
  expect(await readOf({ active: 150, ended: 30 })).toEqual({ active: 100, ended: 20, all: 120 });
  expect(await readOf({ active: 100, ended: 3 })).toEqual({ active: 100, ended: 3, all: 103 });
  expect(await readOf({ active: 2, ended: 3 })).toEqual({ active: 2, ended: 3, all: 5 });
  expect(await readOf({ active: 90, ended: 30 })).toEqual({ active: 90, ended: 10, all: 100 });
});
