import { expect, test } from 'vitest';
import type { Job } from '../../api/index.ts';
import { holdOrder, toLines } from './row-plan.ts';

const job = (id: string, projectId: string | null = null, title = id) => ({ id, projectId, title }) as Job;
const namesOf = (jobs: readonly Job[]) => jobs.map(({ title }) => title);

test('groups by project in the order of the queue', () => {
  const lines = toLines([job('a', 'p'), job('b'), job('c', 'p')], true);
  expect(lines.map((line) => (line.kind === 'job' ? line.job.id : `${line.projectId} ${line.count}`))).toEqual([
    'p 2',
    'a',
    'c',
    'null 1',
    'b',
  ]);
  expect(toLines([job('a', 'p')], false)).toHaveLength(1);
});

test('under the pointer nothing moves, words are new, and what came is counted', () => {
  const now = [job('new'), job('b', null, 'b, later'), job('a')];
  expect(holdOrder(now, ['a', 'gone', 'b'])).toMatchObject({ fresh: 1 });
  expect(namesOf(holdOrder(now, ['a', 'gone', 'b']).jobs)).toEqual(['a', 'b, later']);
  expect(namesOf(holdOrder(now, null).jobs)).toEqual(['new', 'b, later', 'a']);
});

test('a job that moved between two pages is shown once', () => {
  expect(holdOrder([job('a'), job('b'), job('a')], null)).toMatchObject({ fresh: 0, jobs: [{ id: 'a' }, { id: 'b' }] });
});
