import { mediaOfVariant } from '@kinora/contract';
import { expect, test } from 'vitest';
import type { Product, ProductMedia } from '../../api/index.ts';
import { galleryOf, moveBefore, rolesToReturn } from './gallery-media.ts';

const media = [
  { id: 'a', role: 'hero', variantId: null },
  { id: 'b', role: 'front', variantId: null },
  { id: 'c', role: 'front', variantId: 'blue' },
  { id: 'd', role: 'detail', variantId: 'blue' },
] as ProductMedia[];

test.each([null, 'blue', 'red'])('variant %s shows the files the contract says, and which it inherits', (variantId) => {
  const shown = galleryOf(media, variantId);
  expect(shown.map(({ id }) => id)).toEqual(mediaOfVariant(media, variantId).map(({ id }) => id));
  for (const one of shown) expect(one.isInherited).toBe(variantId !== null && one.variantId === null);
});

test('a file takes the place of another, or the last one', () => {
  expect(moveBefore(media, 'd', 'b')).toEqual(['a', 'd', 'b', 'c']);
  expect(moveBefore(media, 'a', null)).toEqual(['b', 'c', 'd', 'a']);
  expect(moveBefore(media, 'a', 'gone')).toEqual(['b', 'c', 'd', 'a']);
});

test('roles go back with the hero first', () => {
  const now = { media: [media[0], media[1]].map((one, index) => ({ ...one, role: index === 0 ? 'front' : 'hero' })) };
  expect(rolesToReturn({ media } as Product, now as Product)).toEqual([
    { id: 'a', role: 'hero' },
    { id: 'b', role: 'front' },
  ]);
});
