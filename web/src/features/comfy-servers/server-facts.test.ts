import { expect, test } from 'vitest';
import { planMemory } from './server-facts.ts';

const GB = 1024 ** 3;

test('adds up the cards, and says nothing of a machine without one', () => {
  const card = { name: 'cuda:0', memoryBytes: 24 * GB, freeBytes: 18 * GB };
  expect(planMemory([card, { ...card, freeBytes: 24 * GB }])).toEqual({ used: '6.0', total: '48.0' });
  expect(planMemory([])).toBe(null);
});
