import type { z } from 'zod';

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
const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address such as name@example.com',
  url: 'must be a web address such as https://example.com',
  uuid: 'must be an id as the studio gave it',
  datetime: 'must be a time such as 2026-01-31T12:00:00Z',
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
 * The one place where a refusal of a schema becomes words: `The password needs at least 10 characters.` A schema that says it
 * better itself (`.min(1, 'The brief is empty. …')`) keeps its own sentence. Given to `safeParse` as `{ error: toFieldSentence }`.
 */
export function toFieldSentence(issue: Issue): string {
  const path = (issue.path ?? []) as readonly PropertyKey[];
  const isPlural = isPluralName(path);
  return `${subjectOf(path)} ${describeIssue(issue, isPlural)}.`;
}

/** The sentence without its subject, for faults that begin with the name of a variable or an option: `PORT must be 0 or more`. */
export function toFieldPhrase(issue: Issue): string {
  return describeIssue(issue, false);
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

function describeIssue(issue: Issue, isPlural: boolean): string {
  const needs = isPlural ? 'need' : 'needs';
  switch (issue.code) {
    case 'invalid_type': {
      const kind = KINDS[String(issue.expected)] ?? 'of another kind';
      return issue.input === undefined && 'input' in issue ? `must be given, as ${kind}` : `must be ${kind}`;
    }
    case 'too_small':
      return describeTooSmall(issue, needs);
    case 'too_big':
      return describeTooBig(issue);
    case 'invalid_format':
      if (issue.format === 'starts_with') return `must begin with “${String((issue as { prefix?: unknown }).prefix)}”`;
      return FORMATS[issue.format] ?? 'must have the form that the reference shows';
    case 'invalid_value':
      return describeValues(issue.values as readonly unknown[]);
    case 'invalid_union':
      return describeUnion(issue.errors as readonly (readonly z.core.$ZodIssue[])[], isPlural);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `may not have ${orList((issue.keys as string[]).map((key) => `“${key}”`))}`;
    default:
      return 'must be as the reference shows';
  }
}

type Sized = { origin: string; inclusive?: boolean | undefined; minimum?: unknown; maximum?: unknown };

function describeTooSmall({ origin, minimum, inclusive }: Sized, needs: string): string {
  if (origin === 'string') return minimum === 1 ? 'must not be empty' : `${needs} at least ${minimum} characters`;
  if (origin === 'array' || origin === 'set')
    return minimum === 1 ? `${needs} at least one entry` : `${needs} at least ${minimum} entries`;
  return inclusive === false ? `must be more than ${minimum}` : `must be ${minimum} or more`;
}

function describeTooBig({ origin, maximum, inclusive }: Sized): string {
  if (origin === 'string') return `may have at most ${maximum} characters`;
  if (origin === 'array' || origin === 'set') return `may have at most ${maximum} entries`;
  return inclusive === false ? `must be less than ${maximum}` : `must be ${maximum} or less`;
}

function describeValues(values: readonly unknown[]): string {
  if (values.includes('true') && values.includes('false')) return 'must be true or false';
  return `must be ${orList(values.map(String))}`;
}

/** Choices among fixed values are told as one list; of other unions the first fault inside is told. */
function describeUnion(errors: readonly (readonly z.core.$ZodIssue[])[], isPlural: boolean): string {
  const inner = errors.flat();
  const values = inner.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []));
  if (values.length > 0 && inner.every((issue) => issue.code === 'invalid_value' && issue.path.length === 0))
    return describeValues(values);
  const first = inner.find((issue) => issue.path.length === 0 && issue.code !== 'invalid_type');
  return first ? describeIssue(first, isPlural) : 'must have one of the forms that the reference shows';
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
