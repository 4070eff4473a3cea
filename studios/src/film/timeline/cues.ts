import type { Language, Storyboard, StoryboardShot } from '@kinora/contract';
import { breakLines, countCharacters } from '../planner/text.ts';
import { shotsOf, startFrames } from './shots.ts';

/** One caption: whole frames, at most two lines of its text. */
export type FilmCue = { startFrame: number; endFrame: number; text: string; language: Language };
export type SpokenWords = {
  shotKey: string;
  startSeconds: number;
  words: readonly { text: string; startSeconds: number; endSeconds: number }[];
};

/** Reading speed and limits of interchange.md §7 and rulings §4.9. */
const CHARACTERS_PER_SECOND = 17;
const LEAST_SECONDS = 5 / 6;
const MOST_SECONDS = 7;
const LINE_CHARACTERS = 42;
const LEAST_GAP_FRAMES = 2;

/** Captions of a film: the voice's own words at their own times, or, without a voice, what stands on screen. */
export function planCues(storyboard: Storyboard, spoken: readonly SpokenWords[]): FilmCue[] {
  const cues =
    spoken.length > 0
      ? spoken.flatMap((line) => cuesOfLine(storyboard, line))
      : shotsOf(storyboard).flatMap((shot) => cueOfShot(storyboard, shot));
  return separate(
    cues.sort((first, second) => first.startFrame - second.startFrame),
    storyboard.targetFrames,
  );
}

function cuesOfLine(storyboard: Storyboard, line: SpokenWords): FilmCue[] {
  const fps = storyboard.rate.numerator / storyboard.rate.denominator;
  const chunks = chunkWords(line.words);
  return chunks.map((chunk) => ({
    startFrame: Math.round((line.startSeconds + chunk[0]!.startSeconds) * fps),
    endFrame: Math.round((line.startSeconds + chunk.at(-1)!.endSeconds) * fps),
    text: chunk.map((word) => word.text).join(' '),
    language: storyboard.language,
  }));
}

type TimedWord = SpokenWords['words'][number];

/** Two full lines at most, broken after a stop where there is one. */
function chunkWords(words: readonly TimedWord[]): TimedWord[][] {
  const chunks: TimedWord[][] = [];
  for (const word of words) {
    const current = chunks.at(-1);
    const text = current ? `${current.map((entry) => entry.text).join(' ')} ${word.text}` : word.text;
    const isFull = countCharacters(text) > LINE_CHARACTERS * 2 - 6;
    const isAfterStop = current !== undefined && /[.!?؟]$/.test(current.at(-1)!.text);
    if (!current || isFull || isAfterStop) chunks.push([word]);
    else current.push(word);
  }
  return chunks;
}

/** Words on screen by reading speed, from just after the cut, never past the shot's end. */
function cueOfShot(storyboard: Storyboard, shot: StoryboardShot): FilmCue[] {
  const fps = storyboard.rate.numerator / storyboard.rate.denominator;
  const { words } = shot.scene;
  const parts = [
    // "From" and "€79" are one phrase on the price card.
    words.figure ? '' : words.eyebrow,
    words.lines.join(' '),
    words.items.join(', '),
    words.figure ? [words.eyebrow, words.figure].filter(Boolean).join(' ') : '',
    words.wordmark,
    words.small,
  ];
  const text = parts
    .filter(Boolean)
    .join('. ')
    .replace(/([.!?؟])\. /gu, '$1 ');
  if (text === '') return [];
  const start = startFrames(storyboard).get(shot.key)!;
  const seconds = Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, countCharacters(text) / CHARACTERS_PER_SECOND));
  const endFrame = Math.min(start + shot.lengthFrames, start + Math.max(snap(shot, Math.ceil(seconds * fps)), 1));
  return [{ startFrame: start, endFrame, text, language: storyboard.language }];
}

/** Up to the next beat inside the shot, else to its end. */
function snap(shot: StoryboardShot, frames: number): number {
  return shot.scene.beatFrames.find((beat) => beat >= frames) ?? shot.lengthFrames;
}

/** Cues never overlap and keep two frames between them. */
function separate(cues: readonly FilmCue[], totalFrames: number): FilmCue[] {
  return cues
    .map((cue, index) => {
      const next = cues[index + 1];
      const limit = next ? next.startFrame - LEAST_GAP_FRAMES : totalFrames;
      return { ...cue, endFrame: Math.min(cue.endFrame, limit) };
    })
    .filter((cue) => cue.endFrame > cue.startFrame);
}

/** Lines of at most `limit` characters, two of them. */
export function cueLines(text: string, limit: number): string[] {
  return breakLines(text.replace(/\s+/g, ' '), limit, 3);
}

export function toSrt(cues: readonly FilmCue[], fps: number): string {
  return cues
    .map((cue, index) => {
      const times = `${clock(cue.startFrame / fps, ',')} --> ${clock(cue.endFrame / fps, ',')}`;
      return `${index + 1}\n${times}\n${cueLines(cue.text, LINE_CHARACTERS).join('\n')}\n`;
    })
    .join('\n');
}

/** Direction comes from the first strong character; a line that opens with Latin or a figure needs the mark. */
export function toVtt(cues: readonly FilmCue[], fps: number): string {
  const blocks = cues.map((cue) => {
    const times = `${clock(cue.startFrame / fps, '.')} --> ${clock(cue.endFrame / fps, '.')}`;
    const lines = cueLines(cue.text, LINE_CHARACTERS).map(
      (line) => `${cue.language === 'en' ? '' : rightToLeftMark(line)}${escapeText(line)}`,
    );
    return `${times}\n${lines.join('\n')}\n`;
  });
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

function rightToLeftMark(line: string): string {
  return /^[^\p{Script=Hebrew}\p{Script=Arabic}\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(line) &&
    !/^[\d\p{Script=Latin}]/u.test(line)
    ? ''
    : '&rlm;';
}

function escapeText(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '→');
}

function clock(seconds: number, mark: ',' | '.'): string {
  const total = Math.round(seconds * 1000);
  const pad = (value: number, size: number) => String(value).padStart(size, '0');
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(Math.floor(total / 1000) % 60, 2)}${mark}${pad(total % 1000, 3)}`;
}
