/** As much of a file as tells it from others: nobody changes a file without one of these changing. */
export type FileMark = Pick<File, 'name' | 'size' | 'lastModified'>;

const STORED = 'kinora.uploads';
/** The studio keeps an unfinished upload for a day; nobody has more of them open than this. */
const MOST_REMEMBERED = 100;

const markOf = ({ name, size, lastModified }: FileMark) => `${name} ${size} ${lastModified}`;

/** Where a file's upload stood, in this browser: it outlives a reload and the tab. */
export function recall(file: FileMark): string | null {
  return read()[markOf(file)] ?? null;
}

export function remember(file: FileMark, uploadId: string): void {
  const { [markOf(file)]: _older, ...others } = read();
  const entries = [...Object.entries(others), [markOf(file), uploadId] as const];
  write(Object.fromEntries(entries.slice(-MOST_REMEMBERED)));
}

export function forget(file: FileMark): void {
  const { [markOf(file)]: _done, ...others } = read();
  write(others);
}

function read(): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, id]) => typeof id === 'string'));
  } catch {
    // Written by something else, or closed to pages: an upload then begins anew, which loses time and nothing more.
    return {};
  }
}

function write(entries: Record<string, string>): void {
  try {
    localStorage.setItem(STORED, JSON.stringify(entries));
  } catch {
    // A browser without room for it: see above.
  }
}
