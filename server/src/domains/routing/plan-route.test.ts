import type { GenerationModel } from '@kinora/contract';
import { planLength } from '@kinora/studios';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRoute, type RouteCandidate, type RouteContext, type RouteNeed } from './plan-route.ts';

const model = (id: string, change: Partial<GenerationModel> = {}): GenerationModel => ({
  id,
  provider: 'p',
  title: id,
  capability: 'video',
  limits: {
    promptCharacters: 1000,
    pictures: { least: 0, most: 1 },
    ratios: [],
    seconds: [5, 10],
    takesSeed: true,
    takesNegativePrompt: false,
  },
  price: { currency: 'USD', per: 'second', micros: 100_000, isVerified: true },
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-20',
  ...change,
});
const priced = (micros: number) => ({ price: { currency: 'USD', per: 'second', micros, isVerified: true } as const });
const at = (id: string, change: Partial<GenerationModel> = {}, more: Partial<RouteCandidate> = {}): RouteCandidate => ({
  connection: { id: `c-${id}`, name: 'Ours', isOperators: false, isEnabled: true },
  providerTitle: 'Vendor',
  model: model(id, change),
  health: 'works',
  past: { asked: 0, failed: 0, medianSeconds: null },
  ...more,
});
const need: RouteNeed = {
  capabilities: ['video'],
  characters: 40,
  pictures: 1,
  ratio: '16:9',
  seconds: 4,
  needsSeed: false,
};
const context: RouteContext = {
  today: '2026-11-26',
  preferred: [],
  budget: { leftMicros: null, stopsUnpriced: false },
  planLength,
};
const order = (candidates: RouteCandidate[], change: Partial<RouteContext> = {}, wanted: Partial<RouteNeed> = {}) =>
  planRoute({ ...need, ...wanted }, candidates, { ...context, ...change });
const ids = (routes: ReturnType<typeof order>) => routes.map((route) => route.model);

describe('the order of routes', () => {
  it('is by price first, known before unknown, then by measured time', () => {
    const slow = { past: { asked: 4, failed: 0, medianSeconds: 90 } };
    const fast = { past: { asked: 4, failed: 0, medianSeconds: 40 } };
    const routes = order([
      at('unpriced', { price: null }),
      at('slow', {}, slow),
      at('fast', {}, fast),
      at('cheap', priced(1)),
    ]);
    expect(ids(routes)).toEqual(['cheap', 'fast', 'slow', 'unpriced']);
    expect(routes[0]!.reasons).toContain('The cheapest known price here');
    expect(routes[1]!.reasons).toContain('Took about 40 s lately');
    expect(routes[3]!.reasons).toContain('Price unknown: Vendor alone says it');
  });

  it('puts what a person chose before what is cheap, and what fails behind both', () => {
    const failing = { past: { asked: 4, failed: 3, medianSeconds: 1 } };
    const preferred = [{ connection: 'c-chosen', model: 'chosen' }];
    const routes = order([at('failing', priced(1), failing), at('cheap', priced(2)), at('chosen', priced(900))], {
      preferred,
    });
    expect(ids(routes)).toEqual(['chosen', 'cheap', 'failing']);
    expect(routes[2]!.reasons[0]).toBe('3 of the last 4 did not come out');
    expect(ids(order([at('open', priced(1), { health: 'open' }), at('cheap', priced(2))]))).toEqual(['cheap', 'open']);
  });

  it('asks for a length that covers the shot, and says what is not shown or held', () => {
    const short = at('short', { ...priced(1), limits: { ...model('short').limits, seconds: [2] } });
    const routes = order([short, at('long')], {}, { seconds: 6 });
    expect(routes.map((route) => [route.model, route.madeSeconds, route.priceMicros])).toEqual([
      ['long', 10, 1_000_000],
      ['short', 2, 2],
    ]);
    expect(routes[0]!.reasons).toContain('Makes 10 s; the shot shows 6 s of them');
    expect(routes[1]!.reasons).toContain('Makes at most 2 s; the last picture is held');
  });

  it('says why something cannot be asked, and puts it last', () => {
    const limits = model('x').limits;
    const cases: [RouteCandidate, Partial<RouteContext>, Partial<RouteNeed>, string][] = [
      [at('a', { limits: { ...limits, ratios: ['1:1'] } }), {}, {}, 'Does not make the shape 16:9'],
      [
        at('a', { limits: { ...limits, pictures: { least: 1, most: 1 } } }),
        {},
        { pictures: 0 },
        'Needs a picture to begin with',
      ],
      [
        at('a', { limits: { ...limits, takesSeed: false } }),
        {},
        { needsSeed: true },
        'Takes no seed: the same words make another answer',
      ],
      [at('a', { shutsDownOn: '2026-11-01' }), {}, {}, 'Shut down on 2026-11-01'],
      [at('a', { licence: 'non_commercial' }), {}, {}, 'Its licence allows no commercial use'],
      [at('a', {}, { health: 'refused' }), {}, {}, 'The provider refuses the key or the account is empty'],
      [at('a'), { budget: { leftMicros: 499_999, stopsUnpriced: false } }, {}, 'Would go above a budget that stops'],
      [
        at('a', { price: null }),
        { budget: { leftMicros: null, stopsUnpriced: true } },
        {},
        'A budget stops what has no known price',
      ],
    ];
    for (const [candidate, change, wanted, reason] of cases) {
      const routes = order(
        [
          candidate,
          at('b', priced(90_000_000), { connection: { id: 'o', name: 'O', isOperators: true, isEnabled: true } }),
        ],
        change,
        wanted,
      );
      expect(
        routes.map((route) => [route.model, route.isUsable]),
        reason,
      ).toEqual([
        ['b', true],
        ['a', false],
      ]);
      expect(routes[1]!.reasons[0]).toBe(reason);
    }
  });

  it('is the same whatever order the candidates come in, and loses none', () => {
    const some = [at('a'), at('b', priced(5)), at('c', { price: null }), at('d', {}, { health: 'limited' }), at('e')];
    fc.assert(
      fc.property(fc.shuffledSubarray(some, { minLength: 5 }), (shuffled) => {
        expect(order(shuffled)).toEqual(order(some));
        expect(order(shuffled)).toHaveLength(5);
      }),
    );
  });
});
