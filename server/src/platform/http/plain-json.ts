import { say } from '@kinora/contract';

/** Deeper than any form of ours; recursive code further in must not run out of stack. */
const MAX_DEPTH = 64;

/**
 * What arrives as JSON or in an address but cannot be kept: PostgreSQL stores no NUL and no half of a surrogate pair.
 * Answers the sentence, or null. It walks with a list of its own, because the depth is the sender's choice.
 */
export function findUnusable(value: unknown): string | null {
  const waiting: { part: unknown; depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, depth } = next;
    if (depth > MAX_DEPTH) return say('field.too_deep');
    if (typeof part === 'string' && !isStorable(part)) return say('field.character');
    if (typeof part !== 'object' || part === null) continue;
    for (const [key, inner] of Object.entries(part))
      waiting.push({ part: key, depth: depth + 1 }, { part: inner, depth: depth + 1 });
  }
  return null;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}
