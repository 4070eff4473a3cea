import { productTag } from '@kinora/contract';
import { expect, test } from 'vitest';
import { parseTags } from './parse-tags.ts';

test('what people write between tags parts them, and the studio takes each', () => {
  const tags = parseTags('summer 26, linen;כתב،قميص | summer 26\n');
  expect(tags).toEqual(['summer 26', 'linen', 'כתב', 'قميص']);
  for (const tag of [...tags, ...parseTags('a'.repeat(90))]) expect(productTag.safeParse(tag).success, tag).toBe(true);
  expect(parseTags(' ,, ')).toEqual([]);
});
