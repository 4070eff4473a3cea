import { expect, test } from 'vitest';
import type { OfferedModel } from '../../api/index.ts';
import { planModels, planShutdown } from './model-facts.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const ours = { id: 'c1', name: 'Ours', isOperators: false };
const model = (change: Partial<OfferedModel>): OfferedModel => ({
  id: 'm',
  provider: 'replicate',
  providerTitle: 'Replicate',
  title: 'M',
  capability: 'image',
  limits: {
    promptCharacters: 1000,
    pictures: { least: 0, most: 0 },
    ratios: [],
    seconds: [],
    takesSeed: true,
    takesNegativePrompt: false,
  },
  price: null,
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-20',
  connections: [],
  ...change,
});

test('a model’s last day is warned of for ninety days, and refused from it on', () => {
  expect(planShutdown(null, NOW)).toBe('none');
  expect(planShutdown('2027-06-01', NOW)).toBe('later');
  expect(planShutdown('2027-01-15', NOW)).toBe('soon');
  expect(planShutdown('2026-11-26', NOW)).toBe('gone');
});

test('what can be asked today stands first, within the filter', () => {
  const models = [
    model({ id: 'far' }),
    model({ id: 'near', connections: [ours] }),
    model({ id: 'film', capability: 'video', connections: [ours] }),
  ];
  const ids = (filter: { capability: string | null; vendor: string | null }) =>
    planModels(models, filter).map(({ id }) => id);
  expect(ids({ capability: null, vendor: null })).toEqual(['near', 'film', 'far']);
  expect(ids({ capability: 'image', vendor: null })).toEqual(['near', 'far']);
  expect(ids({ capability: null, vendor: 'fal' })).toEqual([]);
});
