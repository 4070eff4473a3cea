import type { MusicMood } from '@kinora/contract';
import { arrangeLayers, type Section } from './arrange.ts';
import { planHarmony } from './harmony.ts';
import { type Instrument, MOOD_SCORES } from './moods.ts';
import { humanise, type Note, playSpan } from './parts.ts';
import { createRandom } from './random.ts';

export const SAMPLE_RATE = 48_000;

/** A sound effect of the film: a low hit, an air whoosh whose peak is the cut, a small tick when something lands. */
export type AccentKind = 'hit' | 'whoosh' | 'tick';
export type Accent = { kind: AccentKind; atSeconds: number /** −1 left … 1 right. */; pan: number };

/** Music as data: what is played when by whom. The same input gives the same plan, to the last digit. */
export type MusicPlan = {
  mood: MusicMood;
  bpm: number;
  seed: number;
  /** Exact length in samples at 48 kHz. */
  lengthSamples: number;
  lengthSeconds: number;
  instruments: Instrument[];
  /** In order of time. */
  notes: Note[];
  accents: Accent[];
  fadeInSeconds: number;
  fadeOutSeconds: number;
};

export type MusicInput = {
  mood: MusicMood;
  bpm: number;
  totalFrames: number;
  fps: number;
  /** Frame of every shot's start, the first 0, the last the end card's. */
  cuts: readonly number[];
  /** Effects the film asks for. Without them hits fall on the second shot, the claim and the end card, whooshes on a third of the cuts. */
  accents?: readonly { kind: AccentKind; frame: number }[];
  /** Shot (index into `cuts`) that carries the claim; default the one at about 60 % of the film. */
  claimShot?: number;
  seed: number;
};

/**
 * Writes music to the picture (craft.md §8): a new chord on every cut, layers that enter with the story, a lift at half,
 * one bar of breath before the claim in films of 30 s and more, home and two bells on the end card.
 */
export function planMusic(input: MusicInput): MusicPlan {
  const { mood, bpm, fps, totalFrames, seed } = input;
  const lengthSeconds = totalFrames / fps;
  const cuts = cleanCuts(input.cuts, totalFrames);
  const cutsSeconds = cuts.map((frame) => frame / fps);
  const beatSeconds = 60 / bpm;
  const score = MOOD_SCORES[mood];
  const claimShot = input.claimShot ?? nearestShot(cutsSeconds, lengthSeconds * 0.6);
  const hasBeatFromStory = score.beatsFromStory === true;
  const sections: Section[] = arrangeLayers(cutsSeconds, lengthSeconds, beatSeconds, claimShot, hasBeatFromStory);
  const random = createRandom(seed);
  const spans = planHarmony(score, cutsSeconds, lengthSeconds, beatSeconds);
  const notes = spans.flatMap((span) =>
    playSpan(score, span, { beatSeconds, sections, lengthSeconds, turn: seed % 4 }),
  );
  return {
    mood,
    bpm,
    seed,
    lengthSamples: Math.round(lengthSeconds * SAMPLE_RATE),
    lengthSeconds,
    instruments: Object.values(score.instruments),
    notes: humanise(notes, random, lengthSeconds),
    accents: planAccents(input, cuts, claimShot),
    fadeInSeconds: 0.02,
    fadeOutSeconds: Math.min(0.6, lengthSeconds / 4),
  };
}

function cleanCuts(cuts: readonly number[], totalFrames: number): number[] {
  const inside = cuts.filter((frame) => frame > 0 && frame < totalFrames);
  return [0, ...new Set(inside)].sort((first, second) => first - second);
}

function nearestShot(cutsSeconds: readonly number[], seconds: number): number {
  const middle = cutsSeconds.slice(0, -1);
  if (middle.length === 0) return 0;
  const distances = middle.map((cut) => Math.abs(cut - seconds));
  return distances.indexOf(Math.min(...distances));
}

/** A whoosh on every cut is cheap, so two thirds go without (craft.md §8). */
function planAccents(input: MusicInput, cuts: readonly number[], claimShot: number): Accent[] {
  const { fps, totalFrames } = input;
  if (input.accents) {
    const inside = input.accents.filter((accent) => accent.frame >= 0 && accent.frame < totalFrames);
    return inside.map(({ kind, frame }, index) => ({
      kind,
      atSeconds: frame / fps,
      pan: index % 2 === 0 ? -0.7 : 0.7,
    }));
  }
  const hits = [...new Set([1, claimShot, cuts.length - 1])].filter((shot) => shot > 0 && shot < cuts.length);
  const whooshes = cuts
    .map((_, shot) => shot)
    .filter((shot) => shot > 0 && (shot % 3 === 1 || shot === cuts.length - 1));
  const accents: Accent[] = [
    ...hits.map((shot): Accent => ({ kind: 'hit', atSeconds: cuts[shot]! / fps, pan: 0 })),
    ...whooshes.map((shot): Accent => ({ kind: 'whoosh', atSeconds: cuts[shot]! / fps, pan: shot % 2 === 0 ? -1 : 1 })),
  ];
  return accents.sort((first, second) => first.atSeconds - second.atSeconds);
}
