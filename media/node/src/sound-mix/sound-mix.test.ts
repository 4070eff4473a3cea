import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audioGraph } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import { describeEngines } from '../testing/engines.ts';
import { decodeSound, type Sound } from './decode-sound.ts';
import { findClicks, findSilences } from './inspect-sound.ts';
import { measureLoudness, SILENCE_DB } from './measure-loudness.ts';
import { mixSound } from './mix-sound.ts';
import { encodeWav } from './wav.ts';

const RATE = 48_000;
const HASH = { music: 'a'.repeat(64), voice: 'b'.repeat(64), hit: 'c'.repeat(64) };

function make(seconds: number, at: (time: number, index: number) => number): Sound {
  const channel = Float32Array.from({ length: Math.round(seconds * RATE) }, (_, index) => at(index / RATE, index));
  return { sampleRate: RATE, channels: [channel, channel] };
}

const tone = (frequency: number, level: number) => (time: number) => level * Math.sin(2 * Math.PI * frequency * time);
/** Chord with slow swell: loud and quiet passages, as music has. */
const music = make(
  8,
  (time) => (0.4 + 0.3 * Math.sin(time * 1.7)) * (tone(220, 0.3)(time) + tone(277, 0.25)(time) + tone(330, 0.25)(time)),
);
/** Bursts of noise-like tones with pauses, as speech has. */
const voice = make(3, (time) => (Math.sin(time * 9) > 0 ? tone(180, 0.25)(time) + tone(1250, 0.12)(time) : 0));
/** A hit: very high peak, little loudness. */
const hit = make(0.4, (time) => 0.95 * Math.exp(-time * 30) * Math.sin(2 * Math.PI * 60 * time));

function graph(sources: unknown[], lengthSeconds = 8, duckMusicUnderVoice = true) {
  return audioGraph.parse({ sampleRate: RATE, lengthSeconds, sources, duckMusicUnderVoice });
}

function rms(sound: Sound, from: number, to: number): number {
  const samples = sound.channels[0]?.subarray(Math.round(from * RATE), Math.round(to * RATE)) ?? new Float32Array();
  return Math.sqrt(samples.reduce((total, value) => total + value * value, 0) / samples.length);
}

/** Level of one pitch in a stretch of sound, in decibels of full scale. */
function pitchLevel(sound: Sound, hertz: number, from: number, to: number): number {
  const samples = sound.channels[0]?.subarray(Math.round(from * RATE), Math.round(to * RATE)) ?? new Float32Array();
  let [real, imaginary] = [0, 0];
  for (const [index, value] of samples.entries()) {
    real += value * Math.cos((2 * Math.PI * hertz * index) / RATE);
    imaginary += value * Math.sin((2 * Math.PI * hertz * index) / RATE);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / samples.length + 1e-9);
}

