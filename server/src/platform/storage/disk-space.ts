import { statfs } from 'node:fs/promises';
import { KinoraError, say } from '@kinora/contract';

export type DiskFacts = { totalBytes: number; freeBytes: number };
export type ReadDisk = () => Promise<DiskFacts>;

/** Share of the disk in use at which new renders wait, and at which new uploads are refused (rulings §6.5). */
export const PAUSE_RENDERS_AT = 0.85;
export const REFUSE_UPLOADS_AT = 0.95;

/** ok → renders_paused at 85 % → uploads_refused at 95 % (no new work at all); back by itself when space is freed. Work that runs goes on. */
export type DiskState =
  | { state: 'ok'; usedShare: number }
  | { state: 'renders_paused'; usedShare: number; sentence: string }
  | { state: 'uploads_refused'; usedShare: number; sentence: string };

export function diskStateOf({ totalBytes, freeBytes }: DiskFacts): DiskState {
  const usedShare = totalBytes === 0 ? 0 : 1 - freeBytes / totalBytes;
  const used = Math.floor(usedShare * 100);
  if (usedShare >= REFUSE_UPLOADS_AT) {
    const sentence = say('disk.uploads_refused', { used });
    return { state: 'uploads_refused', usedShare, sentence };
  }
  if (usedShare >= PAUSE_RENDERS_AT) {
    const sentence = say('disk.renders_paused', { used });
    return { state: 'renders_paused', usedShare, sentence };
  }
  return { state: 'ok', usedShare };
}

export function readDiskOf(folder: string): ReadDisk {
  return async () => {
    const facts = await statfs(folder);
    return { totalBytes: facts.blocks * facts.bsize, freeBytes: facts.bavail * facts.bsize };
  };
}

export type DiskGuard = {
  getState(): Promise<DiskState>;
  /** Throws storage.uploads_refused from 95 % on, or when `sizeBytes` more would fill the disk. */
  assertRoomForUpload(sizeBytes: number): Promise<void>;
};

export function createDiskGuard(readDisk: ReadDisk): DiskGuard {
  const getState = async () => diskStateOf(await readDisk());
  return {
    getState,
    async assertRoomForUpload(sizeBytes) {
      const disk = await readDisk();
      // Parts and the assembled file stand beside each other for a moment, hence twice.
      const after = diskStateOf({ ...disk, freeBytes: disk.freeBytes - 2 * sizeBytes });
      if (after.state !== 'uploads_refused') return;
      const now = diskStateOf(disk);
      const sentence =
        now.state === 'uploads_refused'
          ? now.sentence
          : 'There is not enough disk space for a file of this size. Free some space and send it again.';
      throw new KinoraError('storage.uploads_refused', `disk ${Math.floor(now.usedShare * 100)} % used`, {
        sentence,
        isRetryable: true,
      });
    },
  };
}
