import { expect, test } from 'vitest';
import type { Job } from '../../api/types.ts';
import { leafOf } from './shot-leaves.ts';

const leaf = (shotId: string | null) => ({ about: { shotId } }) as Job;

test('a shot finds its own newest piece and no other', () => {
  const newer = leaf('two');
  const leaves = [leaf('two'), leaf('twelve'), newer, leaf(null)];
  expect(leafOf(leaves, { id: 'two' } as never)).toBe(newer);
  expect(leafOf(leaves, { id: 'three' } as never)).toBeUndefined();
});
