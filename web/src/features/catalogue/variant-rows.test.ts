import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Product } from '../../api/index.ts';
import {
  asKnown,
  attributeKeys,
  attributeOf,
  mergeVariants,
  type VariantBody,
  variantName,
  withAttribute,
  withOption,
} from './variant-rows.ts';

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

const row = (id: string, size: string, more: Partial<VariantBody> = {}): VariantBody => ({
  id,
  size,
  attributes: [],
  ...more,
});

test('a row that another added while one typed stays where they put it', () => {
  const base = [row('a', 'S'), row('b', 'M')];
  const mine = [row('a', 'XS'), row('b', 'M'), { size: 'XL' }];
  const now = [row('a', 'S'), row('c', 'S tall'), row('b', 'M', { colour: 'Sand' })];
  expect(mergeVariants(base, mine, now)).toEqual([
    row('a', 'XS'),
    row('c', 'S tall'),
    row('b', 'M', { colour: 'Sand' }),
    { size: 'XL' },
  ]);
});

test('two columns of one row changed by two people are both kept, attributes one by one', () => {
  const of = (key: string, value: string) => ({ key, type: 'text' as const, value });
  const base = [row('a', 'S', { colour: 'Red', attributes: [of('Fit', 'slim'), of('Wash', '30')] })];
  const mine = [row('a', 'S', { colour: 'Navy', attributes: [of('Fit', 'wide')] })];
  const now = [
    row('a', 'M', { colour: 'Red', attributes: [of('Fit', 'slim'), of('Wash', '30'), of('Lining', 'silk')] }),
  ];
  expect(mergeVariants(base, mine, now)).toEqual([
    row('a', 'M', { colour: 'Navy', attributes: [of('Fit', 'wide'), of('Lining', 'silk')] }),
  ]);
});

test('a row that either took away is gone; one changed meanwhile comes back as a new one', () => {
  const base = [row('a', 'S'), row('b', 'M'), row('c', 'L')];
  expect(mergeVariants(base, [row('b', 'M'), row('c', 'L')], base.slice(0, 2))).toEqual([row('b', 'M')]);
  expect(mergeVariants(base, [row('a', 'S'), row('b', 'M'), row('c', 'XL')], base.slice(0, 2)).at(-1)).toEqual(
    row('c', 'XL', { id: undefined }),
  );
});

test('whatever two people do, nothing is lost that neither took away, and nothing is there twice', () => {
  const sizes = fc.constantFrom('S', 'M', 'L', 'XL');
  const change = fc.record({
    kept: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    sizes: fc.array(fc.option(sizes, { nil: undefined }), { minLength: 4, maxLength: 4 }),
    added: fc.array(sizes, { maxLength: 3 }),
  });
  const base = ['a', 'b', 'c', 'd'].map((id) => row(id, 'S'));
  const apply = (
    { kept, sizes: next, added }: { kept: boolean[]; sizes: (string | undefined)[]; added: string[] },
    who: string,
  ) => [
    ...base.flatMap((one, place) => (kept[place] ? [{ ...one, size: next[place] ?? one.size! }] : [])),
    ...added.map((size, index) => (who === 'me' ? { size } : row(`${who}${index}`, size))),
  ];
  fc.assert(
    fc.property(change, change, (me, they) => {
      const [mine, now] = [apply(me, 'me'), apply(they, 'they')];
      const merged = mergeVariants(base, mine, now);
      const ids = merged.flatMap(({ id }) => id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ['a', 'b', 'c', 'd'].filter((_, place) => me.kept[place] && they.kept[place]))
        expect(ids).toContain(id);
      for (const { id } of now.filter((one) => one.id?.startsWith('they'))) expect(ids).toContain(id);
      const own = merged.filter(({ id }) => id === undefined).length;
      expect(own).toBeGreaterThanOrEqual(me.added.length);
      // Alone, one's change is what one made of it.
      expect(mergeVariants(base, mine, base)).toEqual(mine);
      expect(mergeVariants(base, base, now).map(({ id }) => id)).toEqual(now.map(({ id }) => id));
    }),
  );
});
