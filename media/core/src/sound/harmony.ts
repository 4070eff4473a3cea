import type { MoodScore } from './moods.ts';

/** A stretch of film under one chord. */
export type ChordSpan = {
  startSeconds: number;
  endSeconds: number;
  /** Bass note and the voices above it, MIDI numbers. */
  bass: number;
  voices: number[];
  /** 0-based shot the span belongs to. */
  shot: number;
  isHome: boolean;
};

/** Longest stretch under one chord, in beats: a long shot would stand still otherwise. */
const LONGEST_SPAN_BEATS = 6;

/**
 * A new chord on every cut (craft.md §8), a leading chord before the end card, home on it. Shots longer than six beats
 * change again at their bars. The second loop takes over at half of the film.
 */
export function planHarmony(
  score: MoodScore,
  cutsSeconds: readonly number[],
  lengthSeconds: number,
  beatSeconds: number,
): ChordSpan[] {
  const stretches = splitLongShots(cutsSeconds, lengthSeconds, beatSeconds);
  const spans: ChordSpan[] = [];
  let previous: number[] | undefined;
  let turn = 0;
  for (const [index, stretch] of stretches.entries()) {
    const isHome = stretch.shot === cutsSeconds.length - 1;
    const isLeading = !isHome && stretches[index + 1]?.shot === cutsSeconds.length - 1 && index > 0;
    const loop = score.progressions[stretch.startSeconds < lengthSeconds / 2 ? 0 : 1];
    const steps = isHome ? score.home : isLeading ? score.leading : loop[turn++ % loop.length]!;
    const voices = voiceChord(score.root, steps, previous);
    spans.push({ ...stretch, bass: bassOf(score.root, steps), voices, isHome });
    previous = voices;
  }
  return spans;
}

type Stretch = { startSeconds: number; endSeconds: number; shot: number };

function splitLongShots(cutsSeconds: readonly number[], lengthSeconds: number, beatSeconds: number): Stretch[] {
  return cutsSeconds.flatMap((start, shot) => {
    const end = cutsSeconds[shot + 1] ?? lengthSeconds;
    const beats = (end - start) / beatSeconds;
    const isLast = shot === cutsSeconds.length - 1;
    const parts = isLast || beats <= LONGEST_SPAN_BEATS + 0.01 ? 1 : Math.round(beats / 4);
    const bar = Math.ceil(Math.round(beats) / parts) * beatSeconds;
    return Array.from({ length: parts }, (_, part) => ({
      startSeconds: start + part * bar,
      endSeconds: part === parts - 1 ? end : Math.min(end, start + (part + 1) * bar),
      shot,
    })).filter((stretch) => stretch.endSeconds - stretch.startSeconds > beatSeconds / 2);
  });
}

function bassOf(root: number, steps: readonly number[]): number {
  let note = root + steps[0]!;
  while (note > 47) note -= 12;
  while (note < 33) note += 12;
  return note;
}

const LOWEST_VOICE = 55;
const HIGHEST_VOICE = 76;

/** Of all inversions in the middle range, the one whose voices move least from the chord before. */
function voiceChord(root: number, steps: readonly number[], previous: readonly number[] | undefined): number[] {
  const target = previous ?? [57, 62, 66, 69];
  const names = [...new Set(steps.map((step) => (root + step) % 12))];
  let best: number[] = [];
  let cost = Number.POSITIVE_INFINITY;
  for (let lowest = LOWEST_VOICE; lowest < LOWEST_VOICE + 12; lowest++) {
    if (!names.includes(lowest % 12)) continue;
    const voices = stackUp(names, lowest, Math.max(4, names.length));
    if (voices.at(-1)! > HIGHEST_VOICE + 3) continue;
    const movement = voices.reduce(
      (sum, voice) => sum + Math.min(...target.map((other) => Math.abs(other - voice))),
      0,
    );
    if (movement >= cost) continue;
    cost = movement;
    best = voices;
  }
  return best;
}

function stackUp(names: readonly number[], lowest: number, count: number): number[] {
  const voices: number[] = [];
  for (let note = lowest; voices.length < count; note++) if (names.includes(note % 12)) voices.push(note);
  return voices;
}
