import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { findUnusable } from './plain-json.ts';

const id = '01a1fc90-7abf-780c-acd3-0da9503aca3f';

it('gives back what it was made of', () => {
  const times = ['2026-11-21 05:15:51.123456+00', '2026-02-28 05:15:51+05:30', '2026-11-21T05:15:51Z'];
  for (const time of times) expect(decodeCursor(encodeCursor([time, id]), ['time', 'id'])).toEqual([time, id]);
  expect(decodeCursor(encodeCursor([7]), ['number'])).toEqual([7]);
  expect(decodeCursor(undefined, ['id'])).toBeNull();
});

it('refuses what a query could not take', () => {
  const foreign = [['x'], [null], [{}], [id, id], [], [1e300]];
  for (const values of foreign)
    expect(() => decodeCursor(encodeCursor(values as string[]), ['id'])).toThrow(/bad cursor/);
  for (const time of [
    '2026-02-31 05:15:51Z',
    '0000-01-01 00:00:00Z',
    '2026-11-21 25:15:51Z',
    '2026-11-21 05:15:51+99',
    'now',
    'infinity',
  ])
    expect(() => decodeCursor(encodeCursor([time]), ['time']), time).toThrow(/bad cursor/);
  for (const number of [1e300, 0.5, '1'])
    expect(() => decodeCursor(encodeCursor([number]), ['number'])).toThrow(/bad cursor/);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeCursor(text, ['id'])).toThrow(/bad cursor/);
    }),
  );
});

it('names texts that cannot be stored and forms that are nested too deeply, at any depth', () => {
  expect(findUnusable({ brief: 'Linen 👟 לינן', tags: [1, null, true] })).toBeNull();
  for (const part of ['a\u0000', '\ud800', 'x\udc00y']) {
    expect(findUnusable({ list: [{ [part]: 1 }] })).toContain('cannot be stored');
    expect(findUnusable({ list: [{ key: part }] })).toContain('cannot be stored');
  }
  expect(findUnusable(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toContain('nested');
});
