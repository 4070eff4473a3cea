import type { Language, Rate, Ratio } from '@kinora/contract';
import type { WordTime } from '../sound/index.ts';
import { type CaptionShape, joinCaptions, splitIntoCaptions } from './break-lines.ts';
import { CAPTION_LIMITS, type Cue, characterCount, cleanText, LINE_CHARACTERS, secondsToFrame } from './cue.ts';

export type CueFrame = { rate: Rate; totalFrames: number; ratio: Ratio; language: Language };

/** A spoken line in its place on the film; word times count from the line's own start. */
export type SpokenText = { startSeconds: number; words: readonly WordTime[] };

/** Words shown without a voice, in the stretch of film they belong to. */
export type SilentText = { text: string; startFrame: number; endFrame: number };

type Draft = { lines: string[]; startFrame: number; endFrame: number };

/** How long a caption stays after its last word, when nothing follows. */
const LINGER_SECONDS = 0.4;

/** Captions from the times a voice's words are heard at. */
export function planSpokenCues(lines: readonly SpokenText[], frame: CueFrame): Cue[] {
  return settle(
    lines.flatMap((line) => draftsOfLine(line, frame)),
    frame,
  );
}

function draftsOfLine({ startSeconds, words }: SpokenText, frame: CueFrame): Draft[] {
  const timed = words.flatMap(({ text, ...times }) => wordsOf(text).map((word) => ({ text: word, ...times })));
  const text = timed.map((word) => word.text).join(' ');
  const shape = shapeOf(frame);
  const at = (seconds: number) => secondsToFrame(startSeconds + seconds, frame.rate);
  let next = 0;
  const drafts = splitIntoCaptions(text, shape).map((lines): Draft => {
    const count = wordsOf(lines.join(' ')).length;
    const first = timed[next]!;
    const last = timed[next + count - 1]!;
    next += count;
    return { lines, startFrame: at(first.startSeconds), endFrame: at(last.endSeconds + LINGER_SECONDS) };
  });
  // "Warm. Soft." is over before one of them could be read: short sentences share a caption.
  const shortest = secondsToFrame(CAPTION_LIMITS.shortestSeconds, frame.rate);
  return shareCaptions(drafts, shape, (draft) => draft.endFrame - draft.startFrame < shortest);
}

/**
 * Captions without a voice (rulings §4.9): each takes its reading time at 17 characters a second, at least 5/6 s. The
 * first comes with its stretch, the next on the music's nearest beat, and the last stays until a beat lets it go.
 */
export function planSilentCues(
  texts: readonly SilentText[],
  frame: CueFrame & { beatFrames: readonly number[] },
): Cue[] {
  return settle(
    texts.flatMap((text) => draftsOfText(text, frame)),
    frame,
  );
}

function draftsOfText(
  { text, startFrame, endFrame }: SilentText,
  frame: CueFrame & { beatFrames: readonly number[] },
): Draft[] {
  const shape = shapeOf(frame);
  const whole = splitIntoCaptions(cleanText(text), shape).map((lines) => ({ lines, startFrame, endFrame }));
  const captions = shareCaptions(whole, shape, () => true).map((draft) => draft.lines);
  const wanted = captions.map((lines) => readingFrames(lines, frame.rate));
  const sum = wanted.reduce((total, frames) => total + frames, 0);
  const squeeze = Math.min(1, (endFrame - startFrame) / Math.max(1, sum));
  let clock = startFrame;
  return captions.map((lines, index): Draft => {
    const start = index === 0 ? startFrame : snapToBeat(clock, startFrame, frame.beatFrames);
    clock += Math.round(wanted[index]! * squeeze);
    const isLast = index === captions.length - 1;
    const end = isLast ? Math.min(endFrame, frame.beatFrames.find((beat) => beat >= clock) ?? endFrame) : clock;
    return { lines, startFrame: start, endFrame: Math.max(start + 1, end) };
  });
}

function shapeOf({ ratio, language }: CueFrame): CaptionShape {
  return { limit: LINE_CHARACTERS[ratio], lines: CAPTION_LIMITS.lines, language };
}

function wordsOf(text: string): string[] {
  return cleanText(text)
    .split(' ')
    .filter((word) => word !== '');
}

/** Puts a caption together with the one before it where both fit and the one before may not stand alone. */
function shareCaptions(drafts: readonly Draft[], shape: CaptionShape, isTooShort: (draft: Draft) => boolean): Draft[] {
  const shared: Draft[] = [];
  for (const draft of drafts) {
    const before = shared.at(-1);
    const lines =
      before && (isTooShort(before) || isTooShort(draft)) ? joinCaptions(before.lines, draft.lines, shape) : undefined;
    if (before && lines) shared[shared.length - 1] = { ...before, lines, endFrame: draft.endFrame };
    else shared.push(draft);
  }
  return shared;
}

/** Frames a caption needs to be read. */
function readingFrames(lines: readonly string[], rate: Rate): number {
  const seconds = characterCount(lines.join(' ')) / CAPTION_LIMITS.charactersPerSecond;
  return secondsToFrame(
    Math.min(CAPTION_LIMITS.longestSeconds, Math.max(CAPTION_LIMITS.shortestSeconds, seconds)),
    rate,
  );
}

/** Nearest beat after the stretch's own start, if one is within half a beat. */
function snapToBeat(frame: number, notBefore: number, beatFrames: readonly number[]): number {
  const steps = beatFrames.slice(1).map((beat, index) => beat - beatFrames[index]!);
  const reach = steps.length > 0 ? Math.min(...steps) / 2 : 0;
  const near = beatFrames.filter((beat) => beat > notBefore && Math.abs(beat - frame) <= reach);
  const [first] = near.sort((left, right) => Math.abs(left - frame) - Math.abs(right - frame));
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
