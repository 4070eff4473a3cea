/** Marks that people leave out when they type: accents, Hebrew points, Arabic short vowels, geresh and apostrophes. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640\u05f3\u05f4'’`״׳]/g;
const SAME: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه' };

function foldWords(text: string): string {
  return text
    .normalize('NFKD')
    .toLocaleLowerCase()
    .replace(MARKS, '')
    .replace(/[أإآٱىة]/g, (letter) => SAME[letter] ?? letter);
}

/** Whether the text holds every typed word, in any order. */
export function holdsWords(text: string, typed: string): boolean {
  const folded = foldWords(text);
  return foldWords(typed)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
