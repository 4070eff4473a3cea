import { expect, test } from 'vitest';
import type { Job } from '../../api/types.ts';
import { leafOf } from './shot-leaves.ts';

const leaf = (kind: string, title: string) => ({ kind, title }) as Job;

test('a shot finds the newest piece of its own code and no other', () => {
  const older = leaf('film/shot', 'Shot 2A');
  const newer = leaf('film/shot', 'Shot 2A');
  const leaves = [older, leaf('film/shot', 'Shot 12A'), newer, leaf('film/render', 'Cut 2A')];
  expect(leafOf(leaves, { code: '2A' } as never)).toBe(newer);
  expect(leafOf(leaves, { code: '3A' } as never)).toBeUndefined();
});
