import { expect, test } from 'vitest';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { previousOf, replaceShot } from './shot-changes.ts';

const shot = {
  id: 'a',
  title: 'Cup',
  narration: '',
  scene: { words: { lines: ['Sand'], items: [] }, move: 'pan', seed: 4 },
} as unknown as Shot;

test('undo sends exactly the fields that were changed, as they were', () => {
  expect(previousOf(shot, { words: { lines: ['Marble'], items: [] }, seed: 9 })).toEqual({
    words: { lines: ['Sand'], items: [] },
    seed: 4,
  });
});

test('a changed shot takes its own place and no other', () => {
  const tree = { scenes: [{ shots: [shot, { ...shot, id: 'b' }] }] } as unknown as ProjectTree;
  const shots = replaceShot(tree, { ...shot, title: 'Carafe' }).scenes[0]?.shots;
  expect(shots?.map(({ title }) => title)).toEqual(['Carafe', 'Cup']);
});
