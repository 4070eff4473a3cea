import { type Field, LABELS } from './lexicon.ts';
import { foldText, markAbbreviations, toLine } from './text.ts';

/** One sentence, bullet or labelled value of a brief. `text` is a whole piece of the brief, apart from its white space. */
export type Statement = { text: string; field: Field | undefined; isBullet: boolean; isHeading: boolean };

const FIELD_BY_LABEL = new Map(
  Object.entries(LABELS).flatMap(([field, labels]) =>
    labels.map((label) => [foldText(label), field as Field] as const),
  ),
);
const BULLET = /^\s*(?:[-*•·‣▪–—✓✔]|\d{1,2}[.)])\s+/u;
const LABELLED = /^([\p{L}\p{M}][\p{L}\p{M} '’/&-]{0,34}?)\s*[:：]\s*(.*)$/su;
/** A stop ends a sentence when white space follows and it is not the stop of an abbreviation or a number. */
const SENTENCE_END =
  /(?<=[.!?؟…。]["'”’)\]]?)(?<!(?<![\p{L}])(?:st|no|mr|mrs|ms|dr|vs|etc|e\.g|i\.e|inc|ltd|co|approx)\.)\s+(?=\S)/iu;

/** How much of one line is read: a page without a line break or a stop is a paste, not a statement. */
const LONGEST_STATEMENT = 400;
/** Enough for any real brief; bounds the work on a pasted catalogue. */
const MOST_STATEMENTS = 240;

/** Cuts a brief into statements, in order, each with the field its label (or the label above its bullets) names. */
export function splitBrief(brief: string): Statement[] {
  const statements: Statement[] = [];
  let listField: Field | undefined;
  for (const line of brief.split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (statements.length >= MOST_STATEMENTS) break;
    if (line.trim() === '') {
      listField = undefined;
      continue;
    }
    const isBullet = BULLET.test(line);
    const content = line.replace(BULLET, '');
    const pieces = joinQuotes(content.split(SENTENCE_END)).flatMap((piece) => readPiece(piece, isBullet));
    for (const piece of pieces) {
      if (piece.field !== undefined && piece.text === '') {
        listField = piece.field;
        continue;
      }
      if (piece.field !== undefined && !isBullet) listField = undefined;
      const field = piece.field ?? (isBullet ? listField : undefined);
      if (piece.text !== '') statements.push({ ...piece, field });
    }
  }
  return markHeading(statements, brief).slice(0, MOST_STATEMENTS);
}

/** A slogan of two sentences in quotes (“Go further. Stay longer.”) is one statement. */
const LONGEST_QUOTE = 90;

function joinQuotes(pieces: readonly string[]): string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before !== undefined && isOpen(before) && before.length + piece.length < LONGEST_QUOTE)
      joined[joined.length - 1] = `${before} ${piece}`;
    else joined.push(piece);
  }
  return joined;
}

function isOpen(written: string): boolean {
  const text = markAbbreviations(written);
  const count = (signs: RegExp) => (text.match(signs) ?? []).length;
  return count(/[“„«]/gu) > count(/[”»]/gu) || (count(/[“”„«»]/gu) === 0 && count(/"/gu) % 2 === 1);
}

function readPiece(piece: string, isBullet: boolean): Statement[] {
  const text = toLine(piece).slice(0, LONGEST_STATEMENT);
  const labelled = LABELLED.exec(text);
  const field = labelled ? FIELD_BY_LABEL.get(foldText(labelled[1]!.trim())) : undefined;
  if (labelled && field) return [{ text: labelled[2]!.trim(), field, isBullet, isHeading: false }];
  return text === '' ? [] : [{ text, field: undefined, isBullet, isHeading: false }];
}

/** A short first line without a closing stop is a title. */
function markHeading(statements: readonly Statement[], brief: string): Statement[] {
  const [first, ...rest] = statements;
  if (!first || first.field || first.isBullet || !/[\n\r]/.test(brief.trim())) return [...statements];
  const firstLine = toLine(brief.trim().split(/[\n\r]/)[0]!);
  const isHeading = firstLine === first.text && first.text.length <= 48 && !/[.!?؟,]$/.test(first.text);
  return [{ ...first, isHeading }, ...rest];
}
