import type { Written } from '@kinora/providers';
import type { z } from 'zod';

export type ReadAnswer<Value> = { kind: 'read'; value: Value } | { kind: 'faulty'; faults: string[] };

const MOST_FAULTS = 12;

/** A model's words as what was asked for, or why they are not it, in sentences it can be told. */
export function readAnswer<Value>(
  schema: z.ZodType<Value>,
  { text, isCut }: Pick<Written, 'text' | 'isCut'>,
): ReadAnswer<Value> {
  if (isCut) return { kind: 'faulty', faults: ['The answer was cut off: it was too long. Write less.'] };
  const json = parseJson(text);
  if (json === undefined)
    return { kind: 'faulty', faults: ['The answer is not JSON. Answer with one JSON object alone.'] };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`);
  return { kind: 'faulty', faults: faults.slice(0, MOST_FAULTS) };
}

/** Models without a strict form like to fence their JSON; what stands inside one fence counts. */
function parseJson(text: string): unknown {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1];
  try {
    return JSON.parse(fenced ?? text);
  } catch {
    return undefined;
  }
}
