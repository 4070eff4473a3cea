/** One part the studio runs with; `note` for parts with terms of their own, else empty. Written by `npm run generate`. */
export type Part = { name: string; version: string; licence: string; note: string };

/** Parts whose name or licence holds every word looked for; those with a note first, as they ask most of who ships them. */
export function findParts(parts: readonly Part[], query: string): Part[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = parts.filter(({ name, licence }) => {
    const text = `${name} ${licence}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return [...found.filter(({ note }) => note !== ''), ...found.filter(({ note }) => note === '')];
}
