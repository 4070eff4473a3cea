import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { receive } from './receive.ts';
import type { FileAddress } from './storage.ts';

export type LocalCacheOptions = { folder: string; maxBytes: number; keepMs?: number };

/** A path handed out may be opened by a child process a little later; it is not evicted meanwhile. */
const defaultKeepMs = 10 * 60_000;

/**
 * Local copies of remote files, least recently used first out. Several processes may share one folder: use is noted in
 * the file's own modification time, downloads are written aside, checked by hash and renamed.
 */
export function createLocalCache(options: LocalCacheOptions) {
  const files = join(options.folder, 'files');
  const aside = join(options.folder, 'aside');
  const running = new Map<string, Promise<string>>();
  // Organizations do not share cache entries either: who lacks a file must not learn that another has it.
  const nameOf = (address: FileAddress) =>
    createHash('sha256').update(`${address.organizationId}/${address.hash}`).digest('hex');

  async function use(path: string): Promise<boolean> {
    const now = new Date();
    return utimes(path, now, now).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
  }

  async function download(address: FileAddress, fetchFile: () => Promise<Readable>, path: string): Promise<string> {
    await mkdir(files, { recursive: true });
    const received = await receive(await fetchFile(), aside, { expectedHash: address.hash });
    await rename(received.path, path);
    await evict(files, options.maxBytes, options.keepMs ?? defaultKeepMs);
    return path;
  }

  return {
    async get(address: FileAddress, fetchFile: () => Promise<Readable>): Promise<string> {
      const path = join(files, nameOf(address));
      if (await use(path)) return path;
      const known = running.get(path);
      if (known) return known;
      const started = download(address, fetchFile, path).finally(() => running.delete(path));
      running.set(path, started);
      return started;
    },
    forget: (address: FileAddress) => rm(join(files, nameOf(address)), { force: true }),
  };
}

async function evict(folder: string, maxBytes: number, keepMs: number): Promise<void> {
  const entries = [];
  for (const name of await readdir(folder)) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts) entries.push({ path: join(folder, name), sizeBytes: facts.size, usedMs: facts.mtimeMs });
  }
  let total = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const keepSince = Date.now() - keepMs;
  for (const entry of entries.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes || entry.usedMs > keepSince) return;
    await rm(entry.path, { force: true });
    total -= entry.sizeBytes;
  }
}
