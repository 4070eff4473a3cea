import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { drawPng } from '../emulators/picture.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { textRequest } from '../testing/text-request.ts';
import { readPictures, readSpeech } from './answer.ts';
import { startGoogleEmulator } from './emulator.ts';
import { normaliseGoogleError } from './errors.ts';
import { createGoogle } from './google.ts';

const bytesOf = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));
const request = (seed: number): Extract<GenerateRequest, { capability: 'image-edit' }> => ({
  capability: 'image-edit',
  prompt: `A chair on a lit stage, ${seed}`,
  negativePrompt: '',
  ratio: '16:9',
  seed,
  pictures: [],
});

describe('Google Gemini', () => {
  describeConformance({
    createProvider: createGoogle,
    startEmulator: startGoogleEmulator,
    model: 'gemini-3.1-flash-image',
    request,
    isSynchronous: true,
    canReconcile: false,
    rateLimited: { error: { code: 429, message: 'Resource has been exhausted', status: 'RESOURCE_EXHAUSTED' } },
    deliversLinks: false,
  });

  const picture = { name: 'a.png', mediaType: 'image/PNG', bytes: drawPng(8, 8, 1), sha256: 'a'.repeat(64) };
  const second = { ...picture, bytes: drawPng(8, 8, 2), sha256: 'b'.repeat(64) };
  async function submit(pictures: (typeof picture)[], model = 'gemini-3.1-flash-image') {
    const emulator = await startGoogleEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const wanted = { ...request(1), pictures: [picture, second] };
    const outcome = await createGoogle().submit(call, {
      intentId: 'i',
      model,
      request: toStoredRequest(wanted),
      inputs: { pictureUrls: [] },
      pictures,
      webhookUrl: null,
    });
    await emulator.close();
    return { outcome, marks: emulator.submissions().map(({ mark }) => JSON.parse(mark)) };
  }

  it('sends the pictures inside the call, in the order of the request', async () => {
    const { outcome, marks } = await submit([second, picture]);
    expect(outcome.kind).toBe('finished');
    expect(marks).toEqual([
      {
        contents: [
          {
            role: 'user',
            parts: [
              { text: 'A chair on a lit stage, 1' },
              { inlineData: { mimeType: 'image/png', data: picture.bytes.toString('base64') } },
              { inlineData: { mimeType: 'image/png', data: second.bytes.toString('base64') } },
            ],
          },
        ],
        generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9', imageSize: '2K' } },
      },
    ]);
  });

  it('sends nothing where a picture is not at hand', async () => {
    const { outcome, marks } = await submit([picture]);
    expect(outcome).toMatchObject({ kind: 'refused', fault: { kind: 'invalid_input' } });
    expect(marks).toEqual([]);
  });

  it('names a size only to models that are known to take it', async () => {
    const { marks } = await submit([picture, second], 'gemini-3.1-flash-lite-image');
    expect(marks[0].generationConfig.imageConfig).toEqual({ aspectRatio: '16:9' });
  });

  it('refuses pictures that would not fit into one request', async () => {
    const call = { http: plainHttp, baseUrl: 'http://127.0.0.1:1', secret: 'k', now: Date.now };
    const large = { ...picture, bytes: new Uint8Array(7_000_001) };
    const prepare = (pictures: GenerateRequest['pictures']) =>
      createGoogle().prepareInputs(call, 'gemini-3-pro-image', { ...request(1), pictures });
    await expect(prepare([large, large])).rejects.toMatchObject({ fault: { kind: 'invalid_input' } });
    expect(await prepare([large])).toEqual({ pictureUrls: [] });
  });

  it.each([
    ['blocked words', { promptFeedback: { blockReason: 'SAFETY' } }, 'moderated'],
    ['a blocked picture', { candidates: [{ finishReason: 'IMAGE_SAFETY' }] }, 'moderated'],
    ['a picture that exists already', { candidates: [{ finishReason: 'IMAGE_RECITATION' }] }, 'moderated'],
    ['no picture', { candidates: [{ finishReason: 'NO_IMAGE' }] }, 'failed'],
    ['words only', { candidates: [{ content: { parts: [{ text: 'Sorry' }] }, finishReason: 'STOP' }] }, 'failed'],
  ])('tells %s as refused, and never asks again by itself', (_what, body, kind) => {
    expect(readPictures(bytesOf(body))).toMatchObject({ kind: 'refused', fault: { kind } });
  });

  it('leaves out what was drawn while it thought', () => {
    const data = drawPng(8, 8, 1).toString('base64');
    const drawn = { inlineData: { mimeType: 'image/png', data } };
    const outcome = readPictures(
      bytesOf({ candidates: [{ content: { parts: [{ ...drawn, thought: true }, drawn] } }] }),
    );
    expect(outcome.kind === 'finished' && outcome.made.outputs.length).toBe(1);
    expect(readPictures(bytesOf({})).kind).toBe('unknown');
  });

  it('keeps limits, accounts that cannot pay and wrong keys apart', () => {
    const kindOf = (status: number, message: string) =>
      normaliseGoogleError({ status, headers: new Headers(), bytes: bytesOf({ error: { message } }) }, 0).kind;
    expect(kindOf(429, 'You exceeded your current quota, please check your plan and billing details.')).toBe(
      'rate_limited',
    );
    expect(kindOf(403, 'This API method requires billing to be enabled.')).toBe('no_credit');
    expect(kindOf(403, 'Permission denied')).toBe('auth');
    const bytes = bytesOf({ error: { message: 'm', details: [{}, { retryDelay: '1.5s' }] } });
    expect(normaliseGoogleError({ status: 429, headers: new Headers(), bytes }, 0).retryAfterMs).toBe(1500);
  });
});

