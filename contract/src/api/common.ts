import { z } from 'zod';
import { messages } from '../messages.ts';

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    /** The sentence for people. */
    detail: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    /** Field errors of a refused body: path → sentence. */
    fields: z.record(z.string(), z.string()).optional(),
    messages: messages.optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

export const cursorQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Several of one filter widen it (`tag=linen,summer` has one of them); different filters narrow. */
export const listOf = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .max(2000)
    .transform((text) => text.split(',').filter((part) => part.trim() !== ''))
    .pipe(z.array(item).max(50));
