import { expect, test } from 'vitest';
import type { Product } from '../../api/index.ts';
import { emptyDraft } from './draft.ts';
import { withProducts } from './products-in-draft.ts';

const file = (id: string, role: string, kind = 'image') => ({ role, asset: { id, kind } });
const coat = {
  name: 'Ember coat',
  description: 'Wool felt.',
  price: { amountMinor: 38900, currency: 'EUR' },
  brandId: 'sable',
  media: [file('a2', 'front'), file('a1', 'hero'), file('a3', 'sound', 'audio')],
} as unknown as Product;
const scarf = {
  name: 'Scarf',
  description: '',
  price: null,
  brandId: 'sable',
  media: [file('b1', 'hero')],
} as unknown as Product;

test('every product is seen before one is seen twice, and sounds are no pictures', () => {
  const draft = withProducts(emptyDraft('en'), [coat, scarf]);
  expect(draft.pictures.map(({ id }) => id)).toEqual(['a1', 'b1', 'a2']);
  expect(draft.brandId).toBe('sable');
  expect(draft.brief).toBe('Ember coat. Wool felt. EUR 389.00.\nScarf.');
});

test('what is written and chosen stays', () => {
  const before = {
    ...emptyDraft('en'),
    brief: 'Mine',
    brandId: 'other',
    pictures: withProducts(emptyDraft('en'), [scarf]).pictures,
  };
  const draft = withProducts(before, [scarf, { ...coat, brandId: null }]);
  expect(draft.brief).toBe('Mine');
  expect(draft.brandId).toBe('other');
  expect(draft.pictures.map(({ id }) => id)).toEqual(['b1', 'a1', 'a2']);
});
