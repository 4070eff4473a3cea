import { expect, test } from 'vitest';
import { formatMoney } from './money.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
  [19_000_000, 'USD 19'],
  [349_500_000, 'USD 349.50'],
  [1_234, 'USD 0.0013'],
  [0, 'USD 0'],
])('%s millionths are %s', (micros, text) => {
  expect(plain(formatMoney('en', 'USD', micros))).toBe(text);
});
