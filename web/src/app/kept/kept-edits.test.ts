import { beforeEach, expect, test, vi } from 'vitest';
import { dropEdit, findEdit, keepEdit } from './kept-edits.ts';
import { findUnsent } from './use-kept-edit.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
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
  expect(findEdit('o.a', 'shot.1', Date.now() + 31 * 24 * 3600_000)).toBeUndefined();
});

test('what has become so meanwhile is not sent again, and nothing left is forgotten', () => {
  keepEdit('o.a', 'shot.1', { title: 'Dawn', words: { lines: ['a'] } });
  expect(findUnsent('o.a', 'shot.1', { title: 'Dawn', words: { lines: ['b'] } })).toEqual({ words: { lines: ['a'] } });
  expect(findUnsent('o.a', 'shot.1', { title: 'Dawn', words: { lines: ['a'] } })).toBeUndefined();
  expect(stored.size).toBe(0);
});

test.each(['{', 'null', '7', '{"at":1}', '{"at":"x","values":{}}'])('%s in the storage is nothing', (text) => {
  stored.set('kinora.typed.o.a.shot.1', text);
  expect(findEdit('o.a', 'shot.1')).toBeUndefined();
});
