import { expect, test } from 'vitest';
import type { RankedRoute } from '../../api/index.ts';
import { planFallbacks } from './shot-order.ts';

const route = (model: string, change: Partial<RankedRoute> = {}): RankedRoute => ({
  connection: 'ours',
  model,
  connectionName: 'Ours',
  isOperators: false,
  providerTitle: 'Vendor',
  title: model,
  capability: 'image',
  isUsable: true,
  priceMicros: null,
  currency: 'USD',
  expectedSeconds: null,
  madeSeconds: null,
  reasons: [],
  ...change,
});

test('the best two others are asked instead, and never what costs credits, cannot be asked, or is the same model', () => {
  const chosen = route('chosen');
  const routes = [
    route('a'),
    route('operators', { isOperators: true }),
    chosen,
    route('chosen', { connection: 'second' }),
    route('off', { isUsable: false }),
    route('a', { connection: 'second' }),
    route('b'),
    route('c'),
  ];
  expect(planFallbacks(routes, chosen).map(({ model }) => model)).toEqual(['a', 'b']);
  expect(planFallbacks([chosen], chosen)).toEqual([]);
});
