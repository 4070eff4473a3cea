import { z } from 'zod';
import { MESSAGES, type MessageCode } from './message-texts.ts';

/**
 * Sentences the studio writes itself (what a price is made of, why a shot is out of date, what a check measured) are
 * stored and sent in English. Beside them an answer says by which code and values a client can say the same in another
 * language: `messages` holds an entry for each English sentence in the answer that has one.
 */
export const messages = z
  .record(z.string(), z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }))
  .meta({ id: 'Messages' });
export type Messages = z.infer<typeof messages>;
export type Message = Messages[string];

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}#` ? Bare : Name extends `${infer Bare}@` ? Bare : Name) | NamesIn<Rest>
  : never;
export type MessageValues<Code extends MessageCode> = Record<NamesIn<(typeof MESSAGES)[Code]>, string | number>;

/** The English sentence of a code. Every sentence of the catalogue is written by this function and by nothing else. */
export function say<Code extends MessageCode>(
  code: Code,
  ...[values]: NamesIn<(typeof MESSAGES)[Code]> extends never ? [] : [MessageValues<Code>]
): string {
  const given: Record<string, string | number> = values ?? {};
  return MESSAGES[code].replace(PLACE, (_, name: string) => String(given[name]));
}

const PLACE = /\{(\w+)([#@]?)\}/g;
const KINDS: Record<string, string> = { '': '(.+)', '#': '(-?\\d+(?:\\.\\d+)?)', '@': '(\\S+)' };

type Reader = { code: string; start: string; pattern: RegExp; names: { name: string; isNumber: boolean }[] };

const whole = new Map<string, string>();
const readers: Reader[] = [];
for (const [code, text] of Object.entries(MESSAGES)) {
  const places = [...text.matchAll(PLACE)];
  if (places.length === 0) whole.set(text, code);
  else readers.push(toReader(code, text, places));
}
// The sentence with most words of its own first, so that a general one cannot take what a fuller one says.
readers.sort((left, right) => wordsOf(right) - wordsOf(left));

function wordsOf({ code }: Reader): number {
  return MESSAGES[code as MessageCode].replace(PLACE, '').length;
}

function toReader(code: string, text: string, places: RegExpMatchArray[]): Reader {
  const parts = text.split(/\{\w+[#@]?\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const source = parts.map((part, index) => part + (places[index] ? KINDS[places[index][2] ?? ''] : '')).join('');
  const names = places.map((place) => ({ name: place[1] ?? '', isNumber: place[2] === '#' }));
  return { code, start: text.slice(0, text.indexOf('{')), pattern: new RegExp(`^${source}$`, 's'), names };
}

/** Their text is mostly a person's own words, so they are read only where a title of work is known to stand. */
const TITLES: readonly string[] = ['job.film', 'job.refresh', 'job.finish'] satisfies MessageCode[];

/** Code and values of a sentence, read by the text it was written from; nothing for other people's words. */
export function readMessage(sentence: string): Message | undefined {
  const found = readTitle(sentence);
  return found && TITLES.includes(found.code) ? undefined : found;
}

/** The same for the title of work, such as the name of a film and its length. */
export function readTitle(sentence: string): Message | undefined {
  const code = whole.get(sentence);
  if (code) return { code, values: {} };
  for (const reader of readers) {
    const found = sentence.startsWith(reader.start) && reader.pattern.exec(sentence);
    if (!found) continue;
    const values = reader.names.map(({ name, isNumber }, index) => {
      const value = found[index + 1] ?? '';
      return [name, isNumber ? Number(value) : value] as const;
    });
    return { code: reader.code, values: Object.fromEntries(values) };
  }
  return undefined;
}

/**
 * The entries of an answer's `messages`; absent where nothing in it has a code.
 * @param titles of work, read as such
 */
export function messagesOf(
  sentences: readonly (string | null | undefined)[],
  titles: readonly string[] = [],
): Messages | undefined {
  const read = [
    ...sentences.map((sentence) => [sentence, sentence ? readMessage(sentence) : undefined] as const),
    ...titles.map((title) => [title, readTitle(title)] as const),
  ];
  const found = read.flatMap(([sentence, message]) => (sentence && message ? [[sentence, message] as const] : []));
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
