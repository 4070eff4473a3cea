export type ArchiveNames = {
  /** The entry whose path, or else whose own name, is the one asked for; capital letters do not matter. */
  find(source: string): string | undefined;
};

/** Folded once: a table of a hundred thousand names meets a ZIP of twenty thousand entries. Of two alike the first counts. */
export function indexArchive(entries: readonly string[]): ArchiveNames {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const entry of entries) {
    const path = fold(entry);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!byPath.has(path)) byPath.set(path, entry);
    if (!byName.has(name)) byName.set(name, entry);
  }
  return {
    find(source) {
      const wanted = fold(source);
      return byPath.get(wanted) ?? byName.get(wanted);
    },
  };
}

function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '');
}
