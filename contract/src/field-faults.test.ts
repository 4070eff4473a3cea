import { expect, test } from 'vitest';
import { z } from 'zod';
import * as contract from './index.ts';
import { messagesOf, readMessage } from './messages.ts';
import { toFieldMessage, toFieldSentence } from './sentences.ts';

type Found = { at: string; error: z.core.$ZodErrorMap | undefined; kind: string };
type Part = { _zod?: { def: Record<string, unknown> } };

const routes = Object.values(contract as Record<string, unknown>)
  .flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  .filter(
    (value): value is contract.RouteDefinition =>
      typeof value === 'object' && value !== null && 'operationId' in value && 'responses' in value,
  );

/** Every check and every schema inside what requests are parsed with, once each. */
function walk(part: unknown, at: string, seen: Set<unknown>, found: Found[]): void {
  const def = (part as Part | undefined)?._zod?.def;
  if (!def || seen.has(part)) return;
  seen.add(part);
  const note = (each: Record<string, unknown>) =>
    found.push({
      at,
      error: each['error'] as Found['error'],
      kind: String(each['format'] ?? each['check'] ?? each['type']),
    });
  note(def);
  for (const check of (def['checks'] ?? []) as Part[]) note(check._zod!.def);
  if (def['type'] === 'lazy') walk((def['getter'] as () => unknown)(), at, seen, found);
  for (const name of ['element', 'innerType', 'in', 'out', 'keyType', 'valueType', 'catchall', 'left', 'right', 'rest'])
    walk(def[name], at, seen, found);
  for (const name of ['options', 'items'])
    for (const each of (def[name] ?? []) as unknown[]) walk(each, at, seen, found);
  for (const [name, each] of Object.entries((def['shape'] ?? {}) as object)) walk(each, `${at}.${name}`, seen, found);
}

const found: Found[] = [];
const seen = new Set<unknown>();
for (const route of routes)
  for (const part of ['params', 'query', 'body'] as const)
    walk(route[part], `${route.operationId} ${part}`, seen, found);

test('the walk sees the requests', () => {
  expect(routes.length).toBeGreaterThan(150);
  expect(found.length).toBeGreaterThan(800);
});

test('every sentence that a request’s schema brings itself can be said in other languages', () => {
  const own = found.flatMap(({ at, error }) => (error ? [[at, tell(error)] as const] : []));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter(([, sentence]) => !readMessage(sentence))).toEqual([]);
});

test('what only the schema can explain has a sentence of its own', () => {
  const mute = found.filter(({ kind, error }) => kind === 'custom' && !error);
  expect(mute).toEqual([]);
});

/** Sent by programs or chosen from a list: no person types these. */
const TECHNICAL = [
  'createUpload body.sha256',
  'createConnection body.provider',
  'putComfyFile params.name',
  'readComfyPicture params.hash',
  'tellPresence body.tab',
];

test('a form that people write is told by an example or by its own sentence', () => {
  const formless = found.filter(
    ({ kind, error, at }) => ['regex', 'includes', 'ends_with'].includes(kind) && !error && !TECHNICAL.includes(at),
  );
  expect(formless).toEqual([]);
  const formats = new Set(found.map(({ kind }) => kind).filter((kind) => kind in FORMATS));
  expect([...formats].sort()).toEqual(Object.keys(FORMATS).sort());
});

const FORMATS = { date: '', datetime: '', email: '', url: '', uuid: '' };

/** The sentence of an error map, as zod would ask for it. */
function tell(error: z.core.$ZodErrorMap): string {
  const said = error({ code: 'custom', input: 'x', path: [] } as unknown as z.core.$ZodRawIssue);
  return typeof said === 'string' ? said : (said?.message ?? '');
}

/** One schema for each refusal, and what no other schema refuses. */
const CASES: [schema: z.ZodType, value: unknown, code: string, values: object][] = [
  [z.object({ name: z.string() }), {}, 'field.missing', { kind: 'string' }],
  [z.string(), 5, 'field.kind', { kind: 'string' }],
  [z.date(), 5, 'field.kind', { kind: 'other' }],
  [z.string().min(1), '', 'field.empty', {}],
  [z.string().min(10), 'short', 'field.characters_least', { least: 10 }],
  [z.string().max(2), 'long', 'field.characters_most', { most: 2 }],
  [z.array(z.int()).min(1), [], 'field.entries_least', { least: 1 }],
  [z.array(z.int()).max(1), [1, 2], 'field.entries_most', { most: 1 }],
  [z.number().min(3), 2, 'field.least', { least: 3 }],
  [z.number().positive(), 0, 'field.above', { least: 0 }],
  [z.number().max(3), 4, 'field.most', { most: 3 }],
  [z.number().lt(3), 3, 'field.below', { most: 3 }],
  [z.email(), 'no', 'field.email', {}],
  [z.url(), 'no', 'field.url', {}],
  [z.uuid(), 'no', 'field.id', {}],
  [z.iso.datetime(), 'no', 'field.time', {}],
  [z.iso.date(), 'no', 'field.date', {}],
  [z.string().startsWith('data:'), 'no', 'field.begins', { prefix: 'data:' }],
  [z.string().regex(/a/), 'no', 'field.form', {}],
  [z.enum(['one', 'two']), 'three', 'field.choice', { choices: 'one, two' }],
  [z.union([z.literal(15), z.literal(30)]), 16, 'field.choice', { choices: '15, 30' }],
  [z.union([z.string(), z.array(z.string())]), 5, 'field.forms', {}],
  [z.number().multipleOf(5), 3, 'field.multiple', { of: 5 }],
  [z.strictObject({}), { x: 1 }, 'field.keys', { keys: '“x”' }],
  [z.custom(() => false), 5, 'field.unlike', {}],
];

test.each(CASES)('%# is told by code and values: %s', (schema, value, code, values) => {
  const { error } = schema.safeParse(value, { error: toFieldSentence, reportInput: true });
  expect(toFieldMessage(error!.issues[0]!)).toEqual({ code, values });
  // A general sentence must not be taken for one that the catalogue knows.
  expect(messagesOf([error!.issues[0]!.message])).toBeUndefined();
});

test('every code of a fault has its case', () => {
  expect([...new Set(CASES.map(([, , code]) => code))].sort()).toEqual([...contract.FIELD_FAULTS].sort());
});
