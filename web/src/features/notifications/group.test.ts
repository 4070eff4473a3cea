import { expect, test } from 'vitest';
import type { Notification } from '../../api/index.ts';
import { groupByProject } from './group.ts';

const of = (id: string, projectId: string | null) => ({ id, projectId, projectName: projectId }) as Notification;

test('a project’s notifications stand together where its newest is; others stay alone', () => {
  const groups = groupByProject([of('5', 'coat'), of('4', null), of('3', 'coat'), of('2', 'bag'), of('1', null)]);
  expect(groups.map(({ items }) => items.map(({ id }) => id))).toEqual([['5', '3'], ['4'], ['2'], ['1']]);
});
