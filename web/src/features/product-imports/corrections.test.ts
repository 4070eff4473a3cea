import { expect, test } from 'vitest';
import { withCorrection } from './corrections.ts';

test('a cell has one correction, the newest', () => {
  const once = withCorrection([{ row: 3, column: 1, value: 'a' }], { row: 3, column: 2, value: 'b' });
  expect(withCorrection(once, { row: 3, column: 1, value: 'c' })).toEqual([
    { row: 3, column: 2, value: 'b' },
    { row: 3, column: 1, value: 'c' },
  ]);
});
