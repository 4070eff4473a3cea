import { expect, test } from 'vitest';
import type { JobTree } from '../../api/index.ts';
import { toTries } from './tries.ts';

const at = (minute: number) => `2026-11-27T12:${String(minute).padStart(2, '0')}:00.000Z`;
const attempt = (jobId: string, minute: number) => ({ jobId, startedAt: at(minute) });
const treeOf = (attempts: object[], costs: object[]) =>
  ({ job: { id: 'film' }, attempts, costs }) as unknown as JobTree;

test('each try has its own pieces and costs, and none is left out', () => {
  const tries = toTries(
    treeOf(
      [attempt('film', 5), attempt('shot', 6), attempt('film', 20), attempt('shot', 21), attempt('music', 19)],
      [{ model: 'early', at: at(6) }, { model: 'edge', at: at(20) }, { model: 'undated' }],
    ),
  );
  expect(tries.map(({ since, until }) => [since, until])).toEqual([
    [undefined, at(20)],
    [at(20), undefined],
  ]);
  expect(tries.map(({ pieces }) => pieces.map(({ startedAt }) => startedAt))).toEqual([[at(6), at(19)], [at(21)]]);
  expect(tries.map(({ costs }) => costs.map(({ model }) => model))).toEqual([['early', 'undated'], ['edge']]);
});

test('what is said between two tries belongs to the one it leads to', () => {
  const second = { ...attempt('film', 20), queuedAt: at(18) };
  const tries = toTries(treeOf([attempt('film', 5), second], [{ model: 'between', at: at(19) }]));
  expect(tries.map(({ since, until, costs }) => [since, until, costs.length])).toEqual([
    [undefined, at(18), 0],
    [at(18), undefined, 1],
  ]);
});

test('a job nobody has begun has none', () => {
  expect(toTries(treeOf([], []))).toEqual([]);
});
