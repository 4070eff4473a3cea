import { type StoryboardShot, say } from '@kinora/contract';
import type { PlannerKit } from './kit.ts';
import { foldText, wordsOf } from './text.ts';

/** The kit's own lines as they may be set, and the words it likes and shuns. */
export type KitWords = {
  callToAction: string | undefined;
  legalLine: string | undefined;
  use: readonly string[];
  avoid: readonly string[];
  /** Words for which one of the kit's own lines was left out. */
  dropped: readonly string[];
};

/** A line of the kit with a word it shuns itself is left out, unless the brief says the word too: then the person wants it. */
export function planKitWords(kit: PlannerKit | null, brief: string): KitWords {
  const avoid = kit?.wordsToAvoid ?? [];
  const unwanted = avoid.filter((word) => !saysWord(brief, word));
  const lines = [kit?.callToAction, kit?.legalLine].map((line) => line ?? undefined);
  const fits = (line: string | undefined) =>
    line !== undefined && !unwanted.some((word) => saysWord(line, word)) ? line : undefined;
  return {
    callToAction: fits(lines[0]),
    legalLine: fits(lines[1]),
    use: kit?.wordsToUse ?? [],
    avoid,
    dropped: unwanted.filter((word) => lines.some((line) => line !== undefined && saysWord(line, word))),
  };
}

/** −1 for a text with a word the brand likes, 1 for one it shuns, 0 for all others. */
export function standing(text: string, { use, avoid }: KitWords): -1 | 0 | 1 {
  if (avoid.some((word) => saysWord(text, word))) return 1;
  return use.some((word) => saysWord(text, word)) ? -1 : 0;
}

/** What a person should know of the film's words: those said against the kit because the brief says them, and lines left out. */
export function noticeKitWords(kit: KitWords, shots: readonly StoryboardShot[]): string[] {
  const said = shots.map(saidIn).join(' · ');
  const shunned = kit.avoid.filter((word) => saysWord(said, word));
  const unsaid = kit.use.filter((word) => !saysWord(said, word));
  return [
    ...(shunned.length > 0 ? [say('notice.kit_words_said', { words: quote(shunned) })] : []),
    ...(kit.dropped.length > 0 ? [say('notice.kit_line_left_out', { words: quote(kit.dropped) })] : []),
    ...(kit.use.length > 0 && unsaid.length === kit.use.length
      ? [say('notice.kit_words_unsaid', { words: quote(unsaid) })]
      : []),
  ];
}

function saidIn({ scene: { words }, narration }: StoryboardShot): string {
  return [words.eyebrow, words.lines.join(' '), ...words.items, words.figure, words.small, words.wordmark, narration]
    .filter(Boolean)
    .join(' · ');
}

const MOST_QUOTED = 8;
function quote(words: readonly string[]): string {
  return words
    .slice(0, MOST_QUOTED)
    .map((word) => `“${word}”`)
    .join(', ');
}

/** Letters that Hebrew and Arabic write onto the front of a word: and, the, in, to, as, from, that. */
const HEBREW_FRONT = /^[והבלכמש]{1,3}$/u;
const ARABIC_FRONT = /^[وف]?[بلك]?(?:ال|ل)?$/u;
const ENGLISH_END = /^(?:s|es|ly|er|est|ed|ing)$/u;

/** True when a text holds a word or phrase, in any case and with what its script writes onto a word. */
export function saysWord(text: string, word: string): boolean {
  const wanted = wordsOf(foldText(word));
  if (wanted.length === 0) return false;
  const said = wordsOf(foldText(text));
  return said.some((_, start) => wanted.every((part, index) => isForm(said[start + index], part)));
}

function isForm(said: string | undefined, word: string): boolean {
  if (said === undefined || said === word) return said === word;
  if (said.endsWith(word)) {
    const front = said.slice(0, -word.length);
    return HEBREW_FRONT.test(front) || (ARABIC_FRONT.test(front) && front !== '');
  }
  return said.startsWith(word) && /^[a-z]{3,}$/u.test(word) && ENGLISH_END.test(said.slice(word.length));
}
