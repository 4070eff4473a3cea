import { KinoraError } from '@kinora/contract';
import { type BackupManifest, createBackup, restoreBackup } from './platform/backup/index.ts';
import type { StudioConfig } from './platform/config/index.ts';
import { acquireInstanceLock } from './platform/instance-lock/index.ts';
import { openStorage } from './platform/storage/index.ts';
import { toStorageChoice } from './storage-choice.ts';
import { VERSION } from './version.ts';
import { withOwner } from './with-owner.ts';

/** What a backup or a restore moved. */
export type BackupResult = { tables: number; rows: number; files: number };

/** `kinora backup`: works beside a running studio, whose database is then used as it runs. */
export async function backupStudio(config: StudioConfig, folder: string): Promise<BackupResult> {
  const acquired = acquireInstanceLock(config.dataFolder);
  const isAlone = 'lock' in acquired;
  try {
    return await withOwner(config, isAlone, async (ownerUrl) => {
      const storage = await openStorage(toStorageChoice(config));
      return toResult(await createBackup({ ownerUrl, storage, version: VERSION, now: () => new Date() }, folder));
    });
  } finally {
    if (isAlone) acquired.lock.release();
  }
}

/** `kinora restore`: into an empty studio only, and never beside one that runs or starts, whose work would meet half the rows. */
export async function restoreStudio(config: StudioConfig, folder: string): Promise<BackupResult> {
  const acquired = acquireInstanceLock(config.dataFolder);
  if ('holder' in acquired) {
    const { address } = acquired.holder;
    throw new KinoraError('studio.already_running', 'restore beside a running studio', {
      sentence: `A studio runs on this data${address ? `, at ${address}` : ''}. Stop it first, and restore into an empty data folder.`,
    });
  }
  try {
    return await withOwner(config, true, async (ownerUrl) => {
      const storage = await openStorage(toStorageChoice(config));
      return toResult(await restoreBackup({ ownerUrl, storage }, folder));
    });
  } finally {
    acquired.lock.release();
  }
}

function toResult(manifest: BackupManifest): BackupResult {
  return {
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    files: manifest.files.count,
  };
}
