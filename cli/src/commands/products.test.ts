import { importMapping } from '@kinora/contract';
import { expect, it } from 'vitest';
import { describeMapping, toMapping } from './products.ts';

const column = (name: string, proposed: 'name' | 'price' | null) => ({ name, proposed, samples: [] });
const table = { columns: [column('Title', 'name'), column('Retail', null), column('Price', 'price')] };
const { defaults } = importMapping.parse({ columns: [] });

it('puts what the map says in the place of the proposal, and no field twice', () => {
  const map = { columns: { Retail: 'price' as const }, defaults };
  expect(toMapping(table, map).columns).toEqual(['name', 'price', null]);
  expect(toMapping(table, { columns: { Title: null }, defaults }).columns).toEqual([null, null, 'price']);
});

it('tells of a column that the table does not have', () => {
  expect(() => toMapping(table, { columns: { Titel: 'name' }, defaults })).toThrow(
    'The table has no column “Titel”. It has: Title, Retail, Price.',
  );
});

it('names the fields there are when a map names another', () => {
  const faults = importMapping.safeParse({ columns: ['size'] }).error?.issues.map(({ message }) => message);
  expect(faults?.join()).toContain('“size” is no field of the catalogue. It has: id, sku, name');
  expect(faults?.join()).toContain('variant_size');
});

it('says what each column is read as, and which are not read unless the map says so', () => {
  const plain = { columns: {}, defaults };
  expect(describeMapping(table, toMapping(table, plain), plain)).toEqual([
    'Read: “Title” as name, “Price” as price.',
    'Not read: “Retail”. Name a field for each in --map.',
  ]);
  const known = { columns: { Retail: null }, defaults };
  expect(describeMapping(table, toMapping(table, known), known)).toEqual(['Read: “Title” as name, “Price” as price.']);
});
