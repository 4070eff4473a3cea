import { KEEPS_AND_LETTER, LEAD_INS, NEGATION, WEAK_WORDS } from './lexicon.ts';
import { readEnglish } from './read-english.ts';
import { countCharacters, foldText, trimEdges, wordsOf } from './text.ts';

/** Where a sentence may be cut without breaking its meaning. */
const CLAUSE_END =
  /\s*[,;،؛|/]\s+|\s+[–—-]\s+|\s*[:()[\]]\s*|\.\s+|\s+(?:that|which|who|because|so that|while|when|where|but|אשר|כי|אבל|כדי|التي|الذي|لأن|لكن|حيث)\s+/iu;
const AND = /\s+(?:and|&|or|plus)\s+/iu;

/** Parts of a sentence in order, each a piece of the original. */
export function clausesOf(text: string): string[] {
  return text.split(CLAUSE_END).map(trimEdges).filter(Boolean);
}

/** A comma inside a number (4,900) parts nothing. */
const LIST_COMMA = /\s*(?:(?<!\d),|,(?!\d)|[;،؛•|\n])\s*|\s+\/\s+/u;

/** Items of a list: "Merino, organic cotton and recycled satin", "כותנה, פשתן וצמר", "قطن، كتان وصوف". */
export function listItems(text: string): string[] {
  const parts = text
    .split(LIST_COMMA)
    .flatMap((part) => part.split(AND))
    .map(trimEdges)
    .filter(Boolean);
  return parts.length > 1 ? parts.map(dropAndLetter).flatMap(splitAndLetter) : parts;
}

/** "… stitching וzip": the last item of a Hebrew or Arabic list holds two, joined by the letter for "and". */
function splitAndLetter(item: string, index: number, all: readonly string[]): string[] {
  const joint = index === all.length - 1 ? /^(.+?)\s[וو](?=[\p{L}\p{M}]{3})(.+)$/u.exec(item) : null;
  if (!joint || KEEPS_AND_LETTER.test(item.slice(joint[1]!.length + 1))) return [item];
  return [joint[1]!, joint[2]!];
}

/** Hebrew and Arabic write "and" as a letter before the last item. Only the first word of an item can carry it. */
function dropAndLetter(item: string, index: number, all: readonly string[]): string {
  const isLast = index === all.length - 1;
  if (!isLast || !/^[וو][\p{L}]{2,}/u.test(item) || KEEPS_AND_LETTER.test(item)) return item;
  return item.slice(1);
}

/** Without words that only lead to the point ("it is", "with", "our"). A negation is never dropped. */
export function dropLeadIn(text: string): string {
  let rest = trimEdges(text);
  for (let round = 0; round < 3; round += 1) {
    const shorter = rest.replace(LEAD_INS, '');
    if (shorter === rest || wordsOf(shorter).length === 0) return rest;
    rest = shorter;
  }
  return rest;
}

export type PhraseLimits = { words: number; characters: number };
/** craft.md §5: a claim may fill two or three lines of 18 characters. */
export const HEADLINE: PhraseLimits = { words: 4, characters: 36 };
export const CLAIM: PhraseLimits = { words: 7, characters: 48 };
export const LABEL: PhraseLimits = { words: 5, characters: 30 };
/** A whole short sentence on two display lines. */
export const SENTENCE: PhraseLimits = { words: 6, characters: 38 };
export const SMALL: PhraseLimits = { words: 9, characters: 56 };

const ARTICLE = /^(?:a|an|the)$/iu;

/** Articles are read with the word after them and are not counted. */
export function fits(text: string, limits: PhraseLimits): boolean {
  const count = text.split(' ').filter((word) => !ARTICLE.test(word)).length;
  return text !== '' && count <= limits.words && countCharacters(text) <= limits.characters;
}

/**
 * The shortest honest form of a sentence within the limits: the sentence itself, else its lead-in dropped, else its
 * first whole clause that fits, else (English) its first noun phrase. Undefined rather than a torn phrase: a shot may be
 * without words, but never says half a thing.
 */
export function shorten(text: string, limits: PhraseLimits): string | undefined {
  const whole = trimEdges(text);
  const isNegative = NEGATION.test(whole);
  const keepsMeaning = (part: string) => !isNegative || NEGATION.test(part);
  const bare = dropLeadIn(whole);
  const candidates = [whole, bare, ...clausesOf(whole).map((clause) => dropLeadIn(trimWeakEnds(clause)))];
  const clause = candidates.find((part) => fits(part, limits) && hasMeaning(part) && keepsMeaning(part));
  if (clause) return clause;
  const phrase = isNegative
    ? undefined
    : nounPhrases(whole).find((part) => fits(part, limits) && wordsOf(part).length > 1);
  return phrase ? trimEdges(phrase) : undefined;
}

export function hasMeaning(text: string): boolean {
  return wordsOf(text).some((word) => !WEAK_WORDS.has(foldText(word)) && /\p{L}/u.test(word) && word.length > 1);
}

function trimWeakEnds(text: string): string {
  const words = text.split(' ');
  while (words.length > 1 && WEAK_WORDS.has(foldText(words.at(-1)!))) words.pop();
  return words.join(' ');
}

/** English noun phrases in order. Tagging costs a few tenths of a millisecond a sentence, so only short ones are read. */
export function nounPhrases(text: string): string[] {
  if (!/[a-z]{3}/i.test(text)) return [];
  const found: unknown = readEnglish(text.slice(0, 240))
    .match('(#Adjective|#Noun|#Gerund|#PastTense|#Value)* #Noun')
    .out('array');
  return Array.isArray(found)
    ? found.map((part) => dropLeadIn(String(part))).filter((part) => text.includes(part))
    : [];
}
