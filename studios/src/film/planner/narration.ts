import type { SceneWords } from '@kinora/contract';
import type { CastShot } from './cast.ts';
import { type BeatGrid, countBeats, type LengthWish } from './lengths.ts';
import type { BriefReading } from './read-brief.ts';
import { clip, countCharacters, foldText, trimEdges } from './text.ts';

/** Speaking rate the plan counts with until the voice itself has been measured. */
export const CHARACTERS_PER_SECOND = 14;
/** Share of the film a voice may fill; the rest breathes. */
const SPOKEN_SHARE = 0.6;
/** A spoken line may make its shot at most this long. */
const LONGEST_LINE_SECONDS = 4.6;

/**
 * Sentences of the brief, in order, on the shots between the hook and the last card; as many as the film has room for. A
 * line goes to the shot that shows its own words, so that eye and ear are told the same thing.
 */
export function shareNarration(
  cast: readonly CastShot[],
  reading: BriefReading,
  context: { grid: BeatGrid; words: readonly SceneWords[] },
): string[] {
  const { grid, words } = context;
  const filmSeconds = (grid.beatFrames.length * 60) / grid.bpm;
  const lines = chooseLines(reading.sentences, filmSeconds * SPOKEN_SHARE);
  const places = cast.flatMap((shot, index) =>
    shot.slot.role === 'hook' || shot.slot.role === 'name' ? [] : [{ index, shown: shownBy(words[index]) }],
  );
  const narration = cast.map(() => '');
  const isFree = (index: number) => narration[index] === '';
  const homeless: { line: string; order: number }[] = [];
  for (const [order, line] of lines.slice(0, places.length).entries()) {
    const told = foldText(line);
    const match = (place: (typeof places)[number]) =>
      Math.max(0, ...place.shown.filter((text) => told.includes(text)).map((text) => text.length));
    const [own] = places
      .filter((place) => isFree(place.index) && match(place) > 0)
      .sort((first, second) => match(second) - match(first));
    if (own) narration[own.index] = line;
    else homeless.push({ line, order });
  }
  for (const { line, order } of homeless) {
    const wished = Math.floor((order * places.length) / Math.max(1, Math.min(lines.length, places.length)));
    const free = places.filter(({ index }) => isFree(index));
    // A shot that shows no words can carry any line; one with words of its own would say two things at once.
    const cost = (place: (typeof places)[number]) =>
      Math.abs(places.indexOf(place) - wished) + (place.shown.length > 0 ? WORDED_COST : 0);
    const [best] = [...free].sort((first, second) => cost(first) - cost(second));
    if (best) narration[best.index] = line;
  }
  return narration;
}

const WORDED_COST = 3;

/** What a shot shows, folded for comparing; display lines are one sentence. */
function shownBy(words: SceneWords | undefined): string[] {
  if (!words) return [];
  const texts = [words.lines.join(' '), ...words.items, words.figure, words.small];
  return texts.flatMap((text) => (text ? [foldText(trimEdges(text))] : []));
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
