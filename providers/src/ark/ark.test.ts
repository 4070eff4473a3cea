import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { drawPng } from '../emulators/picture.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { createArk } from './ark.ts';
import { startArkEmulator } from './emulator.ts';
import { ARK_MODELS, SIZES } from './models.ts';
import { readPictures } from './protocol.ts';

const picture = { name: 'a.png', mediaType: 'image/PNG', bytes: drawPng(8, 8, 1), sha256: 'a'.repeat(64) };
const second = { ...picture, bytes: drawPng(8, 8, 2), sha256: 'b'.repeat(64) };
const uri = (of: typeof picture) => `data:image/png;base64,${of.bytes.toString('base64')}`;
const still = (seed: number): Extract<GenerateRequest, { capability: 'image-edit' }> => ({
  capability: 'image-edit',
  prompt: `A chair on a lit stage, ${seed}`,
  negativePrompt: '',
  ratio: '16:9',
  seed,
  pictures: [],
});
const film = (seed: number): Extract<GenerateRequest, { capability: 'video' }> => ({
  capability: 'video',
  prompt: 'The chair turns slowly',
  negativePrompt: '',
  ratio: '16:9',
  seconds: 5,
  seed,
  pictures: [picture],
});
const rateLimited = {
  error: { code: 'RateLimitExceeded.EndpointRPMExceeded', message: 'too many', type: 'TooManyRequests' },
};
const ark = { createProvider: createArk, startEmulator: startArkEmulator, canReconcile: false, rateLimited };

describe('ByteDance Ark, Seedream', () => {
  describeConformance({
    ...ark,
    model: 'seedream-4-5-251128',
    request: still,
    isSynchronous: true,
    spoiltAs: 'moderated',
    deliversLinks: false,
  });

  it.each(Object.entries(SIZES))('asks for %s in a size every version takes', (ratio, size) => {
    const [width, height] = size.split('x').map(Number) as [number, number];
    const [across, down] = ratio.split(':').map(Number) as [number, number];
    expect(width / height).toBeCloseTo(across / down, 5);
    expect(width * height).toBeGreaterThanOrEqual(3_680_000);
    expect(width * height).toBeLessThanOrEqual(4_190_000);
  });

  it.each([
    ['an error in every item', [{ error: { code: 'OutputImageSensitiveContentDetected', message: 'm' } }], 'moderated'],
    ['another error', [{ error: { code: 'InternalServiceError', message: 'm' } }], 'failed'],
  ])('looks for %s inside a good answer', (_what, data, kind) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ data }));
    expect(readPictures(bytes)).toMatchObject({ kind: 'refused', fault: { kind } });
  });

  it('keeps what was made beside an item that failed', () => {
    const data = [{ error: { code: 'x' } }, { b64_json: picture.bytes.toString('base64') }];
    const outcome = readPictures(new TextEncoder().encode(JSON.stringify({ data })));
    expect(outcome).toMatchObject({ kind: 'finished', made: { outputs: [{ mediaType: 'image/png' }] } });
  });
});

describe('ByteDance Ark, Seedance', () => {
  describeConformance({
    ...ark,
    model: 'seedance-1-0-pro-250528',
    request: film,
    isSynchronous: false,
    cancelMayForget: true,
    makesOneFile: true,
    deliversLinks: true,
  });

  const word = (id: string, request: GenerateRequest) =>
    ARK_MODELS.find((model) => model.id === id)!.toBody(toStoredRequest(request), request.pictures);

  it('words pictures and films in their own fields', () => {
    expect(word('dola-seedream-5-0-pro-260628', { ...still(1), pictures: [picture, second] })).toEqual({
      prompt: 'A chair on a lit stage, 1',
      image: [uri(picture), uri(second)],
      size: '2560x1440',
      response_format: 'b64_json',
      watermark: false,
      output_format: 'png',
    });
    expect(word('seedance-1-5-pro-251215', { ...film(3), pictures: [picture, second] })).toEqual({
      content: [
        { type: 'text', text: 'The chair turns slowly' },
        { type: 'image_url', image_url: { url: uri(picture) }, role: 'first_frame' },
        { type: 'image_url', image_url: { url: uri(second) }, role: 'last_frame' },
      ],
      ratio: 'adaptive',
      duration: 5,
      resolution: '1080p',
      seed: 3,
      watermark: false,
      generate_audio: false,
    });
    expect(word('seedance-1-0-lite-t2v-250428', { ...film(3), ratio: '9:16', pictures: [] })).toMatchObject({
      ratio: '9:16',
      content: [{ type: 'text' }],
    });
  });

  it('never sends the deleting call for a film that is being made or is there', async () => {
    const emulator = await startArkEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const request = toStoredRequest(film(1));
    const submission = { intentId: 'i', model: 'seedance-1-0-pro-250528', request, inputs: { pictureUrls: [] } };
    const provider = createArk();
    const start = async () => {
      const outcome = await provider.submit(call, { ...submission, pictures: [picture], webhookUrl: null });
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      return outcome.remote;
    };
    const done = await start();
    emulator.setWorkMs(60_000);
    const running = await start();
    // What is queued is the first quarter of it: now it is past that, and its end is still to come.
    emulator.setWorkMs(0);
    expect(await provider.poll(call, running)).toMatchObject({ kind: 'working' });
    for (const remote of [done, running]) expect((await provider.cancel(call, remote)).kind).toBe('too_late');
    expect(emulator.countOf('cancel')).toBe(0);
    expect((await provider.poll(call, done)).kind).toBe('finished');
    await emulator.close();
  });
});
