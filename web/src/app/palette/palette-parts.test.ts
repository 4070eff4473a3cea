import { expect, test } from 'vitest';
import { holdsWords } from './find-words.ts';
import { addPlace } from './recent-places.ts';

const FILM = '/film/01a21a92-5af0-7bfa-94de-c496616f2a25';

test.each([
  ['Delete to trash', 'trash del', true],
  ['Café noir', 'cafe', true],
  ['העברה לאשפה', 'אשפה', true],
  ['מק״ט', 'מקט', true],
  ['إضافة مُنتَج', 'اضافه منتج', true],
  ['Delete to trash', 'restore', false],
])('%s found by %s: %s', (text, typed, isFound) => {
  expect(holdsWords(text, typed)).toBe(isFound);
});

test('a thing opened again moves to the front, under the address it was opened by last', () => {
  const before = [
    { href: '/jobs/01a21a92-5af0-7bfa-94de-c496616f2a26', name: 'B' },
    { href: `${FILM}/brief`, name: 'A' },
  ];
  expect(addPlace(before, { href: `${FILM}/deliver`, name: 'A' })).toEqual([
    { href: `${FILM}/deliver`, name: 'A' },
    before[0],
  ]);
});

test('only so many are kept', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ href: `/x/${index}`, name: String(index) }));
  expect(many.reduce<{ href: string; name: string }[]>(addPlace, [])).toHaveLength(12);
});
