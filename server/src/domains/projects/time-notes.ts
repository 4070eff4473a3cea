import { type SceneWords, say, type Timeline } from '@kinora/contract';

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
  const timed = { shot: shot.code, length: format(lengthSeconds) };
  const spoken = shot.narration.trim().length / charactersPerSecond;
  const read = readingSeconds(shot.words);
  if (spoken > lengthSeconds) {
    notes.push(say('time.voice_long', { ...timed, needed: format(spoken) }));
  }
  if (read > lengthSeconds) {
    notes.push(say('time.words_long', { ...timed, needed: format(read) }));
  }
  if (lengthSeconds < shortestSeconds) notes.push(say('time.shot_short', timed));
  if (lengthSeconds > longestSeconds) notes.push(say('time.shot_long', timed));
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
    if (gap > 0) return [say('time.gap', { shot: code, seconds: format(seconds(gap)) })];
    if (-gap > allowed) return [say('time.overlap', { shot: code, seconds: format(seconds(-gap)) })];
    return [];
  });
}

function format(value: number): string {
  return value.toFixed(1);
}
