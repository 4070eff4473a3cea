import { z } from 'zod';
import type { Transaction } from '../../../platform/database/index.ts';
import type { MediaItem } from '../media-rules.ts';
import { saveMedia } from '../media-store.ts';
import {
  isSkuTaken,
  lockProduct,
  type ProductFields,
  saveVariants,
  setProductDeleted,
  updateProduct,
  type VariantFields,
} from '../product-store.ts';
import { type CatalogueDependencies, tellProducts } from '../scope.ts';
import { type ImportRecord, renewLease } from './import-store.ts';

type Change = { product_id: string; action: 'created' | 'updated'; before: unknown; revision_after: number };

/** Written by apply-chunk.ts from values that were checked there. */
const beforeOf = z.object({
  fields: z.custom<ProductFields>((value) => typeof value === 'object' && value !== null),
  variants: z.custom<VariantFields[]>(Array.isArray),
  media: z.custom<MediaItem[]>(Array.isArray).nullable(),
});

const CHUNK = 100;

/** Takes back some of the import's changes in one transaction; false when none is left. */
export async function undoChunk(
  dependencies: Pick<CatalogueDependencies, 'appendEvent'>,
  transaction: Transaction,
  record: ImportRecord,
): Promise<boolean> {
  const { rows } = await transaction.query<Change>(
    `select product_id, action, before, revision_after from product_import_changes
     where import_id = $1 and undone_at is null order by product_id limit ${CHUNK}`,
    [record.id],
  );
  if (rows.length === 0) return false;
  const restored: Change[] = [];
  for (const change of rows) if (await undoChange(transaction, record, change)) restored.push(change);
  await transaction.query(
    'update product_import_changes set undone_at = now() where import_id = $1 and product_id = any($2)',
    [record.id, rows.map(({ product_id }) => product_id)],
  );
  await transaction.query(
    'update product_imports set restored_count = restored_count + $2, kept_count = kept_count + $3 where id = $1',
    [record.id, restored.length, rows.length - restored.length],
  );
  await renewLease(transaction, record.id);
  const idsOf = (action: Change['action']) =>
    restored.flatMap((one) => (one.action === action ? [one.product_id] : []));
  const owner = record.organization_id;
  await tellProducts(dependencies, transaction, owner, { type: 'product.deleted', productIds: idsOf('created') });
  await tellProducts(dependencies, transaction, owner, { type: 'product.updated', productIds: idsOf('updated') });
  return true;
}

/** False when somebody changed or deleted the product since, or took its old SKU: it then stays as it is. */
async function undoChange(transaction: Transaction, record: ImportRecord, change: Change): Promise<boolean> {
  const product = await lockProduct(transaction, change.product_id);
  if (!product || product.isDeleted || product.revision !== change.revision_after) return false;
  if (change.action === 'created') {
    await setProductDeleted(transaction, change.product_id, true);
    return true;
  }
  const { fields, variants, media } = beforeOf.parse(change.before);
  if (fields.sku !== null && (await isSkuTaken(transaction, fields.sku, change.product_id))) return false;
  const owner = { id: change.product_id, organizationId: record.organization_id };
  await updateProduct(transaction, owner.id, fields);
  await saveVariants(transaction, owner, variants);
  if (media) await saveMedia(transaction, owner, media);
  return true;
}
