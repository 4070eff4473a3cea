import type { Language } from '@kinora/contract';
import { characterCount } from './cue.ts';

/** Words that belong to what follows: a line may end before them, not after them. */
const LEADING_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    (
      'a an the this that these those my your our their his her its no and or but nor so because if when while although of to in on at by for from ' +
      'with without into onto over under about after before between through as than is are was were be'
    ).split(' '),
  ),
  he: new Set('של על עם אל את או כי אבל גם אם לא בין מן עד אחרי לפני כמו כל זה זו'.split(' ')),
  ar: new Set('في من على إلى عن أو مع ثم لكن أن إن لا بين حتى بعد قبل كل هذا هذه و'.split(' ')),
};

/** Words a line likes to begin with. */
const OPENING_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    'and or but nor so because if when while although that which who with without for from in on at by to of after before'.split(
      ' ',
    ),
  ),
  he: new Set('או כי אבל גם אם של על עם'.split(' ')),
  ar: new Set('أو ثم لكن في من على إلى مع أن'.split(' ')),
};

const CLAUSE_END = /[,;:،؛–—…]["”’)]*$/;
const SENTENCE_END = /[.!?؟…]["”’)]*$/;

/**
 * Breaks words into the fewest lines of at most `limit` characters, choosing among the ways to do it the one that reads
 * best: after punctuation, before conjunctions and prepositions, never after an article, never inside a name, lines of
 * similar length. A single word longer than the limit keeps its own line.
 */
export function breakLines(text: string, limit: number, language: Language): string[] {
  const words = text.split(' ').filter((word) => word !== '');
  if (words.length === 0) return [];
  const widths = words.map(characterCount);
  const fewest = countGreedyLines(widths, limit);
  const ideal = (widths.reduce((sum, width) => sum + width, 0) + words.length - fewest) / fewest;
  return bestBreaks(words, widths, { limit, language, ideal, lines: fewest });
}

function countGreedyLines(widths: readonly number[], limit: number): number {
  let lines = 1;
  let used = 0;
  for (const width of widths) {
    if (used > 0 && used + 1 + width > limit) {
      lines++;
      used = width;
    } else used += (used > 0 ? 1 : 0) + width;
  }
  return lines;
}

type BreakTask = { limit: number; language: Language; ideal: number; lines: number };
type Way = { cost: number; breaks: number[] };

/** Dynamic programme over (lines used, words used); a few dozen words, so plain tables will do. */
function bestBreaks(words: readonly string[], widths: readonly number[], task: BreakTask): string[] {
  let ways: (Way | undefined)[] = new Array(words.length + 1).fill(undefined);
  ways[0] = { cost: 0, breaks: [] };
  for (let line = 0; line < task.lines; line++) {
    const next: (Way | undefined)[] = new Array(words.length + 1).fill(undefined);
    for (const [from, way] of ways.entries()) {
      if (!way) continue;
      let width = -1;
      for (let to = from + 1; to <= words.length; to++) {
        width += 1 + widths[to - 1]!;
        if (width > task.limit && to > from + 1) break;
        const cost =
          way.cost + ((width - task.ideal) / 4) ** 2 + (to < words.length ? breakCost(words, to, task.language) : 0);
        if (cost < (next[to]?.cost ?? Number.POSITIVE_INFINITY)) next[to] = { cost, breaks: [...way.breaks, to] };
      }
    }
    ways = next;
  }
  const breaks = ways[words.length]!.breaks;
  return breaks.map((to, index) => words.slice(breaks[index - 1] ?? 0, to).join(' '));
}

/** What it costs to break before word `at`; lower is better. */
function breakCost(words: readonly string[], at: number, language: Language): number {
  const before = words[at - 1]!;
  const after = words[at]!;
  if (SENTENCE_END.test(before)) return -20;
  if (CLAUSE_END.test(before)) return -14;
  if (LEADING_WORDS[language].has(bare(before))) return 30;
  if (isName(before) && isName(after)) return 30;
  return OPENING_WORDS[language].has(bare(after)) ? -4 : 0;
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Two capitalised words in a row are taken for a first and a last name, or a name of two words. */
function isName(word: string): boolean {
  return /^\p{Lu}\p{Ll}+/u.test(word);
}

/** Sentences of a text, each with its end mark. */
function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let words: string[] = [];
  for (const word of text.split(' ').filter((entry) => entry !== '')) {
    words.push(word);
    if (!SENTENCE_END.test(word)) continue;
    sentences.push(words.join(' '));
    words = [];
  }
  if (words.length > 0) sentences.push(words.join(' '));
  return sentences;
}

/** Text as the contents of captions of at most `lines` lines each; a caption never runs over a sentence's end. */
export function splitIntoCaptions(text: string, shape: CaptionShape): string[][] {
  return splitSentences(text).flatMap((sentence) => {
    const broken = breakLines(sentence, shape.limit, shape.language);
    const count = Math.ceil(broken.length / shape.lines);
    return Array.from({ length: count }, (_, index) => broken.slice(index * shape.lines, (index + 1) * shape.lines));
  });
}

/** Characters of a line, lines of a caption, and the language whose rules break them. */
export type CaptionShape = { limit: number; lines: number; language: Language };

/** Two neighbouring captions as one, or undefined when together they need more lines than one may have. */
export function joinCaptions(first: readonly string[], second: readonly string[], shape: CaptionShape) {
  const joined = breakLines([...first, ...second].join(' '), shape.limit, shape.language);
  return joined.length <= shape.lines && joined.every((line) => characterCount(line) <= shape.limit)
    ? joined
    : undefined;
}
