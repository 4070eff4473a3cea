import { type TextMeasure, trackedWidth } from './measure.ts';

/** A run of words with one size. Every entry of `lines` starts a line of its own; long ones may be broken further. */
export type FitRequest = {
  lines: readonly { text: string; family: string }[];
  sizePx: number;
  /** Smallest size allowed: type is broken, in the end inside a word, before it goes below. */
  floorPx: number;
  widthPx: number;
  trackingEm: number;
  /** Characters a line may hold before a break is looked for: 18 for display, 34 for small text. */
  maxCharacters: number;
};

export type FittedText = { lines: { text: string; family: string }[]; sizePx: number };

/** Type is reduced by a quarter at most; after that it breaks. */
const SMALLEST_SHARE = 0.75;
const MAX_BREAKS = 6;

/**
 * Measure, reduce by at most a quarter, then break, and only then reduce further, never below the floor (craft.md §5).
 * The result always fits the width.
 */
export function fitText(request: FitRequest, measure: TextMeasure): FittedText {
  const minimum = Math.max(request.floorPx, request.sizePx * SMALLEST_SHARE);
  let best: FittedText | undefined;
  for (let extra = 0; extra <= MAX_BREAKS; extra++) {
    const lines = request.lines.flatMap((line) => breakLine(line, partsFor(line.text, request, extra), measure));
    const sizePx = Math.min(request.sizePx, request.widthPx / widestOf(lines, request.trackingEm, measure));
    if (sizePx >= minimum) return { lines, sizePx };
    if (!best || sizePx > best.sizePx) best = { lines, sizePx };
  }
  if (best && best.sizePx >= request.floorPx) return best;
  return splitWords(request, measure);
}

function partsFor(text: string, request: FitRequest, extra: number): number {
  return Math.ceil([...text].length / request.maxCharacters) + extra;
}

function widestOf(lines: FittedText['lines'], trackingEm: number, measure: TextMeasure): number {
  return Math.max(0.001, ...lines.map((line) => trackedWidth(measure(line.text, line.family), line.text, trackingEm)));
}

/** Words that lead on to the next: a line does not end on one if another break is not much wider. */
const LEADING_WORDS = new Set(
  'a an the of for to in on at by with from and or as של את על אל עם מן או כל من في على إلى عن مع أو كل'.split(' '),
);
const LEADING_COST = 1.35;

/** Breaks at spaces into at most `parts` lines so that the widest is as narrow as can be. */
export function breakLine(
  line: { text: string; family: string },
  parts: number,
  measure: TextMeasure,
): { text: string; family: string }[] {
  const words = line.text.split(' ').filter((word) => word !== '');
  const count = Math.min(parts, words.length);
  if (count <= 1) return [line];
  const widthOf = (from: number, to: number) => measure(words.slice(from, to).join(' '), line.family);
  // best[k][i]: widest line when the first i words stand in k lines; words are few, so the plain table is enough.
  const best = [words.map((_, index) => widthOf(0, index + 1))];
  const cuts: number[][] = [[]];
  for (let k = 1; k < count; k++) {
    best.push(words.map(() => Number.POSITIVE_INFINITY));
    cuts.push([]);
    for (let end = k; end < words.length; end++) {
      for (let cut = k; cut <= end; cut++) {
        const leading = LEADING_WORDS.has(words[cut - 1]!.toLowerCase()) ? LEADING_COST : 1;
        const widest = Math.max(best[k - 1]![cut - 1]! * leading, widthOf(cut, end + 1));
        if (widest < best[k]![end]!) {
          best[k]![end] = widest;
          cuts[k]![end] = cut;
        }
      }
    }
  }
  const lines: string[] = [];
  let end = words.length - 1;
  for (let k = count - 1; k > 0; k--) {
    const cut = cuts[k]![end]!;
    lines.unshift(words.slice(cut, end + 1).join(' '));
    end = cut - 1;
  }
  lines.unshift(words.slice(0, end + 1).join(' '));
  return lines.map((text) => ({ text, family: line.family }));
}

/** Last resort at the floor size: filled line by line, and a word wider than its zone is broken between letters. */
function splitWords(request: FitRequest, measure: TextMeasure): FittedText {
  const limit = request.widthPx / request.floorPx;
  const lines: FittedText['lines'] = [];
  for (const line of request.lines) {
    const fits = (text: string) => trackedWidth(measure(text, line.family), text, request.trackingEm) <= limit;
    let current = '';
    for (const word of line.text.split(' ').filter((part) => part !== '')) {
      const joined = current === '' ? word : `${current} ${word}`;
      if (fits(joined)) {
        current = joined;
        continue;
      }
      if (current !== '') lines.push({ text: current, family: line.family });
      const pieces = cutWord(word, fits);
      current = pieces.pop()!;
      for (const text of pieces) lines.push({ text, family: line.family });
    }
    if (current !== '') lines.push({ text: current, family: line.family });
  }
  return { lines, sizePx: request.floorPx };
}

function cutWord(word: string, fits: (text: string) => boolean): string[] {
  const pieces = [''];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
    const longer = pieces.at(-1)! + segment;
    if (fits(longer) || pieces.at(-1) === '') pieces[pieces.length - 1] = longer;
    else pieces.push(segment);
  }
  return pieces;
}
