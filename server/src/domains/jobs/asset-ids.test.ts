import { expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { collectIds } from './asset-ids.ts';

it('finds ids wherever a document has them, in order and each once, and no other text', () => {
  const [first, second] = [newId(), newId()];
  const document = {
    brief: `Linen ${second}`,
    logo: first,
    shots: [{ photo: second.toUpperCase() }, { photo: first }],
    size: 3,
  };
  expect(collectIds(document)).toEqual([first, second]);
  expect(collectIds(null)).toEqual([]);
});

it('gives up counting in a document made of ids', () => {
  expect(collectIds(Array.from({ length: 900 }, newId))).toHaveLength(500);
});
