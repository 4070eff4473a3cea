import { musicChoice } from '@kinora/contract';
import { expect, test } from 'vitest';
import { MUSIC } from './music.ts';

test('music is offered in the order of the contract', () => {
  expect(MUSIC).toEqual(musicChoice.options);
});
