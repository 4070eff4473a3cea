/** Second-order filter, coefficients already divided by a0 (the usual cookbook formulas). */
export type Biquad = { b0: number; b1: number; b2: number; a1: number; a2: number };

export type FilterSpec =
  | { kind: 'highpass' | 'lowpass'; frequencyHz: number; q?: number }
  | { kind: 'peak'; frequencyHz: number; gainDb: number; q?: number };

export function toBiquad(spec: FilterSpec, sampleRate: number): Biquad {
  const omega = (2 * Math.PI * spec.frequencyHz) / sampleRate;
  const cosine = Math.cos(omega);
  const alpha = Math.sin(omega) / (2 * (spec.q ?? Math.SQRT1_2));
  if (spec.kind === 'peak') {
    const gain = 10 ** (spec.gainDb / 40);
    const a0 = 1 + alpha / gain;
    return {
      b0: (1 + alpha * gain) / a0,
      b1: (-2 * cosine) / a0,
      b2: (1 - alpha * gain) / a0,
      a1: (-2 * cosine) / a0,
      a2: (1 - alpha / gain) / a0,
    };
  }
  const a0 = 1 + alpha;
  const edge = spec.kind === 'lowpass' ? 1 - cosine : 1 + cosine;
  const b1 = spec.kind === 'lowpass' ? edge : -edge;
  return { b0: edge / 2 / a0, b1: b1 / a0, b2: edge / 2 / a0, a1: (-2 * cosine) / a0, a2: (1 - alpha) / a0 };
}

/** In place. */
export function filterSamples(samples: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[i] = y;
  }
}

const HALF_TAPS = 12;

/**
 * Changes the sampling rate with a windowed sinc. `speed` above 1 also plays faster and higher, formants included: a
 * smaller head. Twelve zero crossings a side keep the mirror image of an 11 kHz band under −70 dB.
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number, speed = 1): Float32Array {
  const step = (fromRate * speed) / toRate;
  const result = new Float32Array(Math.floor((samples.length - 1) / step) + 1);
  const cut = Math.min(1, 1 / step);
  const reach = Math.ceil(HALF_TAPS / cut);
  for (let i = 0; i < result.length; i++) {
    const position = i * step;
    const middle = Math.floor(position);
    let sum = 0;
    for (let j = Math.max(0, middle - reach + 1); j <= Math.min(samples.length - 1, middle + reach); j++) {
      const distance = (position - j) * cut;
      sum += samples[j]! * sinc(distance) * hann(distance / HALF_TAPS);
    }
    result[i] = sum * cut;
  }
  return result;
}

function sinc(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function hann(x: number): number {
  return Math.abs(x) >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * x);
}
