import type { CastShot } from './cast.ts';
import { type BeatGrid, countBeats, type LengthWish } from './lengths.ts';
import type { BriefReading } from './read-brief.ts';
import { clip, countCharacters } from './text.ts';

/** Speaking rate the plan counts with until the voice itself has been measured. */
const CHARACTERS_PER_SECOND = 14;
/** Share of the film a voice may fill; the rest breathes. */
const SPOKEN_SHARE = 0.6;
/** A spoken line may make its shot at most this long. */
const LONGEST_LINE_SECONDS = 5.5;

/** Sentences of the brief, in order, on the shots between the hook and the last card; as many as the film has room for. */
export function shareNarration(cast: readonly CastShot[], reading: BriefReading, grid: BeatGrid): string[] {
  const filmSeconds = (grid.beatFrames.length * 60) / grid.bpm;
  const lines = chooseLines(reading.sentences, filmSeconds * SPOKEN_SHARE);
  const places = cast
    .map((shot, index) => ({ shot, index }))
    .filter(({ shot }) => shot.slot.role !== 'hook' && shot.slot.role !== 'name');
  const narration = cast.map(() => '');
  for (const [order, line] of lines.slice(0, places.length).entries()) {
    const place = places[Math.floor((order * places.length) / Math.min(lines.length, places.length))]!;
    narration[place.index] = line;
  }
  return narration;
}

function chooseLines(sentences: readonly string[], roomSeconds: number): string[] {
  const chosen: string[] = [];
  let seconds = 0;
  for (const sentence of sentences) {
    const length = estimateSeconds(sentence);
    if (length > LONGEST_LINE_SECONDS || seconds + length > roomSeconds) continue;
    chosen.push(clip(sentence, 600));
    seconds += length + 0.5;
  }
  return chosen;
}

export function estimateSeconds(sentence: string): number {
  return countCharacters(sentence) / CHARACTERS_PER_SECOND;
}

/** Leaves out the longest spoken lines until what is left fits the film; a voice is never cut off or hurried. */
export function fitNarration(
  lines: readonly string[],
  wishesFor: (lines: readonly string[]) => LengthWish[],
  grid: BeatGrid,
): { narration: string[]; wishes: LengthWish[] } {
  const narration = [...lines];
  for (;;) {
    const wishes = wishesFor(narration);
    const spoken = wishes.map((wish, index) => (narration[index] === '' ? 0 : wish.leastSeconds));
    const longest = Math.max(...spoken);
    if (countBeats(wishes, grid) <= grid.beatFrames.length || longest === 0) return { narration, wishes };
    narration[spoken.indexOf(longest)] = '';
  }
}
