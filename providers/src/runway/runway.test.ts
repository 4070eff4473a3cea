import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { drawPng } from '../emulators/picture.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { startRunwayEmulator } from './emulator.ts';
import { readFailure } from './errors.ts';
import { RUNWAY_MODELS } from './models.ts';
import { createRunway } from './runway.ts';

const picture = { name: 'chair.png', mediaType: 'image/png', bytes: drawPng(8, 8, 1), sha256: 'a'.repeat(64) };
const film = (seed: number): Extract<GenerateRequest, { capability: 'video' }> => ({
  capability: 'video',
  prompt: 'The chair turns slowly',
  negativePrompt: '',
  ratio: '16:9',
  seconds: 5,
  seed,
  pictures: [picture],
});

describe('Runway', () => {
  describeConformance({
    createProvider: createRunway,
    startEmulator: startRunwayEmulator,
    model: 'gen4_turbo',
    request: film,
    isSynchronous: false,
    cancelMayForget: true,
    canReconcile: false,
    rateLimited: { error: 'You have reached the daily task limit.' },
    deliversLinks: true,
  });

  async function open() {
    const emulator = await startRunwayEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    return { emulator, call, runway: createRunway() };
  }

  it('uploads a picture by the signed form, without the key, and names it in the task', async () => {
    const { emulator, call, runway } = await open();
    const inputs = await runway.prepareInputs(call, 'gen4_turbo', film(7));
    expect(inputs.pictureUrls).toEqual(emulator.uploads());
    const request = toStoredRequest(film(7));
    await runway.submit(call, { intentId: 'i', model: 'gen4_turbo', request, inputs, webhookUrl: null });
    expect(JSON.parse(emulator.submissions()[0]!.mark)).toEqual({
      model: 'gen4_turbo',
      promptText: 'The chair turns slowly',
      promptImage: [{ uri: inputs.pictureUrls[0], position: 'first' }],
      ratio: '1280:720',
      duration: 5,
      seed: 7,
    });
    await emulator.close();
  });

  it.each([
    ['no words', ''],
    ['more than a thousand UTF-16 units in fewer characters', '🪑'.repeat(501)],
  ])('refuses %s before anything is uploaded', async (_what, prompt) => {
    const { emulator, call, runway } = await open();
    const asked = runway.prepareInputs(call, 'gen4_turbo', { ...film(1), prompt });
    await expect(asked).rejects.toMatchObject({ fault: { kind: 'invalid_input' } });
    expect(emulator.countOf('place')).toBe(0);
    await emulator.close();
  });

  it('never sends the deleting call for a task that has ended', async () => {
    const { emulator, call, runway } = await open();
    const inputs = await runway.prepareInputs(call, 'gen4_turbo', film(1));
    const submission = {
      intentId: 'i',
      model: 'gen4_turbo',
      request: toStoredRequest(film(1)),
      inputs,
      webhookUrl: null,
    };
    const outcome = await runway.submit(call, submission);
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    expect(await runway.cancel(call, outcome.remote)).toEqual({ kind: 'too_late' });
    expect(emulator.countOf('cancel')).toBe(0);
    await emulator.close();
  });

  it('words Veo and the pictures in their own fields', () => {
    const word = (id: string, request: GenerateRequest, pictureUrls: string[]) =>
      RUNWAY_MODELS.find((model) => model.id === id)!.toInput(toStoredRequest(request), { pictureUrls });
    expect(word('veo3.1', { ...film(1), negativePrompt: 'people', seconds: 8 }, ['runway://a', 'runway://b'])).toEqual({
      promptText: 'The chair turns slowly',
      promptImage: [
        { uri: 'runway://a', position: 'first' },
        { uri: 'runway://b', position: 'last' },
      ],
      ratio: '1920:1080',
      duration: 8,
      negativePrompt: 'people',
      audio: false,
    });
    const { seconds: _seconds, ...rest } = film(2);
    expect(word('gen4_image_turbo', { ...rest, capability: 'image-edit', ratio: '1:1' }, ['runway://a'])).toEqual({
      promptText: 'The chair turns slowly',
      ratio: '1080:1080',
      referenceImages: [{ uri: 'runway://a', tag: 'picture1' }],
      seed: 2,
    });
  });

  it.each([
    ['SAFETY.OUTPUT.VIDEO', 'moderated'],
    ['ASSET.INVALID', 'invalid_input'],
    ['INTERNAL', 'failed'],
  ])('reads the failure %s as %s', (failureCode, kind) => {
    expect(readFailure({ status: 'FAILED', failureCode }).kind).toBe(kind);
  });
});
