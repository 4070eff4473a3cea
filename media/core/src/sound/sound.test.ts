import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAccents, drawAccent, WHOOSH_PEAK_SHARE } from './accents.ts';
import { fadeEnds, limitSoftly, measureSound, peakOf } from './stereo.ts';
import { parseWav, toWav } from './wav.ts';

const RATE = 48_000;
const tone = (seconds: number, level: number) => {
  const left = Float32Array.from(
    { length: seconds * RATE },
    (_, i) => level * Math.sin((2 * Math.PI * 220 * i) / RATE),
  );
  return { left, right: left.slice() };
};

describe('WAV files', () => {
  it('come back as they were, to one step of 16 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 }), (values) => {
        const channel = Float32Array.from(values);
        const back = parseWav(toWav({ sampleRate: RATE, channels: [channel, channel] }));
        expect(back.sampleRate).toBe(RATE);
        expect(back.channels[1]).toHaveLength(values.length);
        for (const [i, value] of values.entries())
          expect(Math.abs(back.channels[0]![i]! - value)).toBeLessThan(3 / 32768);
      }),
    );
  });

  it('are refused when they are something else', () => {
    expect(() => parseWav(new Uint8Array(100))).toThrow('WAV');
  });
});

describe('effects', () => {
  it('stay 8 to 14 dB under the music', () => {
    for (const [kind, decibels] of [
      ['hit', 8],
      ['whoosh', 11],
      ['tick', 14],
    ] as const) {
      const quiet = { left: new Float32Array(3 * RATE), right: new Float32Array(3 * RATE) };
      quiet.left[0] = 0.5;
      addAccents(quiet, [{ kind, atSeconds: 1, pan: 0 }], RATE, 1);
      quiet.left[0] = 0;
      expect(20 * Math.log10(peakOf(quiet) / 0.5)).toBeCloseTo(-decibels, 1);
    }
  });

  it('puts the top of a whoosh on its cut', () => {
    const { left, right } = drawAccent('whoosh', RATE, 4, 1);
    const energy = Array.from({ length: 14 }, (_, slot) => {
      let sum = 0;
      for (let i = slot * 2400; i < (slot + 1) * 2400; i++) sum += left[i]! ** 2 + right[i]! ** 2;
      return sum;
    });
    const top = energy.indexOf(Math.max(...energy)) * 0.05 + 0.025;
    expect(Math.abs(top - WHOOSH_PEAK_SHARE * 0.7)).toBeLessThan(0.06);
  });

  it('start and end without a click', () => {
    for (const kind of ['hit', 'whoosh', 'tick'] as const) {
      const { left } = drawAccent(kind, RATE, 2, 0);
      expect(Math.abs(left[0]!)).toBeLessThan(0.01);
      expect(Math.abs(left.at(-1)!)).toBeLessThan(0.001);
    }
  });
});

describe('finishing', () => {
  it('fades both ends to nothing', () => {
    const sound = tone(1, 0.8);
    fadeEnds(sound, RATE, 0.02, 0.3);
    expect(sound.left[0]).toBe(0);
    expect(Math.abs(sound.left.at(-1)!)).toBe(0);
    expect(measureSound(sound, RATE).largestStep).toBeLessThan(0.03);
  });

  it('bends peaks and leaves the rest alone', () => {
    const sound = { left: Float32Array.of(0.5, 3, -2), right: Float32Array.of(0, 0, 0) };
    limitSoftly(sound);
    expect(sound.left[0]).toBe(0.5);
    expect(peakOf(sound)).toBeLessThanOrEqual(1);
  });

  it('finds silence', () => {
    const sound = tone(2, 0.5);
    sound.left.fill(0, RATE, RATE * 1.5);
    sound.right.fill(0, RATE, RATE * 1.5);
    expect(measureSound(sound, RATE).longestSilenceSeconds).toBeCloseTo(0.5, 2);
  });
});
