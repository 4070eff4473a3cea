import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { toStoredRequest } from '../contract/request.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { startReplicateEmulator } from './emulator.ts';
import { REPLICATE_MODELS } from './models.ts';
import { createReplicate } from './replicate.ts';

describe('Replicate', () => {
  describeConformance({
    createProvider: () => createReplicate(),
    startEmulator: () => startReplicateEmulator(),
    model: 'black-forest-labs/flux-schnell',
    request: (seed) => ({
      capability: 'image',
      prompt: 'A chair on a lit stage',
      negativePrompt: '',
      ratio: '16:9',
      seed,
      pictures: [],
    }),
    isSynchronous: false,
    spoiltAs: 'failed',
    canReconcile: true,
    rateLimited: { detail: 'Request was throttled. Your rate limit resets in ~30s.' },
    deliversLinks: true,
  });

  it('reads how long to wait out of the words', async () => {
    const emulator = await startReplicateEmulator();
    const answer = { status: 429, body: { detail: 'Request was throttled. Your rate limit resets in ~30s.' } };
    emulator.failNext('submit', { kind: 'answer', answer });
    const outcome = await submitChair(emulator.baseUrl, emulator.key, null);
    expect(outcome).toMatchObject({ kind: 'refused', fault: { retryAfterMs: 30_000 } });
    await emulator.close();
  });

  it('finds a lost submission by the address that was to be called', async () => {
    const emulator = await startReplicateEmulator();
    const webhookUrl = 'https://studio.example/hook/1';
    emulator.failNext('submit', { kind: 'lose_answer' });
    await submitChair(emulator.baseUrl, emulator.key, webhookUrl);
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const lost = { ...chair(webhookUrl), sentAtMs: Date.now(), isKnown: async () => false };
    expect((await createReplicate().reconcile(call, lost)).kind).toBe('found');
    const other = { ...lost, webhookUrl: 'https://studio.example/hook/2' };
    expect((await createReplicate().reconcile(call, other)).kind).toBe('not_yet');
    await emulator.close();
  });

  it('runs community models by their version', () => {
    const svd = REPLICATE_MODELS.find(({ id }) => id.endsWith('stable-video-diffusion'))!;
    expect(svd.version).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sends its key to no other host than its own, whatever address the vendor named', async () => {
    const asked: string[] = [];
    const http: typeof plainHttp = async (request) => {
      asked.push(request.url);
      return { kind: 'no_answer', reason: 'only looking' };
    };
    const call = { http, baseUrl: 'https://api.replicate.com/v1', secret: 'r8', now: Date.now };
    const remote = {
      id: 'a1',
      urls: { get: 'https://elsewhere.example/a1', cancel: 'https://elsewhere.example/a1/cancel' },
    };
    await createReplicate().poll(call, remote);
    await createReplicate().cancel(call, remote);
    const own = 'https://api.replicate.com/v1/predictions/a1';
    expect(asked).toEqual([own, `${own}/cancel`]);
  });

  it('uploads a large picture once and names its address', async () => {
    const emulator = await startReplicateEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const picture = { name: 'chair.png', mediaType: 'image/png', sha256: 'a', bytes: new Uint8Array(300_000) };
    const small = { ...picture, bytes: new Uint8Array(10) };
    const request = {
      capability: 'video',
      prompt: 'x',
      negativePrompt: '',
      ratio: '16:9',
      seconds: 5,
      seed: 1,
    } as const;
    const inputs = await createReplicate().prepareInputs(call, 'bytedance/seedance-1-pro', {
      ...request,
      pictures: [picture, small],
    });
    expect(inputs.pictureUrls[0]).toBe(`${emulator.url}/v1/files/f`);
    expect(inputs.pictureUrls[1]).toMatch(/^data:image\/png;base64,/);
    expect(emulator.countOf('upload')).toBe(1);
    await emulator.close();
  });
});

function chair(webhookUrl: string | null) {
  const request = {
    capability: 'image',
    prompt: 'A chair',
    negativePrompt: '',
    ratio: '1:1',
    seed: 9,
    pictures: [],
  } as const;
  return {
    intentId: 'i',
    model: 'black-forest-labs/flux-schnell',
    request: toStoredRequest({ ...request, pictures: [] }),
    inputs: { pictureUrls: [] },
    webhookUrl,
  };
}

function submitChair(baseUrl: string, secret: string, webhookUrl: string | null) {
  return createReplicate().submit({ http: plainHttp, baseUrl, secret, now: Date.now }, chair(webhookUrl));
}
