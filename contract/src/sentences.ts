import type { z } from 'zod';
import type { Message } from './messages.ts';

type Issue = z.core.$ZodRawIssue | z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object with fields',
  record: 'an object with fields',
  array: 'a list',
};
const FORMATS: Readonly<Record<string, [code: FieldFault, phrase: string]>> = {
  email: ['field.email', 'must be an e-mail address such as name@example.com'],
  url: ['field.url', 'must be a web address such as https://example.com'],
  uuid: ['field.id', 'must be an id as the studio gave it'],
  datetime: ['field.time', 'must be a time such as 2026-01-31T12:00:00Z'],
  date: ['field.date', 'must be a day such as 2026-01-31'],
};
/** Field names that do not read as words. */
const NAMES: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  url: 'address',
  dataUri: 'data URI',
  fps: 'frame rate',
  sizeBytes: 'size in bytes',
};

/**
 * What a schema's own refusals are called, each said in `said/` without the name of its field: it stands at the field.
 * Sentences that a schema brings itself are in the catalogue (`message-texts.ts`) like all others.
 */
export const FIELD_FAULTS = [
  'field.missing',
  'field.kind',
  'field.empty',
  'field.characters_least',
  'field.characters_most',
  'field.entries_least',
  'field.entries_most',
  'field.least',
  'field.above',
  'field.most',
  'field.below',
  'field.email',
  'field.url',
  'field.id',
  'field.time',
  'field.date',
  'field.begins',
  'field.form',
  'field.choice',
  'field.forms',
  'field.multiple',
  'field.keys',
  'field.unlike',
] as const;
type FieldFault = (typeof FIELD_FAULTS)[number];
type Fault = { code: FieldFault; values: Message['values']; phrase: string };

/**
 * The one place where a refusal of a schema becomes words: `The password needs at least 10 characters.` A schema that says it
 * better itself (`.min(1, say('field.brief_empty'))`) keeps its own sentence. Given to `safeParse` as `{ error: toFieldSentence }`.
 */
export function toFieldSentence(issue: Issue): string {
  const path = (issue.path ?? []) as readonly PropertyKey[];
  const { phrase } = describeIssue(issue);
  return `${subjectOf(path)} ${isPluralName(path) ? phrase.replace(/^needs /, 'need ') : phrase}.`;
}

/** The sentence without its subject, for faults that begin with the name of a variable or an option: `PORT must be 0 or more`. */
export function toFieldPhrase(issue: Issue): string {
  return describeIssue(issue).phrase;
}

/** The same refusal by code and values. An issue keeps what was missing only where it was parsed with `reportInput`. */
export function toFieldMessage(issue: Issue): Message {
  const { code, values } = describeIssue(issue);
  return { code, values };
}

function subjectOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'The request';
  if (typeof last === 'number') return `Entry ${last + 1} of the ${wordsOf(path.at(-2))}`;
  return `The ${wordsOf(last)}`;
}

function wordsOf(name: PropertyKey | undefined): string {
  if (typeof name !== 'string') return 'list';
  return NAMES[name] ?? name.replace(/([a-z0-9])([A-Z])/g, (_all, before, after) => `${before} ${after.toLowerCase()}`);
}

function isPluralName(path: readonly PropertyKey[]): boolean {
  return typeof path.at(-1) === 'string' && /[^s]s$/.test(wordsOf(path.at(-1)));
}

function fault(code: FieldFault, phrase: string, values: Message['values'] = {}): Fault {
  return { code, values, phrase };
}

function describeIssue(issue: Issue): Fault {
  switch (issue.code) {
    case 'invalid_type':
      return describeKind(issue);
    case 'too_small':
      return describeTooSmall(issue);
    case 'too_big':
      return describeTooBig(issue);
    case 'invalid_format':
      return describeFormat(issue);
    case 'invalid_value':
      return describeValues(issue.values as readonly unknown[]);
    case 'invalid_union':
      return describeUnion(issue.errors as readonly (readonly z.core.$ZodIssue[])[]);
    case 'not_multiple_of':
      return fault('field.multiple', `must be a multiple of ${issue.divisor}`, { of: Number(issue.divisor) });
    case 'unrecognized_keys': {
      const keys = (issue.keys as string[]).map((key) => `“${key}”`);
      return fault('field.keys', `may not have ${orList(keys)}`, { keys: keys.join(', ') });
    }
    default:
      return fault('field.unlike', 'must be as the reference shows');
  }
}

function describeKind(issue: Issue & { code: 'invalid_type' }): Fault {
  const expected = String(issue.expected);
  const kind = expected in KINDS ? expected : 'other';
  const named = KINDS[kind] ?? 'of another kind';
  return issue.input === undefined && 'input' in issue
    ? fault('field.missing', `must be given, as ${named}`, { kind })
    : fault('field.kind', `must be ${named}`, { kind });
}

type Sized = { origin: string; inclusive?: boolean | undefined; minimum?: unknown; maximum?: unknown };

function describeTooSmall({ origin, minimum, inclusive }: Sized): Fault {
  const values = { least: Number(minimum) };
  if (origin === 'string')
    return minimum === 1
      ? fault('field.empty', 'must not be empty')
      : fault('field.characters_least', `needs at least ${minimum} characters`, values);
  if (origin === 'array' || origin === 'set')
    return fault(
      'field.entries_least',
      minimum === 1 ? 'needs at least one entry' : `needs at least ${minimum} entries`,
      values,
    );
  return inclusive === false
    ? fault('field.above', `must be more than ${minimum}`, values)
    : fault('field.least', `must be ${minimum} or more`, values);
}

function describeTooBig({ origin, maximum, inclusive }: Sized): Fault {
  const values = { most: Number(maximum) };
  if (origin === 'string') return fault('field.characters_most', `may have at most ${maximum} characters`, values);
  if (origin === 'array' || origin === 'set')
    return fault('field.entries_most', `may have at most ${maximum} entries`, values);
  return inclusive === false
    ? fault('field.below', `must be less than ${maximum}`, values)
    : fault('field.most', `must be ${maximum} or less`, values);
}

function describeFormat(issue: Issue & { code: 'invalid_format' }): Fault {
  const format = String(issue.format);
  const prefix = String((issue as { prefix?: unknown }).prefix);
  if (format === 'starts_with') return fault('field.begins', `must begin with “${prefix}”`, { prefix });
  return fault(...(FORMATS[format] ?? ['field.form', 'must have the form that the reference shows']));
}

function describeValues(values: readonly unknown[]): Fault {
  if (values.includes('true') && values.includes('false'))
    return fault('field.kind', 'must be true or false', { kind: 'boolean' });
  const choices = values.map(String);
  return fault('field.choice', `must be ${orList(choices)}`, { choices: choices.join(', ') });
}

/** Choices among fixed values are told as one list; of other unions the first fault inside is told. */
function describeUnion(errors: readonly (readonly z.core.$ZodIssue[])[]): Fault {
  const inner = errors.flat();
  const values = inner.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []));
  if (values.length > 0 && inner.every((issue) => issue.code === 'invalid_value' && issue.path.length === 0))
    return describeValues(values);
  const first = inner.find((issue) => issue.path.length === 0 && issue.code !== 'invalid_type');
  return first ? describeIssue(first) : fault('field.forms', 'must have one of the forms that the reference shows');
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
