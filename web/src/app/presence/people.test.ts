import { describe, expect, test } from 'vitest';
import { keyOf, othersAt, placeOf, withEvent } from './people.ts';

const FILM = { kind: 'film' as const, id: '0199c4a0-7d3e-7c11-9a55-3f2b1c8e4d70' };
const at = (tab: string, userId: string, place: typeof FILM | null) => ({ data: { tab, userId, place } });

describe('the place of an address', () => {
  test('is the thing it shows, whatever is shown of it', () => {
    expect(placeOf(`/film/${FILM.id}/storyboard`)).toEqual(FILM);
    expect(placeOf(`/film/${FILM.id}/deliver`)).toEqual(FILM);
    expect(placeOf(`/products/${FILM.id}`)).toEqual({ kind: 'product', id: FILM.id });
    expect(placeOf(`/brands/${FILM.id}/kit`)).toEqual({ kind: 'brand', id: FILM.id });
  });

  test('is none for a list or a form', () => {
    for (const path of ['/', '/products', '/products/import', `/products/import/${FILM.id}`, '/settings/members'])
      expect(placeOf(path), path).toBeNull();
  });
});

describe('people at a place', () => {
  const place = keyOf(FILM);

  test('are each there once, without oneself, until their last tab has left', () => {
    let tabs = withEvent({}, at('a', 'omar', FILM), 0);
    tabs = withEvent(tabs, at('b', 'omar', FILM), 1);
    tabs = withEvent(tabs, at('c', 'me', FILM), 2);
    expect(othersAt(tabs, place, 'me')).toEqual(['omar']);
    tabs = withEvent(tabs, at('a', 'omar', null), 3);
    expect(othersAt(tabs, place, 'me')).toEqual(['omar']);
    expect(othersAt(withEvent(tabs, at('b', 'omar', null), 4), place, 'me')).toEqual([]);
  });

  test('are gone when nothing was heard of them for a while', () => {
    const tabs = withEvent({}, at('a', 'omar', FILM), 0);
    expect(othersAt(withEvent(tabs, at('c', 'me', FILM), 44_000), place, 'me')).toEqual(['omar']);
    expect(othersAt(withEvent(tabs, at('c', 'me', FILM), 46_000), place, 'me')).toEqual([]);
  });
});
