import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterSamples, resample, toBiquad } from './filters.ts';
import { placeLines, planMix } from './mix-plan.ts';
import { finishVoice } from './voice-finish.ts';
import { matchWordTimes } from './voices.ts';

const RATE = 48_000;
const wave = (hertz: number, rate: number, seconds = 0.5) =>
  Float32Array.from({ length: seconds * rate }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));
const levelDb = (samples: Float32Array) => {
  const middle = samples.subarray(samples.length >> 2, (samples.length * 3) >> 2);
  return 10 * Math.log10(middle.reduce((sum, value) => sum + value * value, 0) / middle.length / 0.5);
};

describe('filters', () => {
  it('pass what they should and stop what they should', () => {
    const through = (hertz: number, spec: Parameters<typeof toBiquad>[0]) => {
      const samples = wave(hertz, RATE);
      filterSamples(samples, toBiquad(spec, RATE));
      return levelDb(samples);
    };
    expect(through(1000, { kind: 'highpass', frequencyHz: 70 })).toBeCloseTo(0, 1);
    expect(through(20, { kind: 'highpass', frequencyHz: 70 })).toBeLessThan(-18);
    expect(through(16_000, { kind: 'lowpass', frequencyHz: 8500 })).toBeLessThan(-10);
    expect(through(3000, { kind: 'peak', frequencyHz: 3000, gainDb: -2 })).toBeCloseTo(-2, 1);
  });
});

describe('resample', () => {
  it('keeps a tone and mirrors none', () => {
    const up = resample(wave(1000, 22_050), 22_050, RATE);
    expect(up.length / RATE).toBeCloseTo(0.5, 3);
    expect(levelDb(up)).toBeCloseTo(0, 1);
    const high = resample(wave(9000, 22_050), 22_050, RATE);
    filterSamples(high, toBiquad({ kind: 'highpass', frequencyHz: 12_000, q: 0.7 }, RATE));
    filterSamples(high, toBiquad({ kind: 'highpass', frequencyHz: 12_000, q: 0.7 }, RATE));
    filterSamples(high, toBiquad({ kind: 'highpass', frequencyHz: 12_000, q: 0.7 }, RATE));
    filterSamples(high, toBiquad({ kind: 'highpass', frequencyHz: 12_000, q: 0.7 }, RATE));
    expect(levelDb(high)).toBeLessThan(-18);
  });

  it('shortens what it plays faster', () => {
    expect(resample(wave(500, 22_050), 22_050, RATE, 1.18).length / RATE).toBeCloseTo(0.5 / 1.18, 3);
  });
});

describe('finishVoice', () => {
  it('brings quiet and loud lines to one level', () => {
    const line = (gain: number) =>
      finishVoice(
        wave(200, 22_050, 1).map((value) => value * gain),
        22_050,
        1,
      );
    const [quiet, loud] = [levelDb(line(0.02).left), levelDb(line(0.8).left)];
    expect(Math.abs(quiet - loud)).toBeLessThan(0.5);
  });

  it('keeps hisses under the vowels round them', () => {
    const [vowel, hiss] = [wave(200, 22_050, 0.4), wave(6000, 22_050, 0.1)];
    const spoken = Float32Array.from([...vowel, ...hiss.map((value) => value * 2), ...vowel]);
    const { left } = finishVoice(spoken, 22_050, 1);
    const peak = (from: number, to: number) => Math.max(...left.subarray(from * RATE, to * RATE).map(Math.abs));
    expect(peak(0.42, 0.48)).toBeLessThan(peak(0.1, 0.35));
  });
});

describe('matchWordTimes', () => {
  it('covers every written word, forwards only', () => {
    const word = fc.constantFrom('shoes', '1200', '—', 'made', 'שלום', '👟', 'A');
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(60), { maxLength: 20 }),
        (words, positions) => {
          const text = words.join(' ');
          const marks = positions
            .sort((first, second) => first - second)
            .map((textStart, i) => ({ textStart, textLength: 3, startMs: i * 200, endMs: i * 200 + 180 }));
          const times = matchWordTimes(text, marks, 5, 1);
          expect(times.map((time) => time.text)).toEqual(words);
          for (const [i, time] of times.entries()) {
            expect(time.endSeconds).toBeGreaterThanOrEqual(time.startSeconds);
            expect(time.startSeconds).toBeGreaterThanOrEqual((times[i - 1]?.endSeconds ?? 0) - 1e-9);
          }
        },
      ),
    );
  });
});

describe('planMix', () => {
  const hash = 'a'.repeat(64);
  it('ducks music only under a voice', () => {
    expect(planMix({ lengthSeconds: 15, music: { hash, lengthSeconds: 15 } })).toMatchObject({
      duckMusicUnderVoice: false,
      sources: [{ role: 'music', gainDb: 0, fadeOutSeconds: 0 }],
    });
    const both = planMix({
      lengthSeconds: 15,
      music: { hash, lengthSeconds: 40 },
      voice: [{ hash, startSeconds: 1, lengthSeconds: 3 }],
    });
    expect(both.duckMusicUnderVoice).toBe(true);
    expect(both.sources[0]).toMatchObject({ lengthSeconds: 15, gainDb: -4, fadeOutSeconds: 0.6 });
  });

  it('brings what was made elsewhere to its level, and hears clips far below the voice', () => {
    const { sources } = planMix({
      lengthSeconds: 15,
      music: { hash, lengthSeconds: 15, isFromElsewhere: true },
      voice: [
        { hash, startSeconds: 1, lengthSeconds: 3, isFromElsewhere: true },
        { hash, startSeconds: 6, lengthSeconds: 3 },
      ],
      ambience: [
        { hash, startSeconds: 4, inSeconds: 0.5, lengthSeconds: 2 },
        { hash, startSeconds: 14, inSeconds: 0, lengthSeconds: 5 },
        { hash, startSeconds: 15, inSeconds: 0, lengthSeconds: 1 },
      ],
    });
    expect(sources.map(({ id, role, levelLufs }) => [id, role, levelLufs])).toEqual([
      ['music', 'music', -16],
      ['voice-1', 'voice', -16],
      ['voice-2', 'voice', undefined],
      ['clip-1', 'effect', -32],
      ['clip-2', 'effect', -32],
    ]);
    expect(sources[3]).toMatchObject({ startSeconds: 4, inSeconds: 0.5, lengthSeconds: 2, fadeInSeconds: 0.2 });
    expect(sources[4]).toMatchObject({ lengthSeconds: 1, fadeOutSeconds: 0.2 });
  });

  it('keeps every source inside the film', () => {
    const line = fc.record({
      hash: fc.constant(hash),
      startSeconds: fc.double({ min: 0, max: 40, noNaN: true }),
      lengthSeconds: fc.double({ min: 0.1, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 60, noNaN: true }),
        fc.array(line, { maxLength: 6 }),
        (lengthSeconds, voice) => {
          for (const source of planMix({ lengthSeconds, voice }).sources)
            expect(source.startSeconds + source.lengthSeconds).toBeLessThanOrEqual(lengthSeconds + 1e-9);
        },
      ),
    );
  });

  it('places lines after their cuts, one after the other', () => {
    const placed = placeLines([
      { shotStartSeconds: 0, lengthSeconds: 3, hash },
      { shotStartSeconds: 2, lengthSeconds: 1, hash },
      { shotStartSeconds: 8, lengthSeconds: 1, hash },
    ]);
    expect(placed.map((line) => line.startSeconds)).toEqual([0.25, 3.35, 8.25]);
  });
});
