import { KinoraError } from '@kinora/contract';
import { z } from 'zod';
import { findUnusable } from './plain-json.ts';

/** Opaque cursors: the sort values of the last row, as base64url JSON. A cursor of another list is refused, not guessed. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

const CURSOR_VALUES = {
  id: z.uuid(),
  number: z.int(),
  /** A text as PostgreSQL can hold it. */
  text: z.string().refine((text) => findUnusable(text) === null),
  /** A time as the database writes it: with microseconds, in any zone. */
  time: z
    .string()
    .regex(/^[1-9]\d{3}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)$/)
    .refine(isCalendarDay),
};
export type CursorValue = keyof typeof CURSOR_VALUES;

/** The thirty-first of February is a text like any other to a pattern. */
function isCalendarDay(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && day.toISOString().startsWith(text.slice(0, 10));
}

/** @param shape what each value has to be: it goes into a query, where anything else would be a fault of ours */
export function decodeCursor(cursor: string | undefined, shape: readonly CursorValue[]): (string | number)[] | null {
  if (cursor === undefined) return null;
  const values = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  const fits =
    Array.isArray(values) &&
    values.length === shape.length &&
    shape.every((kind, index) => CURSOR_VALUES[kind].safeParse(values[index]).success);
  if (!fits)
    throw new KinoraError('request.malformed', `bad cursor ${cursor}`, {
      sentence: 'The cursor does not belong to this list. Start again without it.',
    });
  return values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Cuts a list read with `limit + 1` rows into a page. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => readonly (string | number)[],
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}
