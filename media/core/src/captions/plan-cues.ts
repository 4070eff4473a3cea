import type { Language, Rate, Ratio } from '@kinora/contract';
import type { WordTime } from '../sound/index.ts';
import { splitIntoCaptions } from './break-lines.ts';
import { CAPTION_LIMITS, type Cue, characterCount, cleanText, LINE_CHARACTERS, secondsToFrame } from './cue.ts';

export type CueFrame = { rate: Rate; totalFrames: number; ratio: Ratio; language: Language };

/** A spoken line in its place on the film; word times count from the line's own start. */
export type SpokenText = { text: string; startSeconds: number; words: readonly WordTime[] };

/** Words shown without a voice, in the stretch of film they belong to. */
export type SilentText = { text: string; startFrame: number; endFrame: number };

type Draft = { lines: string[]; startFrame: number; endFrame: number };

/** How long a caption stays after its last word, when nothing follows. */
const LINGER_SECONDS = 0.4;

/** Captions from the times a voice's words are heard at. */
export function planSpokenCues(lines: readonly SpokenText[], frame: CueFrame): Cue[] {
  const drafts = lines.flatMap(({ text, startSeconds, words }) => {
    const at = (seconds: number) => secondsToFrame(startSeconds + seconds, frame.rate);
    let next = 0;
    return captionsOf(text, frame).map((captionLines): Draft => {
      const count = captionLines.join(' ').split(' ').length;
      const own = words.slice(next, next + count);
      next += count;
      const first = own[0]?.startSeconds ?? words.at(-1)?.endSeconds ?? 0;
      const last = own.at(-1)?.endSeconds ?? first;
      return { lines: captionLines, startFrame: at(first), endFrame: at(last + LINGER_SECONDS) };
    });
  });
  return settle(drafts, frame);
}

/**
 * Captions without a voice (rulings §4.9): each takes its reading time at 17 characters a second, at least 5/6 s, begins
 * on the music's nearest beat and stays until the next.
 */
export function planSilentCues(
  texts: readonly SilentText[],
  frame: CueFrame & { beatFrames: readonly number[] },
): Cue[] {
  const drafts = texts.flatMap(({ text, startFrame, endFrame }) => {
    const captions = captionsOf(text, frame);
    const wanted = captions.map((lines) => readingFrames(lines, frame.rate));
    const sum = wanted.reduce((total, frames) => total + frames, 0);
    const squeeze = Math.min(1, (endFrame - startFrame) / Math.max(1, sum));
    let clock = startFrame;
    return captions.map((lines, index): Draft => {
      const start = snapToBeat(clock, startFrame, frame.beatFrames);
      clock += Math.round(wanted[index]! * squeeze);
      return { lines, startFrame: start, endFrame: Math.max(start + 1, clock) };
    });
  });
  return settle(drafts, frame);
}

/** Frames a caption needs to be read. */
export function readingFrames(lines: readonly string[], rate: Rate): number {
  const seconds = characterCount(lines.join(' ')) / CAPTION_LIMITS.charactersPerSecond;
  return secondsToFrame(
    Math.min(CAPTION_LIMITS.longestSeconds, Math.max(CAPTION_LIMITS.shortestSeconds, seconds)),
    rate,
  );
}

function captionsOf(text: string, { ratio, language }: CueFrame): string[][] {
  return splitIntoCaptions(cleanText(text), LINE_CHARACTERS[ratio], CAPTION_LIMITS.lines, language);
}

/** Nearest beat at or after the stretch's own start, if one is within half a beat. */
function snapToBeat(frame: number, notBefore: number, beatFrames: readonly number[]): number {
  const beat = beatFrames.length > 1 ? beatFrames[1]! - beatFrames[0]! : 0;
  const candidates = beatFrames.filter(
    (candidate) => candidate >= notBefore && Math.abs(candidate - frame) <= beat / 2,
  );
  const [first] = candidates.sort((left, right) => Math.abs(left - frame) - Math.abs(right - frame));
  return first ?? frame;
}

/**
 * Makes drafts keep the rules: in order, two frames apart, at least 5/6 s where the film has room, at most 7 s, inside
 * the film. A caption that needs longer than its speech pushes the next one; at the film's end they are pushed back.
 */
function settle(drafts: readonly Draft[], frame: CueFrame): Cue[] {
  const { gapFrames, shortestSeconds, longestSeconds } = CAPTION_LIMITS;
  const longest = secondsToFrame(longestSeconds, frame.rate);
  // With more captions than fit, all of them get the same short time rather than some none.
  const room = Math.floor(frame.totalFrames / Math.max(1, drafts.length)) - gapFrames;
  const shortest = Math.max(
    1,
    Math.min(Math.ceil(shortestSeconds * (frame.rate.numerator / frame.rate.denominator)), room),
  );
  const starts: number[] = [];
  for (const [index, draft] of drafts.entries()) {
    const earliest = index === 0 ? 0 : starts[index - 1]! + shortest + gapFrames;
    starts.push(Math.max(earliest, draft.startFrame));
  }
  let limit = frame.totalFrames;
  for (let index = starts.length - 1; index >= 0; index--) {
    starts[index] = Math.max(0, Math.min(starts[index]!, limit - shortest));
    limit = starts[index]! - gapFrames;
  }
  return drafts.map(({ lines, endFrame }, index) => {
    const startFrame = starts[index]!;
    const latest = index + 1 < starts.length ? starts[index + 1]! - gapFrames : frame.totalFrames;
    const end = Math.min(latest, startFrame + longest, Math.max(endFrame, startFrame + shortest));
    return { startFrame, endFrame: Math.max(startFrame + 1, end), lines, language: frame.language };
  });
}
