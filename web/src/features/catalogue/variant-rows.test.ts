import { expect, test } from 'vitest';
import type { Product } from '../../api/index.ts';
import { asKnown, attributeKeys, attributeOf, variantName, withAttribute, withOption } from './variant-rows.ts';

test('a variant is called by what it differs in', () => {
  expect(variantName({ size: 'S', colour: 'כחול', year: null, trim: '' })).toBe('S · כחול');
  expect(variantName({ size: '', colour: '', year: 2026, trim: 'GT' })).toBe('2026 · GT');
  expect(variantName({ size: '', colour: '', year: null, trim: '' })).toBe('');
});

test('attributes are set in place, added at the end and removed when emptied', () => {
  const row = withAttribute(withAttribute({}, 'Material', 'linen'), 'Fit', 'slim');
  expect(attributeKeys([{}, row])).toEqual(['Material', 'Fit']);
  expect(attributeOf(withAttribute(row, 'Material', 'wool'), 'Material')).toBe('wool');
  expect(attributeKeys([withAttribute(row, 'Material', 'wool')])).toEqual(['Material', 'Fit']);
  expect(attributeKeys([withAttribute(row, 'Material', '')])).toEqual(['Fit']);
});

test('a year is four digits or nothing, and an empty SKU is none', () => {
  expect(withOption({}, 'year', '2026').year).toBe(2026);
  expect(withOption({ year: 2026 }, 'year', '26').year).toBeNull();
  expect(withOption({}, 'sku', ' ').sku).toBeNull();
});

test('variants that are gone come back as new ones', () => {
  const product = { variants: [{ id: 'here' }] } as Product;
  expect(
    asKnown(
      [
        { id: 'here', size: 'S' },
        { id: 'gone', size: 'M' },
      ],
      product,
    ),
  ).toEqual([{ id: 'here', size: 'S' }, { size: 'M' }]);
});
