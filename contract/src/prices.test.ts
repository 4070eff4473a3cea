import { expect, test } from 'vitest';
import { PRICE_KEYS, PRICES, toCredits } from './prices.ts';

test('a studio of one’s own gives built-in work away', () => {
  for (const key of PRICE_KEYS) expect(PRICES['self-hosted'][key], key).toBe(0);
  expect(PRICES.hosted).toMatchObject({ plan: 0, cut: 0, motion: 1, image: 2, try_on: 3, video_3d: 8, story: 10 });
});

test.each([
  ['costs a tenth of a credit', 10_000, 1],
  ['costs one credit with the margin', 76_923, 1],
  ['costs a little more', 77_000, 2],
  ['is dear', 3_000_000, 39],
  ['costs nothing', 0, 1],
])('work that %s is at least one whole credit', (_title, micros, credits) => {
  const creditValue = { currency: 'USD', micros: 100_000 };
  expect(toCredits({ currency: 'USD', micros }, { marginPercent: 30, creditValue })).toBe(credits);
});

test('currencies are never mixed', () => {
  const terms = { marginPercent: 30, creditValue: { currency: 'USD', micros: 100_000 } };
  expect(() => toCredits({ currency: 'EUR', micros: 1 }, terms)).toThrow(/EUR/);
});
