import { findPrices } from '../planner/price.ts';
import { foldText, wordsOf } from '../planner/text.ts';
import type { Draft } from './draft.ts';

/**
 * Words that promise or rank: said only where the brief says them. By stems, so that a form of a word counts as the word.
 * The list is about what a maker could be held to, not about taste.
 */
const CLAIMS: readonly RegExp[] = [
  /(?<![\p{L}])(?:best|finest|first|only|ever|never|always|free|guarantee\w*|warrant\w*|certif\w*|award\w*|prize\w*|patent\w*|proven|clinical\w*|medical\w*|safe\w*|sustainab\w*|recycl\w*|organic\w*|vegan\w*|eco\w*|carbon\w*|natural\w*|waterproof|water-resistant|fireproof|unbreakable|lifetime|forever|limited|exclusive\w*|official\w*|original\w*|authentic\w*|genuine\w*|handmade|hand-made|luxur\w*|cheap\w*|lowest|fastest|lightest|strongest|softest|world\w*|leading|unique|perfect\w*|miracle\w*|cure\w*|heal\w*|sale|discount\w*|double|twice|half|million\w*|hundred\w*|thousand\w*)(?![\p{L}])/giu,
  /(?<![\p{L}])(?:ה|ו|ב|ל|מ|ש)?(?:הכי|ביותר|ראשונ\p{L}*|יחיד\p{L}*|תמיד|לעולם|חינם|מובטח\p{L}*|אחריות|מוסמכ?\p{L}*|פרס\p{L}*|פטנט|מוכח\p{L}*|קליני\p{L}*|בטוח\p{L}*|אורגני\p{L}*|טבעוני\p{L}*|אקולוגי\p{L}*|ממוחזר\p{L}*|טבעי\p{L}*|בלעדי\p{L}*|מקורי\p{L}*|אותנטי\p{L}*|יוקרתי\p{L}*|מושלמ?\p{L}*|מבצע|הנחה|מיליו\p{L}*)(?![\p{L}])/gu,
  /(?<![\p{L}])(?:و|ف|ب|ل|ك)?(?:ال)?(?:أفضل|الأول|الوحيد\p{L}*|دائما?ً?|أبدا?ً?|مجان\p{L}*|مضمون\p{L}*|ضمان|معتمد\p{L}*|جائز\p{L}*|براءة|مثبت\p{L}*|سريري\p{L}*|آمن\p{L}*|عضوي\p{L}*|نباتي\p{L}*|مستدام\p{L}*|طبيعي\p{L}*|حصري\p{L}*|أصلي\p{L}*|فاخر\p{L}*|مثالي\p{L}*|تخفيض\p{L}*|خصم|مليون\p{L}*)(?![\p{L}])/gu,
];

const NUMBER = /[\p{Nd}]+(?:[.,٫٬/:][\p{Nd}]+)*/gu;

/** Digits of every script as the plain ones, separators of thousands gone. */
function toPlainNumber(text: string): string {
  const digits = [...text].map((char) => (/\p{Nd}/u.test(char) ? String(digitOf(char)) : char)).join('');
  return digits.replace(/[٬,](?=\d{3}(?:\D|$))/g, '').replace(/[٫,]/g, '.');
}

/** Unicode lists the ten digits of a script in one run that begins at a multiple of ten or sixteen with zero. */
function digitOf(char: string): number {
  let zero = char.codePointAt(0)!;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && char.codePointAt(0)! - zero < 9) zero -= 1;
  return char.codePointAt(0)! - zero;
}

function numbersOf(text: string): string[] {
  return [...text.matchAll(NUMBER)].map(([found]) => toPlainNumber(found));
}

/** What may be said: the brief, and what the form and the brand's kit add to it. */
export type Grounds = { text: string; folded: string; numbers: ReadonlySet<string>; stems: ReadonlySet<string> };

/** What may be said in a film: its brief, its brand and the words the kit wants. */
export function groundsOfDraft({ input, kit }: Pick<Draft, 'input' | 'kit'>): Grounds {
  return groundsOf([input.brief, input.brandName, kit?.name, ...(kit?.wordsToUse ?? [])]);
}

export function groundsOf(texts: readonly (string | null | undefined)[]): Grounds {
  const text = texts.filter(Boolean).join('\n');
  return {
    text,
    folded: foldText(text),
    numbers: new Set(numbersOf(text)),
    stems: new Set(wordsOf(foldText(text)).flatMap(stemsOf)),
  };
}

const STEM = 5;
/** Letters that Hebrew and Arabic write onto the front of a word. */
const FRONT =
  /^(?:[והבלכמש]{1,2}(?=[\u05d0-\u05ea]{3})|[وفبلك]?(?:ال|لل)(?=[\u0621-\u064a]{3})|[وفبلك](?=[\u0621-\u064a]{3}))/u;

/** The beginnings a word is compared by: its own, and the one below what its script puts in front. */
function stemsOf(word: string): string[] {
  const bare = word.replace(FRONT, '');
  return [...new Set([word, bare])].map((form) => form.slice(0, STEM));
}

/** Least share of a text's longer words that must come from the brief. */
const LEAST_SHARE = 0.5;
const SHORT_WORD = 4;

/**
 * What a text says that its grounds do not, each as a sentence for the model. Names are looked for in Latin script alone,
 * where capitals show them.
 */
export function findUngrounded(text: string, grounds: Grounds): string[] {
  if (text === '') return [];
  return [
    ...missingPrices(text, grounds),
    ...numbersOf(text)
      .filter((number) => !grounds.numbers.has(number))
      .map((number) => `the number ${number} is not in the brief`),
    ...missingClaims(text, grounds),
    ...missingNames(text, grounds).map((name) => `the name “${name}” is not in the brief`),
    ...(shareOf(text, grounds) < LEAST_SHARE ? ['most of its words do not come from the brief'] : []),
  ];
}

function missingPrices(text: string, grounds: Grounds): string[] {
  const known = findPrices(grounds.text).map((price) => toPlainNumber(price.text));
  return findPrices(text)
    .filter((price) => !known.includes(toPlainNumber(price.text)))
    .map((price) => `the price “${price.text}” is not in the brief`);
}

function missingClaims(text: string, grounds: Grounds): string[] {
  const found = CLAIMS.flatMap((pattern) => [...text.matchAll(pattern)].map(([word]) => word));
  return found
    .filter((word) => !stemsOf(foldText(word)).some((stem) => grounds.stems.has(stem)))
    .map((word) => `“${word}” is a claim the brief does not make`);
}

const LATIN_NAME = /(?<=[\p{L}\p{N},;:’'"”)]\s)\p{Lu}[\p{L}\p{M}’'-]+/gu;

function missingNames(text: string, grounds: Grounds): string[] {
  return [...text.matchAll(LATIN_NAME)]
    .map(([name]) => name)
    .filter((name) => !grounds.folded.includes(foldText(name)));
}

function shareOf(text: string, grounds: Grounds): number {
  const words = wordsOf(foldText(text)).filter((word) => [...word].length >= SHORT_WORD);
  if (words.length === 0) return 1;
  return words.filter((word) => stemsOf(word).some((stem) => grounds.stems.has(stem))).length / words.length;
}
