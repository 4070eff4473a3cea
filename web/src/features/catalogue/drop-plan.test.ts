import { groupFilesByProduct } from '@kinora/contract';
import { expect, test } from 'vitest';
import {
  changeGroup,
  joinGroups,
  makeNew,
  moveFile,
  type ProposedGroup,
  setRole,
  toPlan,
  wantedGroups,
} from './drop-plan.ts';

const names = ['shirt_front.jpg', 'shirt_back.jpg', 'watch_front.jpg', 'watch_detail.jpg'];
const plan = toPlan(
  groupFilesByProduct(names.map((name) => ({ name }))).map((group) => ({ ...group, existing: null })),
  'garment',
);
const heroes = (groups: typeof plan.groups) =>
  groups.map(({ files }) => files.filter(({ role }) => role === 'hero').length);

test('a new hero makes the old one a front view', () => {
  const next = setRole(plan, 'shirt', 1, 'hero');
  expect(next.groups[0]?.files).toEqual([
    { index: 0, role: 'front' },
    { index: 1, role: 'hero' },
  ]);
});

test('files for a product that is there leave its hero alone; made a new one, it has a hero', () => {
  const proposed = groupFilesByProduct([{ name: 'coat_side.jpg' }]);
  const known = toPlan(
    proposed.map((group) => ({ ...group, existing: { id: 'c', name: 'Coat' } as ProposedGroup['existing'] })),
    'garment',
  );
  expect(known.groups[0]?.files).toEqual([{ index: 0, role: 'detail' }]);
  expect(makeNew(known, 'coat').groups[0]).toMatchObject({ existing: null, files: [{ index: 0, role: 'hero' }] });
});

test('joined groups keep one hero and every file', () => {
  const next = joinGroups(plan, 'watch', 'shirt');
  expect(next.groups).toHaveLength(1);
  expect(next.groups[0]?.files.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(heroes(next.groups)).toEqual([1]);
});

test('a file that moves leaves no empty group behind', () => {
  const once = moveFile(plan, 2, 'shirt');
  expect(once.groups.map(({ key, files }) => [key, files.length])).toEqual([
    ['shirt', 3],
    ['watch', 1],
  ]);
  expect(moveFile(once, 3, 'shirt').groups).toHaveLength(1);
  expect(moveFile(plan, 99, 'shirt')).toBe(plan);
});

test('groups that are left out or have no name make no product', () => {
  const next = changeGroup(changeGroup(plan, 'shirt', { isWanted: false }), 'watch', { name: '  ' });
  expect(wantedGroups(next)).toEqual([]);
});
