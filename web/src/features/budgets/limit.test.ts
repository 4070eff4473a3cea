import { expect, test } from 'vitest';
import { toAmount, toLimit } from './limit.ts';

test.each([
  ['credits', '200', 200],
  ['credits', '2.5', null],
  ['credits', '', null],
  ['credits', '-1', null],
  ['USD', '12.50', 12_500_000],
  ['USD', '12,5', 12_500_000],
  ['USD', '0.001', null],
  ['USD', 'ten', null],
])('%s “%s” is %s', (unit, text, limit) => {
  expect(toLimit(unit, text)).toBe(limit);
});

test('what is shown is read back', () => {
  for (const [unit, limit] of [
    ['credits', 77],
    ['EUR', 19_990_000],
  ] as const)
    expect(toLimit(unit, toAmount(unit, limit))).toBe(limit);
});
