import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forget, recall, remember } from './upload-memory.ts';

let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

const film = { name: 'walk.mp4', size: 40_000_000, lastModified: 17 };

test('a file is known again by name, size and time of change, and forgotten when it is there', () => {
  remember(film, 'one');
  expect(recall({ ...film })).toBe('one');
  expect(recall({ ...film, lastModified: 18 })).toBeNull();
  expect(recall({ ...film, size: 1 })).toBeNull();
  forget(film);
  expect(recall(film)).toBeNull();
});

test('the oldest go when there are too many, and the newest of one file holds', () => {
  remember(film, 'old');
  for (let number = 0; number < 99; number += 1) remember({ ...film, name: `${number}.mp4` }, `${number}`);
  remember(film, 'new');
  remember({ ...film, name: 'last.mp4' }, 'last');
  expect(recall(film)).toBe('new');
  expect(recall({ ...film, name: '0.mp4' })).toBeNull();
  expect(recall({ ...film, name: '1.mp4' })).toBe('1');
});

test('whatever else stands there is no upload, and a browser without room begins anew', () => {
  for (const other of ['not json', 'null', '[]', '{"walk.mp4 40000000 17":{"id":1}}']) {
    stored.set('kinora.uploads', other);
    expect(recall(film)).toBeNull();
  }
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  });
  expect(() => remember(film, 'one')).not.toThrow();
});
