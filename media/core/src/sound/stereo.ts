/** Two channels of samples, −1 … 1. */
export type StereoSound = { left: Float32Array; right: Float32Array };

/** What a machine can hear of a finished piece. */
export type SoundFigures = {
  peak: number;
  rms: number;
  /** Largest step between neighbouring samples: a click is a step the music itself would not make. */
  largestStep: number;
  /** Longest stretch under −60 dB inside the piece, in seconds. */
  longestSilenceSeconds: number;
};

export function peakOf({ left, right }: StereoSound): number {
  let peak = 0;
  for (let i = 0; i < left.length; i++) peak = Math.max(peak, Math.abs(left[i]!), Math.abs(right[i]!));
  return peak;
}

export function rmsOf({ left, right }: StereoSound): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! ** 2 + right[i]! ** 2;
  return Math.sqrt(sum / Math.max(1, 2 * left.length));
}

export function scaleSound(sound: StereoSound, gain: number): void {
  for (const channel of [sound.left, sound.right])
    for (let i = 0; i < channel.length; i++) channel[i] = channel[i]! * gain;
}

/** Raised-cosine fades: both ends of a file are silent, and neither has a corner. */
export function fadeEnds(sound: StereoSound, sampleRate: number, fadeInSeconds: number, fadeOutSeconds: number): void {
  const length = sound.left.length;
  const fade = (i: number, samples: number) => 0.5 - 0.5 * Math.cos((Math.PI * i) / samples);
  const fadeIn = Math.min(length, Math.round(fadeInSeconds * sampleRate));
  const fadeOut = Math.min(length, Math.round(fadeOutSeconds * sampleRate));
  for (const channel of [sound.left, sound.right]) {
    for (let i = 0; i < fadeIn; i++) channel[i] = channel[i]! * fade(i, fadeIn);
    for (let i = 0; i < fadeOut; i++) channel[length - 1 - i] = channel[length - 1 - i]! * fade(i, fadeOut);
  }
}

const LEVEL_WINDOW_SECONDS = 0.25;
const LARGEST_LEVEL_GAIN = 2.5;

/**
 * Halves (in decibels) how far loudness strays over seconds: a lone piano at the start must be heard on a telephone
 * beside the full band at the end. Gains move in straight lines between windows of a quarter second, averaged over five.
 */
export function evenOut(sound: StereoSound, sampleRate: number): void {
  const window = Math.round(LEVEL_WINDOW_SECONDS * sampleRate);
  const count = Math.ceil(sound.left.length / window);
  const power = Array.from({ length: count }, (_, slot) => {
    const part = {
      left: sound.left.subarray(slot * window, (slot + 1) * window),
      right: sound.right.subarray(slot * window, (slot + 1) * window),
    };
    return rmsOf(part) ** 2;
  });
  const whole = rmsOf(sound);
  const gains = power.map((_, slot) => {
    const near = power.slice(Math.max(0, slot - 2), slot + 3);
    const level = Math.sqrt(near.reduce((sum, value) => sum + value, 0) / near.length);
    return Math.min(LARGEST_LEVEL_GAIN, Math.sqrt(whole / Math.max(1e-5, level)));
  });
  for (let i = 0; i < sound.left.length; i++) {
    const position = Math.max(0, i / window - 0.5);
    const slot = Math.min(count - 1, Math.floor(position));
    const next = gains[Math.min(count - 1, slot + 1)]!;
    const gain = gains[slot]! + (next - gains[slot]!) * Math.min(1, position - slot);
    sound.left[i] = sound.left[i]! * gain;
    sound.right[i] = sound.right[i]! * gain;
  }
}

/** Bends peaks above the knee towards 1 so that no sample is cut off. */
export function limitSoftly(sound: StereoSound, knee = 0.8): void {
  const bend = (value: number) => {
    const size = Math.abs(value);
    if (size <= knee) return value;
    return Math.sign(value) * (knee + (1 - knee) * Math.tanh((size - knee) / (1 - knee)));
  };
  for (const channel of [sound.left, sound.right])
    for (let i = 0; i < channel.length; i++) channel[i] = bend(channel[i]!);
}

export function measureSound(sound: StereoSound, sampleRate: number): SoundFigures {
  const { left, right } = sound;
  let largestStep = 0;
  let silent = 0;
  let longest = 0;
  for (let i = 0; i < left.length; i++) {
    if (i > 0)
      largestStep = Math.max(largestStep, Math.abs(left[i]! - left[i - 1]!), Math.abs(right[i]! - right[i - 1]!));
    silent = Math.abs(left[i]!) < 0.001 && Math.abs(right[i]!) < 0.001 ? silent + 1 : 0;
    longest = Math.max(longest, silent);
  }
  return { peak: peakOf(sound), rms: rmsOf(sound), largestStep, longestSilenceSeconds: longest / sampleRate };
}
