import { afterEach, expect, test, vi } from 'vitest';
import { isId, newId } from './ids.ts';

afterEach(() => vi.useRealTimers());

test('ids of one process sort in the order they were made in, within a millisecond too', () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const ids = Array.from({ length: 10_000 }, newId);
  expect(new Set(ids).size).toBe(10_000);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every(isId)).toBe(true);
});

test('an id tells its time, also after the clock was set back', () => {
  const timeOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  vi.useFakeTimers({ now: 1_800_000_100_000 });
  expect(timeOf(newId())).toBe(1_800_000_100_000);
  vi.setSystemTime(1_800_000_099_900);
  expect(timeOf(newId())).toBe(1_800_000_100_000);
  vi.setSystemTime(1_700_000_000_000);
  expect(timeOf(newId())).toBe(1_700_000_000_000);
});
