import { expect, test } from 'vitest';
import { daysLeft } from './trash-days.ts';

test('a file thrown away now has all its days, and none when they are over', () => {
  const now = Date.parse('2026-11-26T10:00:00Z');
  const at = (iso: string) => daysLeft({ deletedAt: iso }, 30, now);
  expect(at('2026-11-26T10:00:00Z')).toBe(30);
  expect(at('2026-11-25T09:00:00Z')).toBe(29);
  expect(at('2026-10-27T11:00:00Z')).toBe(1);
  expect(at('2026-10-01T10:00:00Z')).toBe(0);
});
