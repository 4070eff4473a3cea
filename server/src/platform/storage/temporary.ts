import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export async function makeTemporaryFolder(root: string): Promise<string> {
  await mkdir(root, { recursive: true });
  return mkdtemp(join(root, 'work-'));
}

/** Removes entries last changed more than `olderThanMs` ago; 0 removes all, whatever two clocks say of this millisecond. An entry that vanishes meanwhile was someone else's to remove. */
export async function sweepFolder(root: string, olderThanMs: number): Promise<number> {
  await mkdir(root, { recursive: true });
  const limit = olderThanMs === 0 ? Number.POSITIVE_INFINITY : Date.now() - olderThanMs;
  let removed = 0;
  for (const name of await readdir(root)) {
    const path = join(root, name);
    const facts = await stat(path).catch(() => undefined);
    if (!facts || facts.mtimeMs > limit) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
