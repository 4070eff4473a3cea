import { expect, test } from 'vitest';
import { rowsInSight } from './use-virtual-rows.ts';

test('what is in sight is drawn with a few rows around it, never beyond the list', () => {
  const list = { height: 600, rows: 1000, rowHeight: 100 };
  expect(rowsInSight({ ...list, scrolled: 0 })).toEqual({ first: 0, last: 9 });
  expect(rowsInSight({ ...list, scrolled: 5000 })).toEqual({ first: 47, last: 59 });
  expect(rowsInSight({ ...list, scrolled: 99_900 })).toEqual({ first: 996, last: 1000 });
  expect(rowsInSight({ ...list, scrolled: -400 })).toEqual({ first: 0, last: 5 });
});
