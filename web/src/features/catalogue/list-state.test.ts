import { productFilter } from '@kinora/contract';
import { expect, test } from 'vitest';
import { isFiltered, type ListState, readList, toListQuery, WHOLE_LIST, writeList } from './list-state.ts';

const narrow: ListState = {
  ...WHOLE_LIST,
  words: 'חולצה & shirt',
  statuses: ['active', 'draft'],
  kinds: ['garment'],
  tags: ['summer 26'],
  isWithoutHero: true,
  isWithoutFilm: true,
  sort: '-price',
  look: 'table',
};

test('a list is read back from its address', () => {
  expect(readList(writeList(narrow))).toEqual(narrow);
  expect(readList(writeList(WHOLE_LIST))).toEqual(WHOLE_LIST);
  expect(writeList(WHOLE_LIST).toString()).toBe('');
});

test('an address with words of another version opens what it can', () => {
  const list = readList(new URLSearchParams('status=active,sold&sort=colour&look=map&kind=boat'));
  expect(list).toEqual({ ...WHOLE_LIST, statuses: ['active'] });
});

test('the studio understands what it is asked for', () => {
  expect(productFilter.parse(toListQuery(narrow))).toEqual({
    q: 'חולצה & shirt',
    status: ['active', 'draft'],
    kind: ['garment'],
    tag: ['summer 26'],
    hasHero: false,
    hasFilms: false,
  });
});

test('order and look do not count as a filter', () => {
  expect(isFiltered({ ...WHOLE_LIST, sort: 'name', look: 'table' })).toBe(false);
  expect(isFiltered({ ...WHOLE_LIST, isTrash: true })).toBe(true);
});
