import type { Language, Rate, Ratio } from '@kinora/contract';

/** One caption: frames of the film, `endFrame` not included. Text is in logical order without direction marks. */
export type Cue = { startFrame: number; endFrame: number; lines: string[]; language: Language };

/** Readability limits (Netflix, docs/reference/captions): characters a line, two lines, 5/6 to 7 s, two frames apart. */
export const CAPTION_LIMITS = {
  lines: 2,
  shortestSeconds: 5 / 6,
  longestSeconds: 7,
  gapFrames: 2,
  charactersPerSecond: 17,
} as const;

/** Narrow frames take shorter lines; 42 is the rule for wide ones, 20–28 ours for tall ones. */
export const LINE_CHARACTERS: Readonly<Record<Ratio, number>> = { '16:9': 42, '1:1': 32, '4:5': 28, '9:16': 24 };

export function secondsToFrame(seconds: number, rate: Rate): number {
  return Math.round((seconds * rate.numerator) / rate.denominator);
}

/** Whole milliseconds of a frame's start, as caption files want them. */
export function frameToMs(frame: number, rate: Rate): number {
  return Math.round((frame * 1000 * rate.denominator) / rate.numerator);
}

export function msToFrame(ms: number, rate: Rate): number {
  return Math.round((ms * rate.numerator) / (1000 * rate.denominator));
}

const DIRECTION_MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Spaces made single, direction marks and line breaks taken out: players decide direction from the text itself. */
export function cleanText(text: string): string {
  return text.replace(DIRECTION_MARKS, '').replace(/\s+/g, ' ').trim();
}

/** Characters people see: combining marks and joined emoji count once. */
export function characterCount(text: string): number {
  return [...segmenter.segment(text)].length;
}
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
