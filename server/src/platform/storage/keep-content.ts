import type { Transaction } from '../database/index.ts';
import type { FileAddress, Storage } from './storage.ts';

/**
 * Rows and bytes cannot change in one transaction, so whoever names a content in a row and whoever removes one that no row
 * names take the same lock first, until their commit. Taken in one order by everybody, that nobody waits in a ring.
 */
export async function lockContent(
  transaction: Transaction,
  organizationId: string,
  hashes: readonly string[],
): Promise<void> {
  for (const hash of [...new Set(hashes)].sort()) {
    await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${organizationId} ${hash}`]);
  }
}

export type KeptFile = Pick<FileAddress, 'hash'> & { path: string };

/**
 * Called in the transaction that writes the rows, after the files were stored: what a purge has taken away in between is
 * stored again, and from here on it lets them be. Bytes are stored before and not under the lock: they may take minutes.
 */
export async function keepContent(
  transaction: Transaction,
  storage: Pick<Storage, 'find' | 'putFile'>,
  organizationId: string,
  files: readonly KeptFile[],
): Promise<void> {
  await lockContent(
    transaction,
    organizationId,
    files.map(({ hash }) => hash),
  );
  for (const { hash, path } of files) {
    if (await storage.find({ organizationId, hash })) continue;
    await storage.putFile(organizationId, path, { expectedHash: hash });
  }
}
