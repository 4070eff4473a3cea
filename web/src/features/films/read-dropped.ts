/**
 * The files of a drop, also those inside dropped folders. A file from a folder knows its path as one from a folder input
 * does (`webkitRelativePath`), so that both are read in the same way. Hidden files of operating systems are left out.
 */
export async function readDropped(transfer: DataTransfer): Promise<File[]> {
  // Entries must be taken before the first wait: the browser empties the transfer after the event.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...transfer.files];
  return (await Promise.all(entries.map(readEntry))).flat();
}

/** Where a file lies inside what was dropped or chosen: `linen-shirt/front.jpg`, or its name alone. */
export function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

async function readEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith('.') || entry.name === 'Thumbs.db' || entry.name === '__MACOSX') return [];
  if (entry.isDirectory) {
    const children = await readFolder((entry as FileSystemDirectoryEntry).createReader());
    return (await Promise.all(children.map(readEntry))).flat();
  }
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.replace(/^\//, '') });
  return [file];
}

/** A reader gives a folder in pieces of about a hundred, the last one empty. */
async function readFolder(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return all;
    all.push(...piece);
  }
}
