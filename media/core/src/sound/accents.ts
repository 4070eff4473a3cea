import type { Accent } from './music-plan.ts';
import { createRandom } from './random.ts';
import { peakOf, type StereoSound } from './stereo.ts';

/** How far each effect's peak stays under the music's (craft.md §8: 8–14 dB). */
const UNDER_MUSIC_DB: Readonly<Record<Accent['kind'], number>> = { hit: 8, whoosh: 11, tick: 14 };

/** The part of a whoosh that lies before its cut: its peak stands exactly on it. */
export const WHOOSH_PEAK_SHARE = 0.72;
const WHOOSH_SECONDS = 0.7;

/** Adds the film's effects to its music, each at its own distance under the music's peak. */
export function addAccents(music: StereoSound, accents: readonly Accent[], sampleRate: number, seed: number): void {
  const musicPeak = peakOf(music) || 0.5;
  for (const [index, accent] of accents.entries()) {
    const sound = drawAccent(accent.kind, sampleRate, seed + index * 101, accent.pan);
    const gain = (musicPeak * 10 ** (-UNDER_MUSIC_DB[accent.kind] / 20)) / (peakOf(sound) || 1);
    const lead = accent.kind === 'whoosh' ? WHOOSH_PEAK_SHARE * WHOOSH_SECONDS : 0;
    mixInto(music, sound, Math.round((accent.atSeconds - lead) * sampleRate), gain);
  }
}

/** One effect alone, at full level. */
export function drawAccent(kind: Accent['kind'], sampleRate: number, seed: number, pan: number): StereoSound {
  if (kind === 'hit') return addRoom(drawHit(sampleRate, seed), sampleRate);
  if (kind === 'whoosh') return addRoom(drawWhoosh(sampleRate, seed, pan), sampleRate);
  return addRoom(drawTick(sampleRate, pan), sampleRate);
}

function silence(seconds: number, sampleRate: number): StereoSound {
  const length = Math.round(seconds * sampleRate);
  return { left: new Float32Array(length), right: new Float32Array(length) };
}

/** Low hit: a tone falling from 70 to 36 Hz with a breath of dull noise at its start. */
function drawHit(sampleRate: number, seed: number): StereoSound {
  const sound = silence(1.4, sampleRate);
  const random = createRandom(seed);
  let phase = 0;
  let dull = 0;
  for (let i = 0; i < sound.left.length; i++) {
    const t = i / sampleRate;
    phase += (2 * Math.PI * (36 + 34 * Math.exp(-t * 18))) / sampleRate;
    dull += 0.06 * (random() * 2 - 1 - dull);
    const tone = Math.sin(phase) * Math.exp(-t / 0.25) * Math.min(1, t * 400);
    const value = (tone + dull * 1.6 * Math.exp(-t * 14) * Math.min(1, t * 900)) * Math.min(1, (1.4 - t) * 5);
    sound.left[i] = value;
    sound.right[i] = value;
  }
  return sound;
}

/** Air: noise through a band that opens from 350 to 2900 Hz, moving across the stereo picture. */
function drawWhoosh(sampleRate: number, seed: number, pan: number): StereoSound {
  const sound = silence(WHOOSH_SECONDS + 0.3, sampleRate);
  const random = createRandom(seed);
  const length = Math.round(WHOOSH_SECONDS * sampleRate);
  let low = 0;
  let band = 0;
  for (let i = 0; i < length; i++) {
    const x = i / length;
    const centre = 350 + 2550 * Math.min(1, x / WHOOSH_PEAK_SHARE) ** 1.5;
    const f = 2 * Math.sin((Math.PI * centre) / sampleRate);
    low += f * band;
    band += f * (random() * 2 - 1 - low - 0.9 * band);
    const rise = x < WHOOSH_PEAK_SHARE ? (x / WHOOSH_PEAK_SHARE) ** 2.2 : ((1 - x) / (1 - WHOOSH_PEAK_SHARE)) ** 1.6;
    const side = pan * (2 * x - 1) * 0.6;
    sound.left[i] = band * rise * (1 - side);
    sound.right[i] = band * rise * (1 + side);
  }
  return sound;
}

/** A small dry tick for a thing that lands. */
function drawTick(sampleRate: number, pan: number): StereoSound {
  const sound = silence(0.3, sampleRate);
  for (let i = 0; i < sampleRate * 0.12; i++) {
    const t = i / sampleRate;
    const onset = Math.min(1, t * 1500);
    const value =
      onset *
      (Math.sin(2 * Math.PI * 1900 * t) * Math.exp(-t * 90) +
        0.5 * Math.sin(2 * Math.PI * 798 * t) * Math.exp(-t * 60));
    sound.left[i] = value * (1 - pan * 0.5);
    sound.right[i] = value * (1 + pan * 0.5);
  }
  return sound;
}

const ROOM_DELAYS_SECONDS = [0.031, 0.047, 0.071, 0.097, 0.131];

/** A short stereo tail by crossed delays; the effects stand in the same room as the instruments. */
function addRoom(sound: StereoSound, sampleRate: number): StereoSound {
  const tail = Math.round(0.5 * sampleRate);
  const wet = { left: new Float32Array(sound.left.length + tail), right: new Float32Array(sound.right.length + tail) };
  wet.left.set(sound.left);
  wet.right.set(sound.right);
  for (const seconds of ROOM_DELAYS_SECONDS) {
    const delay = Math.round(seconds * sampleRate);
    for (let i = wet.left.length - 1; i >= delay; i--) {
      wet.left[i] = wet.left[i]! + wet.right[i - delay]! * 0.13;
      wet.right[i] = wet.right[i]! + wet.left[i - delay]! * 0.12;
    }
  }
  const fade = Math.round(0.05 * sampleRate);
  for (let i = 0; i < fade; i++) {
    wet.left[wet.left.length - 1 - i]! *= i / fade;
    wet.right[wet.right.length - 1 - i]! *= i / fade;
  }
  return wet;
}

function mixInto(target: StereoSound, sound: StereoSound, at: number, gain: number): void {
  for (let i = Math.max(0, -at); i < sound.left.length && at + i < target.left.length; i++) {
    target.left[at + i] = target.left[at + i]! + sound.left[i]! * gain;
    target.right[at + i] = target.right[at + i]! + sound.right[i]! * gain;
  }
}
