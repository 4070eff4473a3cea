import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RouteDefinition } from './api/route.ts';
import * as contract from './index.ts';

/**
 * A change says what is to be different and nothing else. A default inside its schema (`fields.partial()` keeps those of
 * `fields`) would turn every field that was left out into a change back to the default, which nobody asked for.
 */
type Json = { [key: string]: unknown };
type Change = { operationId: string; body: z.ZodType };

const isRoutes = ([name]: [string, unknown]) => name.endsWith('Routes');
const changes: Change[] = Object.entries(contract)
  .filter(isRoutes)
  .flatMap(([, routes]) => Object.values(routes as Record<string, RouteDefinition>))
  .flatMap(({ method, operationId, body }) => (method === 'PATCH' && body ? [{ operationId, body }] : []));

const wireSchemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;

const SAMPLES: Record<string, string> = {
  uuid: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  uri: 'https://example.com/hook',
  'date-time': '2030-01-02T03:04:05.000Z',
};

/** The shortest value of a schema: only what is required of an object, as few entries as a list may have. */
function sampleOf(schema: Json): unknown {
  if ('const' in schema) return schema['const'];
  if (schema['enum']) return (schema['enum'] as unknown[])[0];
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined;
  if (choices) return sampleOf(choices[0]!);
  if (schema['type'] === 'object') return sampleObject(schema);
  if (schema['type'] === 'array')
    return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 0)) }, () =>
      sampleOf(schema['items'] as Json),
    );
  if (schema['type'] === 'boolean') return true;
  if (schema['type'] === 'string') return sampleText(schema);
  if (schema['type'] === 'null') return null;
  return Math.max(Number(schema['minimum'] ?? 1), 1, Number(schema['exclusiveMinimum'] ?? 0)) === 1
    ? Math.min(1, Number(schema['maximum'] ?? 1))
    : schema['minimum'];
}

function sampleObject({ properties = {}, required = [], propertyNames, additionalProperties }: Json): Json {
  if (propertyNames) return { [String(sampleOf(propertyNames as Json))]: sampleOf(additionalProperties as Json) };
  return Object.fromEntries(
    (required as string[]).map((key) => [key, sampleOf((properties as Record<string, Json>)[key]!)]),
  );
}

function sampleText({ format, pattern, minLength }: Json): string {
  const candidates = [SAMPLES[String(format)], '#a1b2c3', 'EUR', 'he', 'a'.repeat(Math.max(1, Number(minLength ?? 1)))];
  const fits = (text: string | undefined) => text !== undefined && (!pattern || new RegExp(String(pattern)).test(text));
  const found = (format ? candidates : candidates.reverse()).find(fits);
  if (found === undefined) throw new Error(`give sampleText a text for ${pattern}`);
  return found;
}

/** Where in a schema a value is put in that was not sent. */
function defaultsIn(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = !Array.isArray(schema) && 'default' in schema && !path.endsWith('/properties') ? [path] : [];
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => defaultsIn(value, `${path}/${key}`))];
}

const fieldsOf = ({ body }: Change) => Object.entries((wireSchemaOf(body)['properties'] ?? {}) as Record<string, Json>);
/** Each field alone, beside what no body of this route may lack. */
const bodiesOf = (change: Change) => {
  const needed = sampleObject(wireSchemaOf(change.body));
  return fieldsOf(change).map(([field, schema]) => ({ ...needed, [field]: sampleOf(schema) }));
};

describe('the changes of the API', () => {
  it('are all walked', () => expect(changes.length).toBeGreaterThanOrEqual(18));

  it.each(changes)('$operationId puts in no value that was not sent', ({ body }) => {
    expect(defaultsIn(wireSchemaOf(body))).toEqual([]);
  });

  it.each(changes)('$operationId with one field is that field', (change) => {
    const bodies = bodiesOf(change);
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) expect(change.body.parse(body)).toEqual(body);
  });

  it.each(changes)('$operationId without a field is nothing or refused', ({ body }) => {
    const parsed = body.safeParse({});
    expect(parsed.success ? parsed.data : {}).toEqual({});
  });
});
