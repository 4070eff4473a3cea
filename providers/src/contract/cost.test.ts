import { describe, expect, it } from 'vitest';
import { textRequest } from '../testing/text-request.ts';
import { checkRequest, costOfTokens, estimateMicros } from './check-request.ts';

const price = {
  currency: 'USD',
  per: 'token',
  inputMicros: 750_000,
  outputMicros: 3_750_000,
  isVerified: false,
  later: [{ from: '2027-01-01', inputMicros: 1_500_000, outputMicros: 7_500_000 }],
} as const;
const model = { price: { ...price, later: [...price.later] } };

describe('the price of words', () => {
  it('is that of its tokens, rounded up, and that of its day once a price changes', () => {
    const usage = { inputTokens: 4001, outputTokens: 1000 };
    expect(costOfTokens(model, usage, '2026-12-31')).toBe(6751);
    expect(costOfTokens(model, usage, '2027-01-01')).toBe(13_502);
    expect(costOfTokens({ price: null }, usage, '2026-12-31')).toBe(null);
  });

  it('is estimated as the most it can be: all that is read, and the longest answer', () => {
    const estimate = estimateMicros(model, textRequest(1), '2026-12-01')!;
    const dearest = costOfTokens(model, { inputTokens: 40, outputTokens: 500 }, '2026-12-01')!;
    expect(estimate).toBeGreaterThanOrEqual(dearest);
    expect(estimate).toBeLessThan(dearest * 1.1);
  });

  it('refuses a longer answer than the model gives before anything is sent', () => {
    const limits = {
      promptCharacters: 1000,
      pictures: { least: 0, most: 0 },
      ratios: [],
      seconds: [],
      takesSeed: false,
      takesNegativePrompt: false,
      answerTokens: 400,
    };
    const small = {
      ...model,
      id: 'm',
      provider: 'p',
      title: 'M',
      capability: 'text' as const,
      limits,
      licence: 'commercial' as const,
      shutsDownOn: null,
      checkedOn: '2026-11-26',
    };
    expect(checkRequest(small, textRequest(1), '2026-11-26')).toMatchObject({ kind: 'invalid_input' });
    expect(checkRequest({ ...small, limits: { ...limits, answerTokens: 500 } }, textRequest(1), '2026-11-26')).toBe(
      null,
    );
  });
});

describe('the price of films', () => {
  const film = { price: { currency: 'USD', per: 'second', micros: 70_000, isVerified: true } } as const;
  const request = { prompt: 'x', seconds: 5 };

  it('is another one with sound, and nobody’s guess where that is not known', () => {
    const sounding = { price: { ...film.price, withSoundMicros: 140_000 } };
    expect(estimateMicros(sounding, request)).toBe(350_000);
    expect(estimateMicros(sounding, { ...request, withSound: true })).toBe(700_000);
    expect(estimateMicros(film, { ...request, withSound: true })).toBe(null);
  });
});
