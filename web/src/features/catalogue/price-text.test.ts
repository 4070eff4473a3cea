import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAmount, sayPrice, toAmountText } from './price-text.ts';

test('what the field shows is read back to the same price', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (amountMinor, currency) => {
        expect(parseAmount(toAmountText({ amountMinor, currency }), currency)).toBe(amountMinor);
      },
    ),
  );
});

test('a comma is a point, and what is no amount is nothing', () => {
  expect(parseAmount('12,5', 'EUR')).toBe(1250);
  expect(parseAmount(' 89 ', 'ILS')).toBe(8900);
  for (const text of ['', '12,5O', '-3', '1.234', '1 000']) expect(parseAmount(text, 'EUR'), text).toBeUndefined();
});

test('a price is written as the language writes money', () => {
  expect(sayPrice({ amountMinor: 8900, currency: 'EUR' }, 'en-GB')).toBe('€89.00');
  expect(sayPrice({ amountMinor: 900, currency: 'JPY' }, 'en-GB')).toContain('900');
});
