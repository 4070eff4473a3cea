import { copyFile, link, mkdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAside } from '../files/write-aside.ts';

/** Finished parts by hash. Losing an entry only costs its drawing again. */
export interface SegmentCache {
  /** Path of the stored file; null when it is not there. */
  find(hash: string): Promise<string | null>;
  /** Keeps a copy of the file. The file itself stays the caller's. */
  store(hash: string, file: string): Promise<void>;
}

/** A cache in a folder. Entries that were used get a fresh date, so that the oldest can be removed when space is short. */
export function openFolderCache(root: string): SegmentCache {
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);
  return {
    async find(hash) {
      const path = pathOf(hash);
      const facts = await stat(path).catch(() => null);
      if (!facts?.isFile()) return null;
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return path;
    },
    async store(hash, file) {
      await mkdir(join(root, hash.slice(0, 2)), { recursive: true });
      // A hard link costs nothing on the same disk; on another one the bytes are copied.
      await writeAside(pathOf(hash), (aside) => link(file, aside).catch(() => copyFile(file, aside)));
    },
  };
}
