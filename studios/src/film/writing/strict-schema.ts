import { z } from 'zod';

/** Words that vendors' strict forms do not all take; zod checks them on the answer. */
const UNTOLD = new Set(['$schema', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'pattern']);

/** A zod schema in the strict form every vendor takes: shapes and choices, without sizes. */
export function toStrictSchema(schema: z.ZodType): Record<string, unknown> {
  return strip(z.toJSONSchema(schema)) as Record<string, unknown>;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (UNTOLD.has(key) ? [] : [[key, strip(inner)]])),
  );
}
