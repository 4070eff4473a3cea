import type { Database, Transaction } from '../../platform/database/index.ts';
import { lockContent, type Storage } from '../../platform/storage/index.ts';

/** Everything that may still need an asset's row, also what lies in the trash itself: that may be restored. */
const NEEDED = `
  exists (select 1 from project_pictures u where u.asset_id = a.id)
  or exists (select 1 from brands b where b.logo_asset_id = a.id or b.logo_on_dark_asset_id = a.id)
  or exists (select 1 from brand_files f where f.asset_id = a.id or f.on_dark_asset_id = a.id)
  or exists (select 1 from projects p where p.form ->> 'logo' = a.id::text)
  or exists (select 1 from projects p
    where p.sound #>> '{voice,linesAssetId}' = a.id::text or p.sound #>> '{music,assetId}' = a.id::text)
  or exists (select 1 from takes k where k.asset_id = a.id or k.poster_asset_id = a.id or a.id = any(k.preview_asset_ids))
  or exists (select 1 from renders r where r.asset_id = a.id)
  or exists (select 1 from deliveries d where d.asset_id = a.id)
  or exists (select 1 from film_covers v where v.asset_id = a.id)
  or exists (select 1 from delivery_records o where o.film_asset_id = a.id or o.cover_asset_id = a.id)
  or exists (select 1 from assets c where c.parent_asset_id = a.id)
  or exists (select 1 from product_media m where m.asset_id = a.id)
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
