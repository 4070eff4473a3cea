import type { RouteDefinition } from '@kinora/contract';
import fc from 'fast-check';
import { z } from 'zod';
import { sampleRequests, type Things } from './sample-requests.ts';
import type { Ask } from './studio-app.ts';

/** Texts that have broken somebody's server before. */
const NASTY = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202egnp.exe',
  "' or 1=1 --",
  '../../etc/passwd',
  '%00',
  '%zz',
  '[]',
  '{}',
  'null',
  'NaN',
  '-1',
  '1e999',
  '9'.repeat(40),
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  '00000000-0000-0000-0000-000000000000',
  '2026-13-45T99:99:99Z',
  '9999-12-31T23:59:59Z',
  'W10',
  'WyJ4Il0',
  'WzFlMzAwXQ',
  'WyJub3QtYS10aW1lIiwibm90LWFuLWlkIl0',
];
const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 40, unit: 'binary' }));
const number = fc.oneof(
  fc.constantFrom(-1, 0, 0.5, 2 ** 31, 2 ** 53, 1e308, -1e308),
  fc.double({ noNaN: true }),
  fc.integer(),
);
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 4 }) },
);

const keysOf = (schema: z.ZodType | undefined): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape as object) : [];

/** Some of the keys, each with something else in it than belongs there. */
function changes<Value>(keys: string[], values: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  if (keys.length === 0) return fc.constant({});
  const some = fc.subarray(keys, { minLength: 1, maxLength: Math.min(3, keys.length) });
  return some.chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, values]))));
}

/** A request of the route that is right in most of its parts and wrong in some: it gets past the first look. */
export function junkRequest(route: RouteDefinition, things: Things): fc.Arbitrary<Ask> {
  const sample = sampleRequests(things)[route.operationId]!;
  const parts = fc.record({
    params: fc.oneof(fc.constant({}), changes(keysOf(route.params), text)),
    query: fc.oneof(changes(keysOf(route.query), text)),
    body: fc.oneof(
      { weight: 4, arbitrary: changes(keysOf(route.body), value) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    ),
    ifMatch: fc.constantFrom('1', '"1"', 'W/"1"', '99999999999', '-5', '1.5', 'x', ''),
    key: fc.constantFrom('12345678', 'x', 'k'.repeat(200), 'key with spaces', '"quoted-key-1"'),
  });
  return parts.map(({ params, query, body, ifMatch, key }) => ({
    method: route.method,
    url: `/api/v1${fillPath(route.path, { ...sample.params, ...params })}`,
    query: route.query ? { ...sample.query, ...query } : {},
    headers: {
      'if-match': ifMatch,
      'idempotency-key': key,
      'content-type': route.operationId === 'putUploadPart' ? 'application/octet-stream' : 'application/json',
    },
    ...(route.body ? { payload: toPayload(sample.body, body) } : {}),
  }));
}

function fillPath(path: string, params: Record<string, string | number>): string {
  return path.replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(params[name]).replace(/\p{Surrogate}/gu, '?')),
  );
}

function toPayload(sample: object | undefined, change: unknown): string {
  const isObject = change !== null && typeof change === 'object' && !Array.isArray(change);
  return JSON.stringify(isObject ? { ...sample, ...change } : change) ?? '';
}
