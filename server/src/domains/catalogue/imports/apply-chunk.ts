import { type ImportFault, say } from '@kinora/contract';
import type { Transaction } from '../../../platform/database/index.ts';
import { listMedia, toMediaItem } from '../media-store.ts';
import { insertProduct, saveVariants, updateProduct } from '../product-store.ts';
import { type CatalogueDependencies, tellProducts } from '../scope.ts';
import { type ImportRecord, insertFaults, readBrands, readKnown, renewLease } from './import-store.ts';
import { type EntryPlan, planEntry, remember } from './plan-entry.ts';
import type { ImportEntry } from './read-entry.ts';

type Written = Extract<EntryPlan, { action: 'create' | 'update' }>;
type WriteProduct = (transaction: Transaction, record: ImportRecord, plan: Written) => Promise<number | 'taken'>;

/**
 * One chunk of products in one transaction, the import's position with them: a crash before the commit leaves nothing of
 * it, one after the commit never meets these rows again.
 */
export async function applyChunk(
  dependencies: Pick<CatalogueDependencies, 'appendEvent'>,
  transaction: Transaction,
  record: ImportRecord,
  entries: readonly ImportEntry[],
  write: WriteProduct = writeProduct,
): Promise<void> {
  const known = await readKnown(transaction, toKeys(entries), true);
  const context = { brands: await readBrands(transaction), defaults: record.mapping!.defaults };
  const plans: EntryPlan[] = [];
  for (const entry of entries) {
    const plan = planEntry(entry, known, context);
    if (plan.action !== 'create' && plan.action !== 'update') {
      plans.push(plan);
      continue;
    }
    const revision = await write(transaction, record, plan);
    plans.push(revision === 'taken' ? toTaken(plan) : plan);
    if (revision !== 'taken') remember(known, { ...plan.product, revision });
  }
  const skipped = plans.flatMap((plan) => (plan.action === 'skip' ? plan.faults : []));
  await insertFaults(transaction, toOwner(record), skipped satisfies ImportFault[]);
  await moveOn(transaction, record.id, plans, entries.at(-1)!.rows.at(-1)!.row);
  await renewLease(transaction, record.id);
  await tellChunk(dependencies, transaction, record.organization_id, plans);
}

/** What the entries may mean, to be looked up in one query. */
export function toKeys(entries: readonly ImportEntry[]): { ids: string[]; skus: string[] } {
  return {
    ids: entries.flatMap(({ id }) => id ?? []),
    skus: entries.flatMap(({ fields }) => fields.sku ?? []),
  };
}

export function toOwner(record: ImportRecord): { id: string; organizationId: string } {
  return { id: record.id, organizationId: record.organization_id };
}

/** Somebody gave the SKU to another product after the chunk had looked for it. */
export function isSkuRace(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return code === '23505' && constraint === 'products_sku';
}

/** Each product behind a savepoint of its own: slower, so only for a chunk that failed for one SKU. */
export async function writeApart(
  transaction: Transaction,
  record: ImportRecord,
  plan: Written,
): Promise<number | 'taken'> {
  await transaction.query('savepoint product');
  try {
    const revision = await writeProduct(transaction, record, plan);
    await transaction.query('release savepoint product');
    return revision;
  } catch (error) {
    if (!isSkuRace(error)) throw error;
    await transaction.query('rollback to savepoint product');
    return 'taken';
  }
}

function toTaken({ entry }: Written): EntryPlan {
  const value = entry.fields.sku ?? '';
  const sentence = say('import_row.sku_taken', { sku: value });
  return {
    action: 'skip',
    entry,
    faults: [{ row: entry.rows[0]!.row, column: 'sku', kind: 'row', value, sentence }],
  };
}

async function writeProduct(transaction: Transaction, record: ImportRecord, plan: Written): Promise<number> {
  const { product, before } = plan;
  const owner = { id: product.id, organizationId: record.organization_id };
  const media = before && plan.pictures.length > 0 ? (await listMedia(transaction, product.id)).map(toMediaItem) : null;
  if (before) await updateProduct(transaction, product.id, product.fields);
  else await insertProduct(transaction, { ...owner, ...product.fields, createdBy: record.created_by });
  if (plan.hasNewVariants) await saveVariants(transaction, owner, product.variants);
  const revision = product.revision + 1 + (plan.hasNewVariants ? 1 : 0);
  await transaction.query(
    `insert into product_import_changes (organization_id, import_id, product_id, action, before, revision_after)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (organization_id, import_id, product_id) do update set revision_after = excluded.revision_after`,
    [
      owner.organizationId,
      record.id,
      product.id,
      before ? 'updated' : 'created',
      before ? { fields: before.fields, variants: before.variants, media } : {},
      revision,
    ],
  );
  await insertPictures(transaction, record, plan);
  return revision;
}

async function insertPictures(transaction: Transaction, record: ImportRecord, plan: Written): Promise<void> {
  if (plan.pictures.length === 0) return;
  const rows = plan.pictures.map(({ row, column, role, source, variantId }, place) => ({
    place,
    row,
    column,
    role,
    source,
    variant_id: variantId,
  }));
  await transaction.query(
    `insert into product_import_pictures (organization_id, import_id, product_id, place, row_number, column_name, role, source, variant_id)
     select $1, $2, $3, p.place, p.row, p.column, p.role, p.source, p.variant_id
     from jsonb_to_recordset($4) as p (place int, "row" int, "column" text, role text, source text, variant_id uuid)`,
    [record.organization_id, record.id, plan.product.id, JSON.stringify(rows)],
  );
}

async function moveOn(
  transaction: Transaction,
  id: string,
  plans: readonly EntryPlan[],
  position: number,
): Promise<void> {
  const count = (action: EntryPlan['action']) => plans.filter((plan) => plan.action === action).length;
  const skippedRows = plans.reduce((sum, plan) => sum + (plan.action === 'skip' ? plan.entry.rows.length : 0), 0);
  await transaction.query(
    `update product_imports set position = $2, created_count = created_count + $3, updated_count = updated_count + $4,
       unchanged_count = unchanged_count + $5, skipped_count = skipped_count + $6 where id = $1`,
    [id, position, count('create'), count('update'), count('unchanged'), skippedRows],
  );
}

async function tellChunk(
  dependencies: Pick<CatalogueDependencies, 'appendEvent'>,
  transaction: Transaction,
  organizationId: string,
  plans: readonly EntryPlan[],
): Promise<void> {
  const idsOf = (action: 'create' | 'update') =>
    plans.flatMap((plan) => (plan.action === action ? [plan.product.id] : []));
  const facts = [
    { type: 'product.created' as const, productIds: idsOf('create') },
    { type: 'product.updated' as const, productIds: idsOf('update') },
  ];
  for (const fact of facts) await tellProducts(dependencies, transaction, organizationId, fact);
}
