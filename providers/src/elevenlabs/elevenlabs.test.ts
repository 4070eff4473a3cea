import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { toStoredRequest } from '../contract/request.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { createElevenLabs } from './elevenlabs.ts';
import { startElevenLabsEmulator } from './emulator.ts';
import { toWords } from './words.ts';

describe('ElevenLabs', () => {
  describeConformance({
    createProvider: createElevenLabs,
    startEmulator: startElevenLabsEmulator,
    model: 'eleven_multilingual_v2',
    request: (seed) => ({
      capability: 'speech',
      prompt: `Made to be kept, ${seed}`,
      language: 'en',
      voice: 'v1',
      seed,
      pictures: [],
    }),
    isSynchronous: true,
    canReconcile: false,
    rateLimited: { detail: { status: 'too_many_concurrent_requests', message: 'Too many concurrent requests' } },
    deliversLinks: false,
    // No safety refusal of its speech is documented; what it refuses is a request it cannot take.
    moderatedAs: 'invalid_input',
  });

  it('gives the time of each word', async () => {
    const emulator = await startElevenLabsEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const request = {
      capability: 'speech',
      prompt: 'Made to  keep.',
      language: 'en',
      voice: 'v1',
      seed: 1,
      pictures: [],
    } as const;
    const submission = { intentId: 'i', model: 'eleven_v3', inputs: { pictureUrls: [] }, webhookUrl: null };
    const outcome = await createElevenLabs().submit(call, {
      ...submission,
      request: toStoredRequest({ ...request, pictures: [] }),
    });
    expect(outcome.kind === 'finished' && outcome.made.words).toEqual([
      { text: 'Made', startSeconds: 0, endSeconds: 0.24 },
      { text: 'to', startSeconds: 0.3, endSeconds: 0.42 },
      { text: 'keep.', startSeconds: 0.54, endSeconds: 0.84 },
    ]);
    await emulator.close();
  });

  it('plays music of the length asked for, and never less than it makes', async () => {
    const emulator = await startElevenLabsEmulator({ play: async (seconds) => Buffer.from(`music of ${seconds} s`) });
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const play = (seconds: number) =>
      createElevenLabs().submit(call, {
        intentId: 'i',
        model: 'music_v1',
        inputs: { pictureUrls: [] },
        webhookUrl: null,
        request: toStoredRequest({ capability: 'music', prompt: 'Calm piano', seconds, seed: 1, pictures: [] }),
      });
    const textOf = async (seconds: number) => {
      const outcome = await play(seconds);
      const output = outcome.kind === 'finished' ? outcome.made.outputs[0] : undefined;
      return output?.kind === 'bytes' ? [output.mediaType, Buffer.from(output.bytes).toString()] : outcome;
    };
    expect(await textOf(14.2)).toEqual(['audio/mpeg', 'music of 14.2 s']);
    expect(await textOf(1)).toEqual(['audio/mpeg', 'music of 3 s']);
    expect(JSON.parse(emulator.submissions()[0]!.mark)).toEqual({
      prompt: 'Calm piano',
      music_length_ms: 14_200,
      model_id: 'music_v1',
      force_instrumental: true,
    });
    emulator.setCredit(false);
    expect(await play(5)).toMatchObject({ kind: 'refused', fault: { kind: 'no_credit' } });
    emulator.setCredit(true);
    emulator.failNext('submit', { kind: 'lose_answer' });
    expect((await play(5)).kind).toBe('unknown');
    await emulator.close();
  });

  it('tells a clone of the account’s own making from other voices, and says nothing where it cannot ask', async () => {
    const emulator = await startElevenLabsEmulator({ clones: ['noa'] });
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const { isClonedVoice } = createElevenLabs();
    expect([await isClonedVoice!(call, 'noa'), await isClonedVoice!(call, 'rachel')]).toEqual([true, false]);
    expect(await isClonedVoice!({ ...call, secret: 'wrong' }, 'noa')).toBeNull();
    await emulator.close();
  });

  it('reads words in every script', () => {
    const characters = [...'שלום עולם'];
    const times = characters.map((_, index) => index);
    const words = toWords({
      characters,
      character_start_times_seconds: times,
      character_end_times_seconds: times.map((at) => at + 1),
    });
    expect(words).toEqual([
      { text: 'שלום', startSeconds: 0, endSeconds: 4 },
      { text: 'עולם', startSeconds: 5, endSeconds: 9 },
    ]);
  });
});
