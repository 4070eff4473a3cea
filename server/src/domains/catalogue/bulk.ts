import { type BulkChange, KinoraError } from '@kinora/contract';
import { z } from 'zod';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Maker } from '../assets/index.ts';
import { hasBrand } from './product-store.ts';
import { type CatalogueDependencies, keepWords, tellProducts } from './scope.ts';

/** What one product was, and the revision our change gave it: undone only while nobody changed it again. */
const beforeRow = z.object({
  id: z.string(),
  revision: z.int(),
  status: z.string(),
  tags: z.array(z.string()),
  brandId: z.string().nullable(),
  isDeleted: z.boolean(),
});
type BeforeRow = z.infer<typeof beforeRow>;

export type BulkService = ReturnType<typeof createBulkService>;

/** One change of many products, and its undo. Both are one transaction with one event. */
export function createBulkService(dependencies: CatalogueDependencies) {
  const inOrganization = <Result>(maker: Maker, work: (transaction: Transaction) => Promise<Result>) =>
    dependencies.database.inOrganization(maker.organizationId, work);

  return {
    async edit(maker: Maker, ids: readonly string[], change: BulkChange) {
      if (change.action === 'add_tags') await keepWords(dependencies, maker.organizationId, change.tags);
      return inOrganization(maker, async (transaction) => {
        if (change.action === 'set_brand' && change.brandId !== null && !(await hasBrand(transaction, change.brandId)))
          throw new KinoraError('product.brand_unknown', `no brand ${change.brandId}`);
        const wanted = [...new Set(ids)];
        await assertSomeExist(transaction, wanted);
        const before = await applyToAll(transaction, wanted, change);
        const editId = newId();
        await transaction.query(
          'insert into product_edits (id, organization_id, change, before, created_by) values ($1, $2, $3, $4, $5)',
          [editId, maker.organizationId, change, JSON.stringify(before), maker.userId],
        );
        const type = change.action === 'delete' ? 'product.deleted' : 'product.updated';
        const productIds = before.map(({ id }) => id);
        await tellProducts(dependencies, transaction, maker.organizationId, { type, productIds });
        return { editId, changed: before.length, skipped: wanted.length - before.length };
      });
    },

    undo: (maker: Maker, editId: string) =>
      inOrganization(maker, async (transaction) => {
        const { rows } = await transaction.query<{ before: unknown }>(
          `update product_edits set undone_at = now()
           where id = $1 and undone_at is null and created_at > now() - interval '1 day' returning before`,
          [editId],
        );
        if (!rows[0]) throw await toUndoRefusal(transaction, editId);
        const before = z.array(beforeRow).parse(rows[0].before);
        const productIds = await putBack(transaction, before);
        await tellProducts(dependencies, transaction, maker.organizationId, { type: 'product.updated', productIds });
        return { changed: productIds.length, skipped: before.length - productIds.length };
      }),
  };
}

async function toUndoRefusal(transaction: Transaction, editId: string): Promise<KinoraError> {
  const { rowCount } = await transaction.query('select 1 from product_edits where id = $1', [editId]);
  return rowCount === 0
    ? new KinoraError('product.edit_unknown', `no edit ${editId}`)
    : new KinoraError('product.edit_gone', `edit ${editId} is undone or too old`);
}

async function assertSomeExist(transaction: Transaction, ids: readonly string[]): Promise<void> {
  const { rowCount } = await transaction.query('select 1 from products where id = any($1) limit 1', [ids]);
  if (rowCount === 0) throw new KinoraError('product.not_found', 'none of the products is there');
}

/** Answers those it changed as they were; those that would not change are left alone. */
async function applyToAll(transaction: Transaction, ids: readonly string[], change: BulkChange): Promise<BeforeRow[]> {
  const { rows } = await transaction.query<BeforeRow>(
    `with old as (
       select id, status, tags, brand_id, deleted_at from products where id = any($1) and deleted_at is null order by id for update),
     changed as (
       update products p set ${assignment(change)}, revision = p.revision + 1 from old
       where p.id = old.id and ${difference(change)} returning p.id, p.revision)
     select old.id, c.revision, old.status, old.tags, old.brand_id as "brandId", old.deleted_at is not null as "isDeleted"
     from changed c join old on old.id = c.id order by old.id`,
    [ids, ...valuesOf(change)],
  );
  return rows;
}

const UNION = `(select coalesce(array_agg(t.tag order by t.place), '{}') from (
    select tag, min(place) as place from unnest(p.tags || $2::text[]) with ordinality as u (tag, place) group by tag) t)`;
const LESS = `(select coalesce(array_agg(u.tag order by u.place), '{}')
    from unnest(p.tags) with ordinality as u (tag, place) where u.tag <> all($2::text[]))`;

function assignment(change: BulkChange): string {
  switch (change.action) {
    case 'set_status':
      return 'status = $2';
    case 'add_tags':
      // As many as a product may have; the first ones stay.
      return `tags = (${UNION})[1:50]`;
    case 'remove_tags':
      return `tags = ${LESS}`;
    case 'set_brand':
      return 'brand_id = $2';
    case 'delete':
      return 'deleted_at = now()';
  }
}

function difference(change: BulkChange): string {
  switch (change.action) {
    case 'set_status':
      return 'p.status <> $2';
    case 'add_tags':
      return 'not p.tags @> $2::text[] and cardinality(p.tags) < 50';
    case 'remove_tags':
      return 'p.tags && $2::text[]';
    case 'set_brand':
      return 'p.brand_id is distinct from $2::uuid';
    case 'delete':
      return 'true';
  }
}

function valuesOf(change: BulkChange): unknown[] {
  switch (change.action) {
    case 'set_status':
      return [change.status];
    case 'add_tags':
    case 'remove_tags':
      return [change.tags];
    case 'set_brand':
      return [change.brandId];
    case 'delete':
      return [];
  }
}

/** A product whose SKU somebody else took meanwhile stays in the trash; one whose brand went keeps none. */
async function putBack(transaction: Transaction, before: readonly BeforeRow[]): Promise<string[]> {
  // In the order in which every other change of many takes them, so that none waits for the other in a ring.
  await transaction.query('select 1 from products where id = any($1) order by id for update', [
    before.map(({ id }) => id),
  ]);
  const { rows } = await transaction.query<{ id: string }>(
    `update products p set status = o.status, tags = o.tags, revision = p.revision + 1,
       brand_id = (select b.id from brands b where b.id = o."brandId" and b.deleted_at is null),
       deleted_at = case when o."isDeleted" then p.deleted_at end
     from jsonb_to_recordset($1) as o (id uuid, revision int, status text, tags text[], "brandId" uuid, "isDeleted" boolean)
     where p.id = o.id and p.revision = o.revision
       and (p.deleted_at is null or o."isDeleted" or not exists (
         select 1 from products q where lower(q.sku) = lower(p.sku) and q.deleted_at is null and q.id <> p.id))
     returning p.id`,
    [JSON.stringify(before)],
  );
  return rows.map(({ id }) => id).sort();
}
