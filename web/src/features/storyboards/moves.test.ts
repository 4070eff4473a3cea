import { cameraMove } from '@kinora/contract';
import { expect, test } from 'vitest';
import english from '../../app/words/en.json' with { type: 'json' };
import { MOVES } from './moves.ts';

test('every camera move can be chosen and has a name', () => {
  expect([...MOVES]).toEqual(cameraMove.options);
  for (const move of MOVES) expect(english).toHaveProperty([`move.${move}`]);
});
