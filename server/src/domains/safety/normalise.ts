/**
 * Text as it is compared: without what is put between or in place of letters to hide a word. Several readings of one text,
 * because the same sign may stand for itself or for a letter ("1" in a size, in "k1ll").
 */
export function readingsOf(text: string): string[] {
  const plain = toPlain(text);
  const readings = [
    plain,
    toLatin(plain),
    toLetters(toLatin(plain)),
    joinSpelled(plain),
    joinSpelled(toLetters(toLatin(plain))),
  ];
  return [...new Set(readings.flatMap((reading) => [reading, shortenRuns(reading)]))];
}

/** Zero-width characters, direction marks, soft hyphens, joiners, variation selectors, tags: nobody sees them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** Marks over and under letters, Hebrew points and Arabic vowels among them, and the Arabic stretcher. */
const MARKS = /\p{M}|\u0640/gu;

function toPlain(text: string): string {
  return text
    .replace(UNSEEN, '')
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/[^\p{L}\p{N}@$!|+*.\-_'\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Letters of other scripts that look like Latin ones, for words that are Latin but for them. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a', ɑ: 'a', α: 'a', в: 'b', ь: 'b', с: 'c', ϲ: 'c', ԁ: 'd', е: 'e', є: 'e', ε: 'e', ё: 'e', ɡ: 'g', һ: 'h', н: 'h',
  і: 'i', ı: 'i', ι: 'i', ї: 'i', ј: 'j', к: 'k', κ: 'k', ӏ: 'l', м: 'm', п: 'n', η: 'n', о: 'o', ο: 'o', σ: 'o', р: 'p',
  ρ: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', τ: 't', υ: 'u', ν: 'v', ѵ: 'v', ѡ: 'w', ω: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y',
}; // biome-ignore format: a table of pairs

/** Only inside words that hold a Latin letter: Russian and Greek words stay what they are. */
function toLatin(text: string): string {
  return text.replace(/[\p{L}\p{N}@$!|+*]+/gu, (word) =>
    /[a-z]/.test(word) ? [...word].map((letter) => LOOKALIKES[letter] ?? letter).join('') : word,
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g', '@': 'a', $: 's', '!': 'i', '|': 'i', '+': 't',
}; // biome-ignore format: a table of pairs

/** Signs as the letters they stand for, inside words that hold a letter: a size stays a number. */
function toLetters(text: string): string {
  return text.replace(/[\p{L}\p{N}@$!|+*]+/gu, (word) =>
    /[a-z]/.test(word) ? [...word].map((sign) => SIGNS[sign] ?? sign).join('') : word,
  );
}

/**
 * "n u d e", "n.u.d.e", "n-u-d-e": three single letters and more in a row are one word; also without the first or last of
 * them, which may be a word of its own ("a p o r n").
 */
function joinSpelled(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])\p{L}(?:[\s.\-_*]+\p{L}(?![\p{L}\p{N}])){2,}/gu, (spelled) => {
    const joined = spelled.replace(/[\s.\-_*]+/g, '');
    return `${joined} ${joined.slice(1)} ${joined.slice(0, -1)}`;
  });
}

/** "seeeex": no word of these languages has a letter three times in a row. */
function shortenRuns(text: string): string {
  return text.replace(/(\p{L})\1{2,}/gu, '$1');
}