describeEngines('the mix', (engine, folder) => {
  const store = async (name: string, sound: Sound) => {
    const path = join(folder(), name);
    await writeFile(path, encodeWav(sound));
    return path;
  };
  const pathOf = (source: { hash: string }) => join(folder(), `${source.hash}.wav`);
  const storeAll = async () => {
    await store(`${HASH.music}.wav`, music);
    await store(`${HASH.voice}.wav`, voice);
    await store(`${HASH.hit}.wav`, hit);
  };

  it('hears a piece of a long sound, and brings what was made elsewhere to its place in the mix', async () => {
    const quiet = make(8, tone(220, 0.02));
    const loud = make(20, tone(3000, 0.9));
    await store(`${HASH.music}.wav`, quiet);
    await store(`${HASH.hit}.wav`, loud);
    const sources = [
      { id: 'music', role: 'music', hash: HASH.music, startSeconds: 0, lengthSeconds: 8, levelLufs: -16 },
      // A clip of twenty seconds of which one is seen: it ends long before the file does.
      { id: 'clip-1', role: 'effect', hash: HASH.hit, startSeconds: 3, lengthSeconds: 1, levelLufs: -32 },
    ];
    const { path } = await mixSound(engine(), graph(sources, 8, false), {
      pathOf,
      folder: folder(),
      targetPath: join(folder(), 'levelled.m4a'),
    });
    const sound = await decodeSound(engine(), path);
    const music = pitchLevel(sound, 220, 0.5, 2.5);
    // Sixteen below, and four more: loudness counts 3 kHz for more than it weighs.
    expect(pitchLevel(sound, 3000, 3.2, 3.8) - music).toBeGreaterThan(-22);
    expect(pitchLevel(sound, 3000, 3.2, 3.8) - music).toBeLessThan(-18);
    for (const [from, to] of [
      [1, 2],
      [5, 7],
    ] as const)
      expect(pitchLevel(sound, 3000, from, to) - music).toBeLessThan(-50);
  });

  it('brings music, voice and hits to −14 LUFS with the coded peak under −1 dBTP, at exactly the film’s length', async () => {
    await storeAll();
    const sources = [
      {
        id: 'music',
        role: 'music',
        hash: HASH.music,
        startSeconds: 0,
        lengthSeconds: 8,
        gainDb: -4,
        fadeInSeconds: 0.5,
        fadeOutSeconds: 1,
      },
      { id: 'voice', role: 'voice', hash: HASH.voice, startSeconds: 2.5, lengthSeconds: 3 },
      { id: 'hit-1', role: 'effect', hash: HASH.hit, startSeconds: 1.5, lengthSeconds: 0.4 },
      { id: 'hit-2', role: 'effect', hash: HASH.hit, startSeconds: 6.75, lengthSeconds: 0.4 },
    ];
    const mixed = await mixSound(engine(), graph(sources), {
      pathOf,
      folder: folder(),
      targetPath: join(folder(), 'all.m4a'),
    });
    expect(Math.abs(mixed.loudness.integratedLufs + 14)).toBeLessThanOrEqual(0.5);
    expect(mixed.loudness.truePeakDb).toBeLessThanOrEqual(-1);
    expect(mixed.isSilent).toBe(false);
    const probe = await engine().probe(mixed.path);
    expect(probe.audio).toMatchObject([{ codec: 'aac', sampleRate: RATE, channels: 2 }]);
    expect(Math.abs(probe.durationSeconds - 8)).toBeLessThan(1 / 30);
    const again = await measureLoudness(engine(), mixed.path);
    expect(again).toEqual(mixed.loudness);
  });

  it('places a sound at its sample and fades it', async () => {
    await storeAll();
    const sources = [{ id: 'hit', role: 'effect', hash: HASH.hit, startSeconds: 3, lengthSeconds: 0.4 }];
    const mixed = await mixSound(engine(), graph(sources, 5), {
      pathOf,
      folder: folder(),
      targetPath: join(folder(), 'placed.m4a'),
    });
    const sound = await decodeSound(engine(), mixed.path);
    const loudest =
      sound.channels[0]?.reduce(
        (best, value, index, all) => (Math.abs(value) > Math.abs(all[best] ?? 0) ? index : best),
        0,
      ) ?? 0;
    // The hit's own peak comes 4 ms after its start; AAC and the limiter may move it by a millisecond or two.
    expect(Math.abs(loudest / RATE - 3.004)).toBeLessThan(0.006);
  });

  it('turns the music down while the voice is heard, by 3 to 12 dB, and back up afterwards', async () => {
    await storeAll();
    const at = { id: 'm', role: 'music', hash: HASH.music, startSeconds: 0, lengthSeconds: 8, gainDb: -4 };
    const key = { id: 'v', role: 'voice', hash: HASH.voice, startSeconds: 3, lengthSeconds: 3, gainDb: 6 };
    const levels = async (duck: boolean) => {
      const folderPath = join(folder());
      const name = `duck-${duck}.m4a`;
      await mixSound(engine(), graph([at, key], 8, duck), {
        pathOf,
        folder: folderPath,
        targetPath: join(folderPath, name),
      });
      return decodeSound(engine(), join(folderPath, 'mix.wav'));
    };
    const [open, ducked] = [await levels(false), await levels(true)];
    // Pauses of the voice, where only music is heard: sin(9t) < 0 between 0.36 and 0.69 s after its start.
    const change = 20 * Math.log10(rms(ducked, 3.4, 3.6) / rms(open, 3.4, 3.6));
    expect(change).toBeLessThan(-3);
    expect(change).toBeGreaterThan(-12);
    expect(Math.abs(20 * Math.log10(rms(ducked, 1, 2) / rms(open, 1, 2)))).toBeLessThan(0.3);
    expect(Math.abs(20 * Math.log10(rms(ducked, 7.4, 7.9) / rms(open, 7.4, 7.9)))).toBeLessThan(0.5);
  });

  it('leaves silence silent instead of raising hiss', async () => {
    await store(
      `${'d'.repeat(64)}.wav`,
      make(2, () => 0),
    );
    const sources = [{ id: 'nothing', role: 'music', hash: 'd'.repeat(64), startSeconds: 0, lengthSeconds: 2 }];
    const mixed = await mixSound(engine(), graph(sources, 2), {
      pathOf,
      folder: folder(),
      targetPath: join(folder(), 'silent.m4a'),
    });
    expect(mixed.isSilent).toBe(true);
    expect(mixed.loudness.truePeakDb).toBe(SILENCE_DB);
  });
});

describe('looking at samples', () => {
  it('finds a hole of the right length and no other', () => {
    const sound = make(3, (time) => (time > 1 && time < 1.8 ? 0 : tone(440, 0.3)(time)));
    const [hole, ...others] = findSilences(sound);
    expect(others).toEqual([]);
    expect(hole?.startSeconds).toBeCloseTo(1, 2);
    expect(hole?.endSeconds).toBeCloseTo(1.8, 2);
  });

  it('finds a cut in a wave, and none in a drum or a clean tone', () => {
    const cut = make(1, (time) => tone(220, 0.5)(time < 0.5 ? time : time + 1 / 880));
    expect(findClicks(cut).map((click) => click.atSeconds.toFixed(2))).toEqual(['0.50', '0.50']);
    expect(findClicks(hit)).toEqual([]);
    expect(findClicks(music)).toEqual([]);
  });
});
