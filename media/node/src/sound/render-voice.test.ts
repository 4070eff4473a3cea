import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VoiceName } from '@kinora/contract';
import { parseWav } from '@kinora/media-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { medianPitch } from './pitch.testing.ts';
import { renderVoice } from './render-voice.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-voice-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TEXT = 'A lamp made to be kept. It costs 1200 dollars.';

describe('renderVoice', () => {
  it('speaks with five voices of clearly different pitch', async () => {
    const pitches = new Map<VoiceName, number>();
    for (const voice of ['male-deep', 'male-warm', 'female-soft', 'female-energetic', 'child'] as const) {
      const file = join(folder, `${voice}.wav`);
      const line = await renderVoice({ text: TEXT, voice, language: 'en' }, file);
      const { channels, sampleRate } = parseWav(await readFile(file));
      expect(sampleRate).toBe(48_000);
      expect(channels[0]!.length / sampleRate).toBeCloseTo(line.lengthSeconds, 3);
      expect(line.figures.peak).toBeLessThanOrEqual(1);
      expect(line.figures.rms).toBeGreaterThan(0.03);
      pitches.set(voice, medianPitch(channels[0]!, sampleRate));
    }
    const inOrder = [...pitches.values()];
    console.info('median pitch in Hz:', JSON.stringify(Object.fromEntries(pitches)));
    for (let i = 1; i < inOrder.length; i++) expect(inOrder[i]! / inOrder[i - 1]!).toBeGreaterThan(1.06);
  });

  it('says when each written word is heard', async () => {
    const line = await renderVoice({ text: TEXT, voice: 'female-soft', language: 'en' }, join(folder, 'words.wav'));
    expect(line.words.map((word) => word.text)).toEqual(TEXT.split(' '));
    for (const [index, word] of line.words.entries()) {
      expect(word.endSeconds).toBeGreaterThan(word.startSeconds);
      expect(word.startSeconds).toBeGreaterThanOrEqual((line.words[index - 1]?.endSeconds ?? 0) - 1e-9);
      expect(word.endSeconds).toBeLessThanOrEqual(line.lengthSeconds);
    }
    const price = line.words[TEXT.split(' ').indexOf('1200')]!;
    expect(price.endSeconds - price.startSeconds).toBeGreaterThan(0.6);
  });

  it('refuses Hebrew with a sentence and warns about Arabic', async () => {
    await expect(
      renderVoice({ text: 'שלום', voice: 'male-warm', language: 'he' }, join(folder, 'he.wav')),
    ).rejects.toMatchObject({ code: 'sound.voice_language' });
    const line = await renderVoice({ text: 'مرحبا بكم', voice: 'male-warm', language: 'ar' }, join(folder, 'ar.wav'));
    expect(line.notices[0]).toContain('Arabic');
    expect(line.words).toHaveLength(2);
  });

  it('leaves nothing behind but the file', async () => {
    const quiet = await mkdtemp(join(folder, 'alone-'));
    await renderVoice({ text: 'Hello.', voice: 'child', language: 'en' }, join(quiet, 'line.wav'));
    expect(await readdir(quiet)).toEqual(['line.wav']);
  });
});
