import type { Language } from '@kinora/contract';
import { WEAK_WORDS } from './lexicon.ts';

/** Letters, marks and digits of any script, with the signs that live inside words. */
const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’׳״"_\-+.%&@/]*[\p{L}\p{M}\p{N}%+]|[\p{L}\p{M}\p{N}]/gu;
/** Bidirectional marks, zero-width signs and control characters: never drawn, and able to turn a line round. */
const INVISIBLE =
  /(?![\t\n\r])\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const EDGE = /^[\s.,;:!?،؛؟…·•*#>|=~_\-–—"'“”„«»‘’()[\]{}]+|[\s.,;:،؛…·•*#>|=~_\-–—"'“”„«»‘’([{]+$/gu;

/** Readable one-line form of a piece of the brief. */
export function toLine(text: string): string {
  return text.replace(LONE_SURROGATE, '').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

/** Without punctuation and quotes at both ends; closing `!` and `?` stay, they carry meaning. */
export function trimEdges(text: string): string {
  const trimmed = toLine(text).replace(EDGE, '');
  return balanceBrackets(trimmed);
}

function balanceBrackets(text: string): string {
  const closesOnly = /[)\]}]$/.test(text) && !/[([{]/.test(text);
  return closesOnly ? text.slice(0, -1).trim() : text;
}

export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Short texts are compared many times while words are placed: folding was half of a plan's time without this. */
const FOLDED = new Map<string, string>();
const MOST_FOLDED = 4096;
const LONGEST_FOLDED = 200;

/** For comparing: lower case, no marks or vowel points, one spelling of each letter. */
export function foldText(text: string): string {
  if (text.length > LONGEST_FOLDED) return fold(text);
  const known = FOLDED.get(text);
  if (known !== undefined) return known;
  if (FOLDED.size >= MOST_FOLDED) FOLDED.clear();
  const folded = fold(text);
  FOLDED.set(text, folded);
  return folded;
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’׳]/g, "'").toLowerCase();
}

/** First grapheme upper case, for words that move to the start of a line. Other scripts have no case and stay. */
export function capitalise(text: string): string {
  const [first] = text;
  // An address is written as it is typed.
  if (first === undefined || /^\S+\.[a-z]{2,}(?:[/\s]|$)/iu.test(text)) return text;
  const upper = first.toLocaleUpperCase('en');
  // Some letters have no single capital ("ß", Greek with iota): they stay as they are.
  return upper.toLocaleLowerCase('en') === first ? upper + text.slice(first.length) : text;
}

/** Characters as people count them. `Intl.Segmenter` is slow on long text, so it is used on short lines only. */
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
export function countCharacters(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return [...graphemes.segment(text)].length;
}

/** Cuts by whole graphemes, at a word's end when one is near. Counts UTF-16 units, as zod's limits do. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit + 1);
  const space = head.lastIndexOf(' ');
  const cut = space > limit * 0.5 ? head.slice(0, space) : head.slice(0, limit);
  return cut.replace(LONE_SURROGATE, '').replace(/[\s,;:–—-]+$/u, '');
}

/** Script most letters of the text belong to; undefined when it has no letters of the three languages. */
export function languageOf(text: string): Language | undefined {
  const hebrew = (text.match(/\p{Script=Hebrew}/gu) ?? []).length;
  const arabic = (text.match(/\p{Script=Arabic}/gu) ?? []).length;
  const latin = (text.match(/\p{Script=Latin}/gu) ?? []).length;
  if (hebrew + arabic + latin === 0) return undefined;
  // A Hebrew or Arabic brief is full of Latin names and addresses; half the weight keeps it what it is.
  if (hebrew >= arabic && hebrew * 2 >= latin) return 'he';
  if (arabic * 2 >= latin) return 'ar';
  return 'en';
}

/**
 * Display lines of at most `limit` characters (craft.md §5), as even as possible: of all ways to break into the fewest
 * lines, the one whose longest line is shortest. A word longer than the limit keeps a line of its own.
 */
export function breakLines(text: string, limit: number, maximumLines: number): string[] {
  const words = text.split(' ').filter(Boolean);
  for (let count = 1; count <= maximumLines; count += 1) {
    const lines = splitEvenly(words, count);
    if (lines.every((line) => countCharacters(line) <= limit) || count === maximumLines || count === words.length) {
      return lines;
    }
  }
  return [text];
}

const PAUSE_GAIN = -4;
/** A line may be five characters longer rather than end on a word that leads on (“in”, “من”). */
const LEADING_ON_COST = 5;

function endCost(line: string): number {
  if (/[.!?؟,;:،؛–—]$/u.test(line)) return PAUSE_GAIN;
  const last = line.slice(line.lastIndexOf(' ') + 1);
  return WEAK_WORDS.has(last.toLowerCase()) ? LEADING_ON_COST : 0;
}

function splitEvenly(words: readonly string[], count: number): string[] {
  if (count <= 1 || words.length <= 1) return [words.join(' ')];
  let best: string[] = [words.join(' ')];
  let bestLength = Number.POSITIVE_INFINITY;
  for (let take = 1; take <= words.length - count + 1; take += 1) {
    const lines = [words.slice(0, take).join(' '), ...splitEvenly(words.slice(take), count - 1)];
    // A line that ends where the sentence pauses, or not on a word that leads on, may be a little longer.
    const longest =
      Math.max(...lines.map(countCharacters)) + lines.slice(0, -1).reduce((sum, line) => sum + endCost(line), 0);
    if (longest < bestLength) [best, bestLength] = [lines, longest];
  }
  return best;
}

/** Gershayim typed as a quotation mark: before the last letter of an abbreviation (ק"מ, ש"ח). Replaced mark for mark. */
const TYPED_GERSHAYIM = /(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea](?![\u05d0-\u05ea]))/gu;
export function markAbbreviations(text: string): string {
  return text.replace(TYPED_GERSHAYIM, '\u05f4');
}
