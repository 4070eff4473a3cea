import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { drawPng } from '../emulators/picture.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { startFalEmulator } from './emulator.ts';
import { createFal } from './fal.ts';
import { FAL_MODELS } from './models.ts';

describe('fal', () => {
  describeConformance({
    createProvider: createFal,
    startEmulator: startFalEmulator,
    model: 'fal-ai/flux/schnell',
    request: (seed) => ({
      capability: 'image',
      prompt: 'A chair on a lit stage',
      negativePrompt: '',
      ratio: '16:9',
      seed,
      pictures: [],
    }),
    isSynchronous: false,
    spoiltAs: 'moderated',
    canReconcile: false,
    // Cancelled work of fal is told by the model's own failure: there is no state for it.
    cancelledAs: 'failed',
    rateLimited: { detail: 'Too many requests' },
    deliversLinks: true,
  });

  it('words each endpoint in its own fields', () => {
    const film = {
      capability: 'video',
      prompt: 'It turns',
      negativePrompt: '',
      ratio: '16:9',
      seconds: 5,
      seed: 3,
      pictures: [],
    } as const;
    const inputs = { pictureUrls: ['https://files.example/first', 'https://files.example/last'] };
    const request = toStoredRequest({ ...film, pictures: [] });
    const word = (id: string) => FAL_MODELS.find((model) => model.id === id)!.toInput(request, inputs);
    expect(word('fal-ai/kling-video/v2.6/pro/image-to-video')).toEqual({
      prompt: 'It turns',
      start_image_url: 'https://files.example/first',
      end_image_url: 'https://files.example/last',
      duration: '5',
      generate_audio: false,
    });
    expect(word('fal-ai/veo3.1/fast/image-to-video')).toMatchObject({
      image_url: 'https://files.example/first',
      duration: '5s',
    });
    expect(word('fal-ai/pika/v2.2/image-to-video')).toEqual({
      prompt: 'It turns',
      image_url: 'https://files.example/first',
      duration: '5',
      resolution: '1080p',
      seed: 3,
    });
    expect(word('fal-ai/luma-dream-machine/ray-2/image-to-video')).toEqual({
      prompt: 'It turns',
      image_url: 'https://files.example/first',
      end_image_url: 'https://files.example/last',
      aspect_ratio: '16:9',
      duration: '5s',
      resolution: '720p',
    });
  });

  it('treats a picture that was hidden as refused by its safety rules', async () => {
    const hidden = { images: [{ url: 'https://files.example/black.png' }], has_nsfw_concepts: [true] };
    const http: typeof plainHttp = async ({ url }) => {
      const body = url.endsWith('/status') ? { status: 'COMPLETED' } : hidden;
      return {
        kind: 'answered',
        status: 200,
        headers: new Headers(),
        bytes: new TextEncoder().encode(JSON.stringify(body)),
      };
    };
    const call = { http, baseUrl: 'https://queue.fal.run', secret: 'k', now: Date.now };
    const base = 'https://queue.fal.run/fal-ai/flux/requests/r';
    const seen = await createFal().poll(call, {
      id: 'r',
      urls: { status: `${base}/status`, response: base, cancel: `${base}/cancel` },
    });
    expect(seen).toMatchObject({ kind: 'failed', fault: { kind: 'moderated' } });
  });

  it('finds a request again by its id alone', async () => {
    const emulator = await startFalEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const request = {
      capability: 'image',
      prompt: 'A chair',
      negativePrompt: '',
      ratio: '1:1',
      seed: 2,
      pictures: [],
    } as const;
    const submission = { intentId: 'i', model: 'fal-ai/flux/schnell', inputs: { pictureUrls: [] }, webhookUrl: null };
    emulator.failNext('submit', { kind: 'lose_answer' });
    const fal = createFal();
    await fal.submit(call, { ...submission, request: toStoredRequest({ ...request, pictures: [] }) });
    const remote = fal.remoteOf!(call, submission.model, emulator.submissions()[0]!.id);
    expect((await fal.poll(call, remote)).kind).toBe('finished');
    await emulator.close();
  });
});

const photo = { name: 'a.png', mediaType: 'image/png', bytes: drawPng(8, 8, 1), sha256: 'a'.repeat(64) };
const garment = { ...photo, name: 'b.png', bytes: drawPng(8, 8, 2), sha256: 'b'.repeat(64) };
const cutOut = (seed: number): GenerateRequest => ({
  capability: 'background-removal',
  prompt: '',
  seed,
  pictures: [photo],
});
const tryOn = (seed: number): Extract<GenerateRequest, { capability: 'try-on' }> => ({
  capability: 'try-on',
  prompt: '',
  garment: 'one_pieces',
  seed,
  pictures: [photo, garment],
});
const common = {
  createProvider: createFal,
  startEmulator: startFalEmulator,
  isSynchronous: false,
  canReconcile: false,
  cancelledAs: 'failed',
  rateLimited: { detail: 'Too many requests' },
  deliversLinks: true,
} as const;

describe('fal, grounds taken away', () => {
  describeConformance({ ...common, model: 'fal-ai/bria/background/remove', request: cutOut, makesOneFile: true });
});

describe('fal, garments tried on', () => {
  describeConformance({ ...common, model: 'fal-ai/fashn/tryon/v1.6', request: tryOn, spoiltAs: 'moderated' });

  it('names the person first, then the garment, and where it is worn', () => {
    const inputs = { pictureUrls: ['https://files.example/person', 'https://files.example/garment'] };
    const word = (id: string, request: GenerateRequest) =>
      FAL_MODELS.find((model) => model.id === id)!.toInput(toStoredRequest(request), inputs);
    expect(word('fal-ai/fashn/tryon/v1.6', tryOn(4))).toEqual({
      model_image: 'https://files.example/person',
      garment_image: 'https://files.example/garment',
      category: 'one-pieces',
      mode: 'quality',
      garment_photo_type: 'auto',
      num_samples: 1,
      seed: 4,
      output_format: 'png',
    });
    expect(word('fal-ai/bria/background/remove', cutOut(4))).toEqual({ image_url: 'https://files.example/person' });
  });
});
