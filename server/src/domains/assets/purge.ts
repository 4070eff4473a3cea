import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Storage } from '../../platform/storage/index.ts';

/** Everything that may still need an asset's row, also what lies in the trash itself: that may be restored. */
const NEEDED = `
  exists (select 1 from project_pictures u where u.asset_id = a.id)
  or exists (select 1 from brands b where b.logo_asset_id = a.id)
  or exists (select 1 from projects p where p.form ->> 'logo' = a.id::text)
  or exists (select 1 from projects p
    where p.sound #>> '{voice,linesAssetId}' = a.id::text or p.sound #>> '{music,assetId}' = a.id::text)
  or exists (select 1 from takes k where k.asset_id = a.id or k.poster_asset_id = a.id or a.id = any(k.preview_asset_ids))
  or exists (select 1 from renders r where r.asset_id = a.id)
  or exists (select 1 from deliveries d where d.asset_id = a.id)
  or exists (select 1 from assets c where c.parent_asset_id = a.id)
  or exists (select 1 from uploads p where p.asset_id = a.id)`;

/** Rows that nothing needs: of the trash, and of a project whose own rows have just gone. Answers their contents. */
export async function deleteTrashedAssets(transaction: Transaction, trashDays: number): Promise<string[]> {
  const { rows } = await transaction.query<{ sha256: string }>(
    `delete from assets a where a.deleted_at < now() - make_interval(days => $1) and not (${NEEDED}) returning a.sha256`,
    [trashDays],
  );
  return rows.map((row) => row.sha256);
}

export async function deleteMadeAssets(transaction: Transaction, projectId: string): Promise<string[]> {
  const { rows } = await transaction.query<{ sha256: string }>(
    `delete from assets a where a.project_id = $1 and a.origin = 'job' and not (${NEEDED}) returning a.sha256`,
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
  if (hashes.length === 0) return 0;
  const unused = await parts.database.inOrganization(organizationId, async (transaction) => {
    const derived = await deleteDerivedRows(transaction, hashes);
    return listUnused(transaction, [...hashes, ...derived]);
  });
  for (const hash of unused) await parts.storage.delete({ organizationId, hash });
  return unused.length;
}

async function deleteDerivedRows(transaction: Transaction, hashes: readonly string[]): Promise<string[]> {
  const isGone = 'not exists (select 1 from assets a where a.sha256 = source)';
  await transaction.query(
    `delete from picture_analyses where sha256 = any($1) and ${isGone.replace('source', 'picture_analyses.sha256')}`,
    [hashes],
  );
  const { rows } = await transaction.query<{ sha256: string }>(
    `delete from asset_derivatives d where d.source_sha256 = any($1) and ${isGone.replace('source', 'd.source_sha256')}
     returning d.sha256`,
    [hashes],
  );
  return rows.map((row) => row.sha256);
}

async function listUnused(transaction: Transaction, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await transaction.query<{ hash: string }>(
    `select distinct h.hash from unnest($1::text[]) as h (hash)
     where not exists (select 1 from assets a where a.sha256 = h.hash)
       and not exists (select 1 from asset_derivatives d where d.sha256 = h.hash)
       and not exists (select 1 from segment_cache s where s.sha256 = h.hash)`,
    [hashes],
  );
  return rows.map((row) => row.hash);
}
