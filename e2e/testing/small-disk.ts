import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, small enough to fill: what runs out there is real, and nobody else's. */
export type SmallDisk = {
  readonly folder: string;
  /** Fills it to this share; 1 leaves not one block. */
  fill(share: number): void;
  /** Gives back what `fill` took. */
  makeRoom(): void;
  remove(): void;
};

const BLOCK = Buffer.alloc(1024 * 1024);

/** Null where this user may not mount: the tests that need it then say so and are left out. */
export function mountSmallDisk(sizeMegabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'kinora-small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMegabytes}m`, 'kinora-test', folder]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(share) {
      const file = openSync(filler, 'a');
      try {
        // The last write of a full disk is a short one, so that `1` ends with no block left.
        while (share === 1 || usedShare(folder) < share) writeSync(file, BLOCK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(filler, { force: true }),
    remove() {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function usedShare(folder: string): number {
  const { blocks, bavail } = statfsSync(folder);
  return 1 - bavail / blocks;
}
