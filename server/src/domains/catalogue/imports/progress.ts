import type { ProductImportEventData } from '@kinora/contract';
import type { Transaction } from '../../../platform/database/index.ts';
import type { CatalogueDependencies } from '../scope.ts';

/** Only what an event tells: the whole row holds every name in the ZIP. */
export async function readProgress(transaction: Transaction, id: string): Promise<ProductImportEventData | undefined> {
  const { rows } = await transaction.query<ProductImportEventData>(
    `select i.id as "importId", i.state, i.position as "doneRows", i.total_rows as "totalRows", i.created_count as created,
       i.updated_count as updated, i.skipped_count as skipped, p.done as "picturesDone", p.total as "picturesTotal"
     from product_imports i cross join lateral (
       select count(*)::int as total, count(*) filter (where state <> 'pending')::int as done
       from product_import_pictures where import_id = i.id) p
     where i.id = $1`,
    [id],
  );
  return rows[0];
}

/** After the state changed, in the same transaction. */
export async function tellUpdated(
  { appendEvent }: Pick<CatalogueDependencies, 'appendEvent'>,
  transaction: Transaction,
  { id, organizationId }: { id: string; organizationId: string },
): Promise<void> {
  const data = await readProgress(transaction, id);
  if (data) await appendEvent(transaction, organizationId, { type: 'product_import.updated', data });
}
