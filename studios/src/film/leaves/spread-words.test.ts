import { expect, it } from 'vitest';
import { spreadWords } from './spread-words.ts';

it('gives each word its share of the line, in order, from its start to its end', () => {
  const words = spreadWords('  Sewn by hand. ', 2);
  expect(words.map(({ text }) => text)).toEqual(['Sewn', 'by', 'hand.']);
  expect(words[0]).toMatchObject({ startSeconds: 0 });
  expect(words.at(-1)!.endSeconds).toBeCloseTo(2, 6);
  for (const [index, word] of words.slice(1).entries()) expect(word.startSeconds).toBe(words[index]!.endSeconds);
  expect(spreadWords('', 2)).toEqual([]);
});
