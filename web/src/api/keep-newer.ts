import { replaceEqualDeep } from '@tanstack/react-query';

/**
 * Keeps the newer of two readings of one thing, by revision. A reading that began before an edit may arrive after the
 * edit's own answer; taken over, the next edit would be based on a revision that is gone and be refused.
 */
export function keepNewer(before: unknown, after: unknown): unknown {
  return revisionOf(before) > revisionOf(after) ? before : replaceEqualDeep(before, after);
}

function revisionOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('revision' in value)) return 0;
  return typeof value.revision === 'number' ? value.revision : 0;
}
