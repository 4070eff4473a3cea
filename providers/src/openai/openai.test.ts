import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { textRequest } from '../testing/text-request.ts';
import { startOpenAiEmulator } from './emulator.ts';
import { normaliseOpenAiError } from './errors.ts';
import { SIZES } from './models.ts';
import { createOpenAi } from './openai.ts';

describe('OpenAI', () => {
  describeConformance({
    createProvider: createOpenAi,
    startEmulator: startOpenAiEmulator,
    model: 'gpt-image-2.5-flare',
    request: (seed) => ({
      capability: 'image',
      prompt: `A chair on a lit stage, ${seed}`,
      negativePrompt: '',
      ratio: '16:9',
      seed,
      pictures: [],
    }),
    isSynchronous: true,
    spoiltAs: 'unknown',
    canReconcile: false,
    rateLimited: {
      error: { message: 'Rate limit reached', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    },
    deliversLinks: false,
  });

  it('tells an empty account from a limit, which both answer 429', () => {
    const answer = (code: string) => {
      const bytes = new TextEncoder().encode(JSON.stringify({ error: { message: 'm', code } }));
      return normaliseOpenAiError({ status: 429, headers: new Headers(), bytes }, 0).kind;
    };
    expect(['insufficient_quota', 'credit_balance_exhausted', 'rate_limit_exceeded'].map(answer)).toEqual([
      'no_credit',
      'no_credit',
      'rate_limited',
    ]);
  });

  it.each(Object.entries(SIZES))('asks for %s in sides it takes', (ratio, size) => {
    const [width, height] = size.split('x').map(Number) as [number, number];
    const [across, down] = ratio.split(':').map(Number) as [number, number];
    expect([width % 16, height % 16]).toEqual([0, 0]);
    expect(width / height).toBeCloseTo(across / down, 5);
  });
});

describe('OpenAI in words', () => {
  describeConformance({
    createProvider: createOpenAi,
    startEmulator: startOpenAiEmulator,
    model: 'gpt-5.4-mini',
    request: textRequest,
    isSynchronous: true,
    canReconcile: false,
    writes: true,
    rateLimited: {
      error: { message: 'Rate limit reached', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    },
    deliversLinks: false,
  });
});

describe('OpenAI’s own check of words', () => {
  it('says what it found in Kinora’s words, costs nothing, and says when it could not be asked', async () => {
    const emulator = await startOpenAiEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const moderate = createOpenAi().moderate!;
    expect(await moderate(call, 'A chair')).toEqual({ kind: 'checked', categories: [] });
    expect(await moderate(call, 'Contraband and entrails')).toEqual({ kind: 'checked', categories: ['gore', 'drugs'] });
    emulator.failNext('moderation', { kind: 'answer', answer: { status: 500 } });
    expect((await moderate(call, 'A chair')).kind).toBe('unreachable');
    expect(emulator.charges()).toEqual([]);
    await emulator.close();
  });
});
