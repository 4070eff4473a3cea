import { expect, test } from 'vitest';
import type { Product } from '../../api/index.ts';
import { leftToWrite } from './field-acts.ts';

const productOf = (fields: Partial<Product>) =>
  ({ name: 'Coat', description: '', tags: ['wool'], ...fields }) as Product;

test('a change beside that of somebody else is put on top of it', () => {
  const [seen, newest] = [productOf({}), productOf({ description: 'Warm.' })];
  expect(leftToWrite({ name: 'Harbour coat' }, { seen, newest })).toEqual({ name: 'Harbour coat' });
});

test('the same words, sent as their page went away, are not refused as those of somebody else', () => {
  const [seen, newest] = [productOf({}), productOf({ description: 'Warm.', tags: ['wool', 'sale'] })];
  expect(leftToWrite({ description: 'Warm.' }, { seen, newest })).toEqual({});
  expect(leftToWrite({ description: 'Warm.', name: 'Coat' }, { seen, newest })).toEqual({});
  expect(leftToWrite({ description: 'Warm.', name: 'Harbour coat' }, { seen, newest })).toEqual({
    name: 'Harbour coat',
  });
});

test('other words than the person saw are theirs to decide about', () => {
  const [seen, newest] = [productOf({}), productOf({ description: 'Warm.' })];
  expect(leftToWrite({ description: 'Dry.' }, { seen, newest })).toBeNull();
});
