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

const film = (seed: number): Extract<GenerateRequest, { capability: 'video' }> => ({
  capability: 'video',
  prompt: `The chair turns slowly, ${seed}`,
  negativePrompt: '',
  ratio: '16:9',
  seconds: 8,
  seed,
  pictures: [picture],
});

describe('OpenRouter, films', () => {
  describeConformance({
    createProvider: createOpenRouter,
    startEmulator: startOpenRouterEmulator,
    model: 'google/veo-3.1',
    request: film,
    isSynchronous: false,
    cannotCancel: true,
    canReconcile: false,
    rateLimited: { error: { code: 429, message: 'Rate limit exceeded' } },
    deliversLinks: true,
  });

  let emulator: VendorEmulator;
  beforeEach(async () => {
    emulator = await startOpenRouterEmulator();
  });
  afterEach(() => emulator.close());
  const call = () => ({ http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now });
  async function begin(change: Partial<ReturnType<typeof film>> = {}) {
    const wanted = { ...film(7), ...change };
    const outcome = await createOpenRouter().submit(call(), {
      intentId: 'i',
      model: 'google/veo-3.1',
      request: toStoredRequest(wanted),
      inputs: { pictureUrls: [] },
      pictures: wanted.pictures,
      webhookUrl: null,
    });
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    return outcome.remote;
  }

  it('asks one house once, silent unless sound is wanted, from its first frame to its last', async () => {
    const last = { ...picture, bytes: drawPng(8, 8, 2), sha256: 'b'.repeat(64) };
    await begin({ pictures: [picture, last] });
    await begin({ pictures: [], withSound: true });
    const [first, second] = emulator.submissions().map(({ mark }) => JSON.parse(mark));
    const uri = ({ bytes }: typeof picture) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
    expect(first).toEqual({
      model: 'google/veo-3.1',
      prompt: 'The chair turns slowly, 7',
      duration: 8,
      aspect_ratio: '16:9',
      frame_images: [
        { type: 'image_url', image_url: { url: uri(picture) }, frame_type: 'first_frame' },
        { type: 'image_url', image_url: { url: uri(last) }, frame_type: 'last_frame' },
      ],
      generate_audio: false,
      seed: 7,
      provider: { allow_fallbacks: false },
      resolution: '720p',
    });
    expect(second).toMatchObject({ generate_audio: true });
    expect(second).not.toHaveProperty('frame_images');
  });

  it('brings the film itself, with what it cost, as its address wants the key', async () => {
    const outcome = await createOpenRouter().poll(call(), await begin());
    expect(outcome).toMatchObject({
      kind: 'finished',
      made: { costMicros: 1_600_000, outputs: [{ kind: 'bytes', mediaType: 'video/mp4' }] },
    });
    expect(emulator.countOf('output')).toBe(1);
  });

  it.each([
    ['a broken line', { kind: 'reset' }],
    ['a gateway', { kind: 'answer', answer: { status: 502 } }],
  ] as const)('looks again when the film cannot be brought for %s', async (_why, fault) => {
    const remote = await begin();
    emulator.failNext('output', fault);
    expect((await createOpenRouter().poll(call(), remote)).kind).toBe('unreachable');
    expect((await createOpenRouter().poll(call(), remote)).kind).toBe('finished');
  });
});
