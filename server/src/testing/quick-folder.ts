import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** What a whole run may have lying there at once, and as much again for those who work beside it. */
const ROOM_BYTES = 3 * 1024 ** 3;
const PREFIX = 'kinora-test-';

/**
 * A folder for the databases of tests: in memory where there is room, else among the temporary files. A database is a thousand
 * small files, made, written and removed within seconds: on a disk that others use as well that took ten times what the
 * tests in it took. Removed by whoever made it; what a killed run left is removed by the next one.
 */
export function makeQuickFolder(name: string): string {
  const root = hasRoom() ? MEMORY : tmpdir();
  if (root === MEMORY) sweep();
  return mkdtempSync(join(root, `${PREFIX}${process.pid}-${name}-`));
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, freemem()) > ROOM_BYTES;
}

function sweep(): void {
  for (const name of readdirSync(MEMORY)) {
    const maker = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (maker && !existsSync(`/proc/${maker}`)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}
