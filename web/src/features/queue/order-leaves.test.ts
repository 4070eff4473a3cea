import { expect, it } from 'vitest';
import { orderLeaves } from './order-leaves.ts';

it('keeps kinds in the order they began and counts shots as people do', () => {
  const leaves = [
    { kind: 'film/shot', title: 'Shot 10A' },
    { kind: 'film/shot', title: 'Shot 2A' },
    { kind: 'film/render', title: 'Film 16:9' },
    { kind: 'film/shot', title: 'Shot 1B' },
  ];
  expect(orderLeaves(leaves).map(({ title }) => title)).toEqual(['Shot 1B', 'Shot 2A', 'Shot 10A', 'Film 16:9']);
});