describe('Google Gemini in words', () => {
  describeConformance({
    createProvider: createGoogle,
    startEmulator: startGoogleEmulator,
    model: 'gemini-3.8-flash',
    request: textRequest,
    isSynchronous: true,
    canReconcile: false,
    writes: true,
    rateLimited: { error: { code: 429, message: 'Resource has been exhausted', status: 'RESOURCE_EXHAUSTED' } },
    deliversLinks: false,
  });
});

const speech = (seed: number): Extract<GenerateRequest, { capability: 'speech' }> => ({
  capability: 'speech',
  prompt: `A chair that lasts, ${seed}`,
  language: 'en',
  voice: 'Kore',
  seed,
  pictures: [],
});

describe('Google Gemini aloud', () => {
  describeConformance({
    createProvider: createGoogle,
    startEmulator: startGoogleEmulator,
    model: 'gemini-3.8-flash-tts',
    request: speech,
    isSynchronous: true,
    canReconcile: false,
    rateLimited: { error: { code: 429, message: 'Resource has been exhausted', status: 'RESOURCE_EXHAUSTED' } },
    deliversLinks: false,
  });

  async function speak(model: string, change: Partial<ReturnType<typeof speech>> = {}) {
    const emulator = await startGoogleEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const request = toStoredRequest({ ...speech(1), ...change });
    const outcome = await createGoogle().submit(call, {
      intentId: 'i',
      model,
      request,
      inputs: { pictureUrls: [] },
      pictures: [],
      webhookUrl: null,
    });
    await emulator.close();
    return { outcome, marks: emulator.submissions().map(({ mark }) => JSON.parse(mark)) };
  }

  it('asks for the voice by its name and sends the words as they are', async () => {
    const { marks } = await speak('gemini-3.8-flash-tts', { voice: 'Sulafat' });
    expect(marks).toEqual([
      {
        contents: [{ role: 'user', parts: [{ text: 'A chair that lasts, 1' }] }],
        generationConfig: {
          responseModalities: ['AUDIO'],
          speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Sulafat' } } },
        },
      },
    ]);
  });

  it.each(['gemini-3.8-flash-tts', 'gemini-3.1-flash-tts-preview'])('gives a sound file, also of %s', async (model) => {
    const { outcome } = await speak(model);
    const [output] = outcome.kind === 'finished' ? outcome.made.outputs : [];
    expect(output).toMatchObject({ kind: 'bytes', mediaType: 'audio/wav' });
    const bytes = Buffer.from((output as { bytes: Uint8Array }).bytes);
    expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    expect([bytes.readUInt16LE(22), bytes.readUInt32LE(24), bytes.readUInt16LE(34)]).toEqual([1, 24_000, 16]);
    expect(bytes.readUInt32LE(40)).toBe(12_000);
  });

  it('tells of a voice it does not know, and takes nothing', async () => {
    const { outcome, marks } = await speak('gemini-3.8-flash-tts', { voice: 'Nobody' });
    expect(outcome).toMatchObject({ kind: 'refused', fault: { kind: 'invalid_input' } });
    expect(marks).toEqual([]);
  });

  it('reads the rate of bare samples, and keeps other files as they are', () => {
    const typeOf = (mimeType: string) => {
      const inlineData = { mimeType, data: Buffer.alloc(8).toString('base64') };
      const outcome = readSpeech(bytesOf({ candidates: [{ content: { parts: [{ inlineData }] } }] }));
      const [output] = outcome.kind === 'finished' ? outcome.made.outputs : [];
      const { bytes, mediaType } = output as { bytes: Uint8Array; mediaType: string };
      return [mediaType, mediaType === 'audio/wav' ? Buffer.from(bytes).readUInt32LE(24) : null];
    };
    expect(typeOf('audio/L16;codec=pcm;rate=16000')).toEqual(['audio/wav', 16_000]);
    expect(typeOf('audio/pcm')).toEqual(['audio/wav', 24_000]);
    expect(typeOf('audio/mp3')).toEqual(['audio/mp3', null]);
    expect(readSpeech(bytesOf({ candidates: [{ finishReason: 'OTHER' }] }))).toMatchObject({
      kind: 'refused',
      fault: { kind: 'failed' },
    });
  });
});
