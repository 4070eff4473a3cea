import { expect, test } from 'vitest';
import { emptyDraft } from './draft.ts';
import { draftShelf } from './kept-draft.ts';

function shelfOver(entries: Record<string, string>) {
  const stored = new Map(Object.entries(entries));
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  } as Storage;
  return draftShelf('film', () => storage);
}

test('a draft of an older form gets the new fields, and belongs to one person', () => {
  const shelf = shelfOver({ 'kinora.film-draft.dana': JSON.stringify({ brief: 'kept' }) });
  expect(shelf.read('dana', emptyDraft('ar'))).toEqual({ ...emptyDraft('ar'), brief: 'kept' });
  expect(shelf.read('noa', emptyDraft('ar'))).toEqual(emptyDraft('ar'));
});

test('what is kept is read again until it is forgotten', () => {
  const shelf = shelfOver({});
  shelf.keep('dana', { ...emptyDraft('en'), brief: 'A cup.' });
  expect(shelf.read('dana', emptyDraft('he')).brief).toBe('A cup.');
  shelf.forget('dana');
  expect(shelf.read('dana', emptyDraft('he')).brief).toBe('');
});

test.each(['{', 'null', '7', '["brief"]'])('%s in the storage is no draft', (text) => {
  const shelf = shelfOver({ 'kinora.film-draft.dana': text });
  expect(shelf.read('dana', emptyDraft('en'))).toEqual(emptyDraft('en'));
});
