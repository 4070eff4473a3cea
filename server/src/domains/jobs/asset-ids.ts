import { isId } from '../../platform/ids.ts';

const MOST_IDS = 500;

/** Every text in a document that looks like an id, in the order of its places and each once: candidates, to be looked up. */
export function collectIds(document: unknown): string[] {
  const found = new Set<string>();
  const walk = (part: unknown): void => {
    if (found.size >= MOST_IDS) return;
    if (typeof part === 'string') {
      if (isId(part)) found.add(part.toLowerCase());
    } else if (Array.isArray(part)) part.forEach(walk);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(walk);
  };
  walk(document);
  return [...found];
}
