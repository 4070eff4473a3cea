import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'kinora-work-';

/** Runs `work` in a fresh folder under `root` and removes the folder afterwards, whatever happened. */
export async function withTemporaryFolder<Result>(
  root: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(root, { recursive: true });
  const folder = await mkdtemp(join(root, PREFIX));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Removes folders that a killed process left behind: only our own prefix, only older than the limit, so that the work
 * of a living neighbour is never touched. Returns how many were removed. Run at start and hourly (rulings §6.5).
 */
export async function sweepTemporaryFolders(
  root: string,
  options: { olderThanMs: number; now: number },
): Promise<number> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let removed = 0;
  for (const name of names.filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(root, name);
    const facts = await stat(folder).catch(() => null);
    if (!facts || options.now - facts.mtimeMs < options.olderThanMs) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
