import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { drawPng } from '../emulators/picture.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { textRequest } from '../testing/text-request.ts';
import { startOpenRouterEmulator } from './emulator.ts';
import { createOpenRouter } from './openrouter.ts';

const picture = { name: 'a.png', mediaType: 'image/png', bytes: drawPng(8, 8, 1), sha256: 'a'.repeat(64) };
const request = (seed: number): Extract<GenerateRequest, { capability: 'image-edit' }> => ({
  capability: 'image-edit',
  prompt: `A chair on a lit stage, ${seed}`,
  negativePrompt: '',
  ratio: '16:9',
  seed,
  pictures: [],
});

describe('OpenRouter', () => {
  describeConformance({
    createProvider: createOpenRouter,
    startEmulator: startOpenRouterEmulator,
    model: 'bytedance-seed/seedream-4.5',
    request,
    isSynchronous: true,
    canReconcile: false,
    rateLimited: { error: { code: 429, message: 'Rate limit exceeded' } },
    deliversLinks: false,
  });

  let emulator: VendorEmulator;
  beforeEach(async () => {
    emulator = await startOpenRouterEmulator();
  });
  afterEach(() => emulator.close());
  const submit = (model: string) => {
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    return createOpenRouter().submit(call, {
      intentId: 'i',
      model,
      request: toStoredRequest({ ...request(5), pictures: [picture] }),
      inputs: { pictureUrls: [] },
      pictures: [picture],
      webhookUrl: null,
    });
  };

  it('asks one house once, with its picture, and takes the cost from the answer', async () => {
    expect(await submit('bytedance-seed/seedream-4.5')).toMatchObject({
      kind: 'finished',
      made: { costMicros: 40_000 },
    });
    const url = `data:image/png;base64,${picture.bytes.toString('base64')}`;
    expect(JSON.parse(emulator.submissions()[0]!.mark)).toEqual({
      model: 'bytedance-seed/seedream-4.5',
      prompt: 'A chair on a lit stage, 5',
      aspect_ratio: '16:9',
      input_references: [{ type: 'image_url', image_url: { url } }],
      seed: 5,
      n: 1,
      provider: { allow_fallbacks: false },
      resolution: '2K',
    });
  });

  it('sends no seed to a model without one', async () => {
    await submit('openai/gpt-image-2');
    expect(JSON.parse(emulator.submissions()[0]!.mark)).not.toHaveProperty('seed');
  });

  it.each([
    [402, { kind: 'refused', fault: { kind: 'no_credit' } }],
    [403, { kind: 'refused', fault: { kind: 'moderated' } }],
    [502, { kind: 'unknown' }],
    [408, { kind: 'unknown' }],
  ])('reads an error %i inside a good answer as it would outside', async (code, expected) => {
    emulator.failNext('submit', {
      kind: 'answer',
      answer: { status: 200, body: { error: { code, message: 'm' } } },
    });
    expect(await submit('openai/gpt-image-2')).toMatchObject(expected);
  });
});

describe('OpenRouter in words', () => {
  describeConformance({
    createProvider: createOpenRouter,
    startEmulator: startOpenRouterEmulator,
    model: 'google/gemini-3.8-flash',
    request: textRequest,
    isSynchronous: true,
    canReconcile: false,
    writes: true,
    rateLimited: { error: { code: 429, message: 'Rate limit exceeded' } },
    deliversLinks: false,
  });
});
