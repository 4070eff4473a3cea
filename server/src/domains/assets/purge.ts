import type { Database, Transaction } from '../../platform/database/index.ts';
import { lockContent, type Storage } from '../../platform/storage/index.ts';
import { IS_NEEDED } from './references.ts';

/** Rows that nothing needs: of the trash, and of a project whose own rows have just gone. Answers their contents. */
export async function deleteTrashedAssets(transaction: Transaction, trashDays: number): Promise<string[]> {
  const { rows } = await transaction.query<{ sha256: string }>(
    `delete from assets a where a.deleted_at < now() - make_interval(days => $1) and not ${IS_NEEDED} returning a.sha256`,
    [trashDays],
  );
  return rows.map((row) => row.sha256);
}

export async function deleteMadeAssets(transaction: Transaction, projectId: string): Promise<string[]> {
  const { rows } = await transaction.query<{ sha256: string }>(
    `delete from assets a where a.project_id = $1 and a.origin = 'job' and not ${IS_NEEDED} returning a.sha256`,
    [projectId],
  );
  return rows.map((row) => row.sha256);
}

/**
 * Removes contents that no row names any more, with what was made out of them. Rows go first: a crash in between leaves
 * bytes nobody refers to, never a row without bytes. Answers how many files went.
 */
export async function deleteUnusedContent(
  parts: { database: Pick<Database, 'inOrganization'>; storage: Pick<Storage, 'delete'> },
  organizationId: string,
  hashes: readonly string[],
): Promise<number> {
  let removed = 0;
  for (const hash of new Set(hashes)) {
    const source = await removeContent(parts, organizationId, hash);
    const derived = await Promise.all(source.derived.map((one) => removeContent(parts, organizationId, one)));
    removed += [source, ...derived].filter((one) => one.isRemoved).length;
  }
  return removed;
}

/** One content under its lock: who stores the same bytes at this moment waits, then finds them gone and stores them again. */
function removeContent(
  { database, storage }: { database: Pick<Database, 'inOrganization'>; storage: Pick<Storage, 'delete'> },
  organizationId: string,
  hash: string,
): Promise<{ isRemoved: boolean; derived: string[] }> {
  return database.inOrganization(organizationId, async (transaction) => {
    await lockContent(transaction, organizationId, [hash]);
    const derived = await deleteDerivedRows(transaction, hash);
    const isRemoved = await isUnused(transaction, hash);
    if (isRemoved) await storage.delete({ organizationId, hash });
    return { isRemoved, derived };
  });
}

async function deleteDerivedRows(transaction: Transaction, hash: string): Promise<string[]> {
  await transaction.query(
    'delete from picture_analyses where sha256 = $1 and not exists (select 1 from assets a where a.sha256 = $1)',
    [hash],
  );
  await transaction.query(
    'delete from picture_checks where sha256 = $1 and not exists (select 1 from assets a where a.sha256 = $1)',
    [hash],
  );
  const { rows } = await transaction.query<{ sha256: string }>(
    `delete from asset_derivatives where source_sha256 = $1 and not exists (select 1 from assets a where a.sha256 = $1)
     returning sha256`,
    [hash],
  );
  return rows.map((row) => row.sha256);
}

async function isUnused(transaction: Transaction, hash: string): Promise<boolean> {
  const { rows } = await transaction.query<{ isUnused: boolean }>(
    `select not exists (select 1 from assets where sha256 = $1)
        and not exists (select 1 from asset_derivatives where sha256 = $1)
        and not exists (select 1 from segment_cache where sha256 = $1)
        and not exists (select 1 from product_imports where $1 in (source_sha256, rows_sha256, archive_sha256)) as "isUnused"`,
    [hash],
  );
  return rows[0]!.isUnused;
}
