import type { Sound } from './decode-sound.ts';

export type Span = { readonly startSeconds: number; readonly endSeconds: number };

/** Runs in which every channel stays below the level, at least as long as asked: holes in a mix that should have none. */
export function findSilences(sound: Sound, options: { belowDb?: number; minimumSeconds?: number } = {}): Span[] {
  const limit = 10 ** ((options.belowDb ?? -60) / 20);
  const minimumSamples = (options.minimumSeconds ?? 0.5) * sound.sampleRate;
  const length = sound.channels[0]?.length ?? 0;
  const spans: Span[] = [];
  let start = 0;
  for (let index = 0; index <= length; index += 1) {
    const isQuiet = index < length && sound.channels.every((channel) => Math.abs(channel[index] ?? 0) < limit);
    if (isQuiet) continue;
    if (index - start >= minimumSamples)
      spans.push({ startSeconds: start / sound.sampleRate, endSeconds: index / sound.sampleRate });
    start = index + 1;
  }
  return spans;
}

const CLICK_STEP = 0.12;
const CLICK_RATIO = 12;
const NEIGHBOURHOOD = 64;

/**
 * Moments where the wave breaks: the second difference of one sample is large in itself and far above that of the
 * surrounding two milliseconds. A drum's attack is steep for many samples and does not count; a cut in a wave does.
 */
export function findClicks(sound: Sound): { atSeconds: number; step: number }[] {
  const clicks: { atSeconds: number; step: number }[] = [];
  for (const channel of sound.channels) {
    let last = Number.NEGATIVE_INFINITY;
    for (let index = NEIGHBOURHOOD; index < channel.length - NEIGHBOURHOOD; index += 1) {
      const step = bend(channel, index);
      if (step < CLICK_STEP || index - last < NEIGHBOURHOOD || step < CLICK_RATIO * usualBend(channel, index)) continue;
      last = index;
      clicks.push({ atSeconds: index / sound.sampleRate, step });
    }
  }
  return clicks.sort((left, right) => left.atSeconds - right.atSeconds);
}

function bend(channel: Float32Array, index: number): number {
  return Math.abs((channel[index] ?? 0) - 2 * (channel[index - 1] ?? 0) + (channel[index - 2] ?? 0));
}

/** Mean bend around, leaving out the samples that the click itself bends. */
function usualBend(channel: Float32Array, index: number): number {
  let total = 0;
  for (let distance = 4; distance < NEIGHBOURHOOD; distance += 1)
    total += bend(channel, index - distance) + bend(channel, index + distance);
  return total / (2 * (NEIGHBOURHOOD - 4));
}
