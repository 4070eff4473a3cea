import { beforeEach, expect, test, vi } from 'vitest';
import { countEdits, dropEdit, findEdit, keepEdit, letGo } from './kept-edits.ts';
import { findUnsent } from './use-kept-edit.ts';
import { readFresh } from './use-kept-state.ts';

/** As a browser's: its keys are properties of it. */
class Stored {
  [key: string]: unknown;
}
const hide = (name: string, value: unknown) => Object.defineProperty(Stored.prototype, name, { value });
hide('getItem', function (this: Stored, key: string) {
  return this[key] ?? null;
});
hide('setItem', function (this: Stored, key: string, value: string) {
  this[key] = value;
});
hide('removeItem', function (this: Stored, key: string) {
  delete this[key];
});
let stored = new Stored();
beforeEach(() => {
  stored = new Stored();
  vi.stubGlobal('localStorage', stored);
});

test('an edit is there until it is let go, for its owner alone', () => {
  keepEdit('o.a', 'shot.1', { title: 'Dawn' });
  expect(findEdit('o.a', 'shot.1')).toEqual({ title: 'Dawn' });
  expect(findEdit('o.b', 'shot.1')).toBeUndefined();
  dropEdit('o.a', 'shot.1');
  expect(findEdit('o.a', 'shot.1')).toBeUndefined();
});

test('what nobody came back to for a month is not offered again', () => {
  keepEdit('o.a', 'shot.1', { title: 'Dawn' });
  const later = Date.now() + 31 * 24 * 3600_000;
  expect(findEdit('o.a', 'shot.1', later)).toBeUndefined();
  expect([countEdits('o.a'), countEdits('o.a', later), countEdits('o.b')]).toEqual([1, 0, 0]);
});

test('what has become so meanwhile is not sent again, and nothing left is forgotten', () => {
  keepEdit('o.a', 'shot.1', { title: 'Dawn', words: { lines: ['a'] } });
  expect(findUnsent('o.a', 'shot.1', { title: 'Dawn', words: { lines: ['b'] } })).toEqual({ words: { lines: ['a'] } });
  expect(findUnsent('o.a', 'shot.1', { title: 'Dawn', words: { lines: ['a'] } })).toBeUndefined();
  expect(Object.keys(stored)).toEqual([]);
});

test.each(['{', 'null', '7', '{"at":1}', '{"at":"x","values":{}}'])('%s in the storage is nothing', (text) => {
  stored['kinora.typed.o.a.shot.1'] = text;
  expect(findEdit('o.a', 'shot.1')).toBeUndefined();
});

test('what was sent is let go, and what was typed over it meanwhile stays', () => {
  keepEdit('o.a', 'brand.1', { name: 'Nera', tone: 'calm' });
  letGo('o.a', 'brand.1', { name: 'Ner', tone: 'calm' });
  expect(findEdit('o.a', 'brand.1')).toEqual({ name: 'Nera' });
  letGo('o.a', 'brand.1', { name: 'Nera' });
  expect(Object.keys(stored)).toEqual([]);
});

test('kept state is read within its month, and what is no state is nothing', () => {
  const text = JSON.stringify({ at: 1000, value: { jobId: 'j' } });
  expect(readFresh(text, 2000)).toEqual({ jobId: 'j' });
  expect([readFresh(text, 31 * 24 * 3600_000), readFresh('{', 2000), readFresh(null, 2000)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
