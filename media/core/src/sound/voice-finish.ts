import { filterSamples, resample, toBiquad } from './filters.ts';
import { SAMPLE_RATE } from './music-plan.ts';
import { fadeEnds, limitSoftly, type StereoSound } from './stereo.ts';

/** Room left for the last echo. */
const TAIL_SECONDS = 0.12;

/**
 * Makes a spoken line less of a machine (craft.md §8): high-pass 70 Hz, low-pass 8.5 kHz, −2 dB at 3 kHz, 2.5:1
 * compression, softened sibilants, a short room at 12 %, one level for every line. Returns 48 kHz stereo.
 */
export function finishVoice(samples: Float32Array, fromRate: number, speed: number): StereoSound {
  const spoken = resample(samples, fromRate, SAMPLE_RATE, speed);
  const voice = new Float32Array(spoken.length + Math.round(TAIL_SECONDS * SAMPLE_RATE));
  voice.set(spoken);
  filterSamples(voice, toBiquad({ kind: 'highpass', frequencyHz: 70 }, SAMPLE_RATE));
  filterSamples(voice, toBiquad({ kind: 'lowpass', frequencyHz: 8500 }, SAMPLE_RATE));
  filterSamples(voice, toBiquad({ kind: 'peak', frequencyHz: 3000, gainDb: -2, q: 1 }, SAMPLE_RATE));
  bringToLevel(voice);
  compress(voice);
  softenSibilants(voice);
  bringToLevel(voice);
  const sound = addShortRoom(voice);
  limitSoftly(sound);
  fadeEnds(sound, SAMPLE_RATE, 0.005, 0.03);
  return sound;
}

/** Level of the spoken parts: about −16 LUFS for one voice. */
const SPOKEN_RMS = 0.13;

/** Pauses do not count: only windows within 25 dB of the loudest. */
function bringToLevel(samples: Float32Array): void {
  const window = SAMPLE_RATE / 20;
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += window) {
    const part = samples.subarray(start, start + window);
    powers.push(part.reduce((sum, value) => sum + value * value, 0) / part.length);
  }
  const loudest = Math.max(...powers, 1e-9);
  const spoken = powers.filter((power) => power > loudest * 10 ** -2.5);
  const rms = Math.sqrt(spoken.reduce((sum, power) => sum + power, 0) / Math.max(1, spoken.length));
  const gain = SPOKEN_RMS / Math.max(1e-5, rms);
  for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * gain;
}

const THRESHOLD = 0.1;
const RATIO = 2.5;
const ATTACK_SECONDS = 0.008;
const RELEASE_SECONDS = 0.12;

function compress(samples: Float32Array): void {
  const attack = Math.exp(-1 / (ATTACK_SECONDS * SAMPLE_RATE));
  const release = Math.exp(-1 / (RELEASE_SECONDS * SAMPLE_RATE));
  let level = 0;
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i]!);
    const pace = size > level ? attack : release;
    level = size + (level - size) * pace;
    if (level > THRESHOLD) samples[i] = samples[i]! * (level / THRESHOLD) ** (1 / RATIO - 1);
  }
}

/** The speech program hisses: an “s” stood at twice the height of the vowels round it. */
const SIBILANT_FROM_HZ = 3600;
const SIBILANT_LEVEL = 0.06;
const SIBILANT_ATTACK_SECONDS = 0.0008;
const SIBILANT_RELEASE_SECONDS = 0.03;

/** Holds the band of hisses down while it is louder than the level; the rest of the voice stays as it is. */
function softenSibilants(samples: Float32Array): void {
  const low = samples.slice();
  filterSamples(low, toBiquad({ kind: 'lowpass', frequencyHz: SIBILANT_FROM_HZ }, SAMPLE_RATE));
  // What the low-pass takes away, and no high-pass of its own: the two must add up to the voice, phase and all.
  const hiss = samples.map((value, i) => value - low[i]!);
  const attack = Math.exp(-1 / (SIBILANT_ATTACK_SECONDS * SAMPLE_RATE));
  const release = Math.exp(-1 / (SIBILANT_RELEASE_SECONDS * SAMPLE_RATE));
  let level = 0;
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(hiss[i]!);
    level = size + (level - size) * (size > level ? attack : release);
    if (level > SIBILANT_LEVEL) samples[i] = samples[i]! - hiss[i]! * (1 - SIBILANT_LEVEL / level);
  }
}

const ROOM_SHARE = 0.12;
/** Echo paths in seconds, left and right apart, so that the voice stands in a room and not on a wire. */
const ROOM_LEFT_SECONDS = [0.0113, 0.0197, 0.0293, 0.0411];
const ROOM_RIGHT_SECONDS = [0.0131, 0.0211, 0.0317, 0.0433];

function addShortRoom(voice: Float32Array): StereoSound {
  return { left: withEchoes(voice, ROOM_LEFT_SECONDS), right: withEchoes(voice, ROOM_RIGHT_SECONDS) };
}

function withEchoes(voice: Float32Array, pathsSeconds: readonly number[]): Float32Array {
  const wet = new Float32Array(voice.length);
  for (const [index, seconds] of pathsSeconds.entries()) {
    const delay = Math.round(seconds * SAMPLE_RATE);
    const echo = new Float32Array(voice.length);
    for (let i = delay; i < voice.length; i++) echo[i] = voice[i - delay]! + echo[i - delay]! * 0.62;
    for (let i = 0; i < wet.length; i++) wet[i] = wet[i]! + (echo[i]! * (index % 2 ? -1 : 1)) / pathsSeconds.length;
  }
  filterSamples(wet, toBiquad({ kind: 'lowpass', frequencyHz: 3800 }, SAMPLE_RATE));
  return voice.map((value, i) => value * (1 - ROOM_SHARE) + wet[i]! * ROOM_SHARE * 2);
}
