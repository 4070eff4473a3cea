import type { SceneWords, Timeline } from '@kinora/contract';

export type TimedShot = { id: string; code: string; lengthFrames: number; narration: string; words: SceneWords };

/** Characters a second that people read and speakers speak (rulings §4.9), and the least time for any words. */
const charactersPerSecond = 17;
const leastReadingSeconds = 5 / 6;
/** Shorter is a flash, longer asks for patience: both are worth a second look, neither is forbidden. */
const shortestSeconds = 0.5;
const longestSeconds = 8;

/** What is worth saying about a scene's time, as sentences with a way out. Empty when all is well. */
export function listTimeNotes(
  shots: readonly TimedShot[],
  framesPerSecond: number,
  timeline: Timeline | null,
): string[] {
  const seconds = (frames: number) => frames / framesPerSecond;
  return [
    ...shots.flatMap((shot) => notesOfShot(shot, seconds(shot.lengthFrames))),
    ...(timeline ? notesOfCut(shots, timeline, seconds) : []),
  ];
}

function notesOfShot(shot: TimedShot, lengthSeconds: number): string[] {
  const notes: string[] = [];
  const length = `${format(lengthSeconds)} s`;
  const spoken = shot.narration.trim().length / charactersPerSecond;
  const read = readingSeconds(shot.words);
  if (spoken > lengthSeconds) {
    notes.push(
      `The voice of shot ${shot.code} needs about ${format(spoken)} s, the shot lasts ${length}. Shorten the text.`,
    );
  }
  if (read > lengthSeconds) {
    notes.push(`Reading shot ${shot.code} takes about ${format(read)} s, the shot lasts ${length}. Use fewer words.`);
  }
  if (lengthSeconds < shortestSeconds)
    notes.push(`Shot ${shot.code} lasts only ${length}. Give it more time or leave it out.`);
  if (lengthSeconds > longestSeconds) notes.push(`Shot ${shot.code} lasts ${length}. Shorten it or split it in two.`);
  return notes;
}

function readingSeconds(words: SceneWords): number {
  const texts = [words.eyebrow, ...words.lines, ...words.items, words.figure, words.small].filter(Boolean);
  const characters = texts.join(' ').length;
  return characters === 0 ? 0 : Math.max(leastReadingSeconds, characters / charactersPerSecond);
}

function notesOfCut(shots: readonly TimedShot[], timeline: Timeline, seconds: (frames: number) => number): string[] {
  const codes = new Map(shots.map((shot) => [shot.id, shot.code]));
  const items = timeline.tracks.filter((track) => track.kind === 'video').flatMap((track) => track.items);
  const ordered = [...items].sort((left, right) => left.startFrame - right.startFrame);
  return ordered.slice(1).flatMap((item, index) => {
    const before = ordered[index]!;
    const code = item.source.shotId && codes.get(item.source.shotId);
    if (!code) return [];
    const gap = item.startFrame - (before.startFrame + before.lengthFrames);
    const allowed = item.transitionIn?.lengthFrames ?? 0;
    if (gap > 0)
      return [`Before shot ${code} the cut is empty for ${format(seconds(gap))} s. Move it up or fill the gap.`];
    if (-gap > allowed)
      return [`Shot ${code} begins ${format(seconds(-gap))} s before the one before it ends. Move or trim it.`];
    return [];
  });
}

function format(value: number): string {
  return value.toFixed(1);
}
