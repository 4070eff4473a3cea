import { z } from 'zod';

/**
 * Names, by their path, of what a request carries and its schema does not know. The schemas themselves stay tolerant, because
 * stored inputs are read with them too and must stay readable when a field goes.
 */
export function listUnknownFields(
  schema: z.ZodType | undefined,
  value: unknown,
  path: readonly string[] = [],
): string[] {
  const inner = schema === undefined ? undefined : unwrap(schema, value);
  if (Array.isArray(value)) {
    if (!(inner instanceof z.ZodArray)) return [];
    return value.flatMap((item, index) => listUnknownFields(inner.element as z.ZodType, item, [...path, `${index}`]));
  }
  if (typeof value !== 'object' || value === null) return [];
  if (inner !== undefined && !(inner instanceof z.ZodObject)) return [];
  if (inner?.def.catchall !== undefined) return [];
  const shape = (inner?.shape ?? {}) as Record<string, z.ZodType>;
  return Object.entries(value).flatMap(([name, part]) =>
    Object.hasOwn(shape, name) ? listUnknownFields(shape[name], part, [...path, name]) : [[...path, name].join('.')],
  );
}

/** The schema that looks at the value itself, below defaults, optionals, transforms and the fitting part of a union. */
function unwrap(schema: z.ZodType, value: unknown): z.ZodType {
  if (schema instanceof z.ZodUnion) {
    const fitting = (schema.options as z.ZodType[]).find((option) => option.safeParse(value).success);
    return fitting ? unwrap(fitting, value) : schema;
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType, value);
  if (schema instanceof z.ZodLazy) return unwrap(schema.unwrap() as z.ZodType, value);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodReadonly
  )
    return unwrap(schema.unwrap() as z.ZodType, value);
  return schema;
}
