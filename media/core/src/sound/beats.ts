import type { MusicChoice } from '@kinora/contract';

/** How the brief speaks; it moves the pace inside what the mood allows. */
export type FilmTone = 'calm' | 'warm' | 'confident' | 'energetic' | 'urgent';

type Pace = { lowest: number; highest: number; liked: number };

/** Beats a minute by mood; a film without music is cut to the calm pace. */
const MOOD_PACES: Readonly<Record<MusicChoice, Pace>> = {
  none: { lowest: 70, highest: 96, liked: 80 },
  calm: { lowest: 70, highest: 84, liked: 80 },
  emotional: { lowest: 70, highest: 92, liked: 80 },
  mysterious: { lowest: 70, highest: 92, liked: 80 },
  epic: { lowest: 84, highest: 112, liked: 96 },
  uplifting: { lowest: 96, highest: 128, liked: 112 },
  driving: { lowest: 112, highest: 128, liked: 120 },
};

/** Beats a minute by tone (craft.md §6). */
const TONE_LIKES: Readonly<Record<FilmTone, number>> = {
  calm: 78,
  warm: 88,
  confident: 100,
  energetic: 120,
  urgent: 130,
};

export type BeatPlan = {
  bpm: number;
  /** Whole beats in the film. */
  beats: number;
  totalFrames: number;
  /** Frame of every beat, the first 0; the film's last frame is the next beat's eve. */
  beatFrames: number[];
};

/**
 * Chooses a pace at which the film is a whole number of beats, whole bars where the mood allows, and places every beat
 * on its nearest frame. At 80 a minute 15 s are 20 beats, 30 s 40 and 60 s 80.
 *
 * @example planBeats({ seconds: 15, mood: 'calm', fps: 30 }).bpm === 80
 */
export function planBeats(input: { seconds: number; mood: MusicChoice; fps: number; tone?: FilmTone }): BeatPlan {
  const totalFrames = Math.round(input.seconds * input.fps);
  const seconds = totalFrames / input.fps;
  const pace = MOOD_PACES[input.mood];
  const liked = input.tone ? Math.min(pace.highest, Math.max(pace.lowest, TONE_LIKES[input.tone])) : pace.liked;
  const beats = chooseBeats(seconds, pace, liked);
  const beatFrames = Array.from({ length: beats }, (_, beat) => Math.round((beat * totalFrames) / beats));
  return { bpm: (beats * 60) / seconds, beats, totalFrames, beatFrames };
}

function chooseBeats(seconds: number, pace: Pace, liked: number): number {
  const fewest = Math.max(1, Math.ceil((pace.lowest * seconds) / 60));
  const most = Math.max(fewest, Math.floor((pace.highest * seconds) / 60));
  let best = fewest;
  let cost = Number.POSITIVE_INFINITY;
  for (let beats = fewest; beats <= most; beats++) {
    // A bar that is not whole costs as much as 6 beats a minute away from the liked pace, half a bar 2.
    const barCost = beats % 4 === 0 ? 0 : beats % 2 === 0 ? 2 : 6;
    const here = Math.abs((beats * 60) / seconds - liked) + barCost;
    if (here >= cost) continue;
    cost = here;
    best = beats;
  }
  return best;
}

/** Beat frames of a given pace, for music that must fit a film already cut. */
export function beatFramesAt(bpm: number, totalFrames: number, fps: number): number[] {
  const frames: number[] = [];
  for (let beat = 0; ; beat++) {
    const frame = Math.round((beat * 60 * fps) / bpm);
    if (frame >= totalFrames) return frames;
    frames.push(frame);
  }
}
