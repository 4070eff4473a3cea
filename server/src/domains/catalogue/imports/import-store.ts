import {
  type ImportCorrection,
  type ImportFault,
  type ImportMapping,
  type ImportState,
  importMapping,
  type ProductAttribute,
  type ProductImport,
} from '@kinora/contract';
import type { Transaction } from '../../../platform/database/index.ts';
import { listVariants, type ProductFields, type VariantFields } from '../product-store.ts';
import { type Brands, type Known, type KnownProduct, remember } from './plan-entry.ts';

export type ImportRecord = {
  id: string;
  organization_id: string;
  name: string;
  size_bytes: number;
  source_sha256: string;
  rows_sha256: string;
  archive_sha256: string | null;
  archive_name: string | null;
  archive_entries: string[];
  encoding: ProductImport['encoding'];
  is_encoding_certain: boolean;
  delimiter: ProductImport['delimiter'];
  columns: string[];
  samples: string[][];
  total_rows: number;
  mapping: ImportMapping | null;
  corrections: ImportCorrection[];
  state: ImportState;
  position: number;
  created_count: number;
  updated_count: number;
  unchanged_count: number;
  skipped_count: number;
  restored_count: number;
  kept_count: number;
  failure: string | null;
  created_by: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  pictures_total: number;
  pictures_done: number;
  pictures_failed: number;
};

const select = `select i.*, pictures.* from product_imports i cross join lateral (
    select count(*)::int as pictures_total, count(*) filter (where state = 'done')::int as pictures_done,
      count(*) filter (where state = 'failed')::int as pictures_failed
    from product_import_pictures p where p.import_id = i.id) pictures`;

function parseRecord(row: ImportRecord): ImportRecord {
  return { ...row, mapping: row.mapping === null ? null : importMapping.parse(row.mapping) };
}

export async function findImport(transaction: Transaction, id: string): Promise<ImportRecord | undefined> {
  const { rows } = await transaction.query<ImportRecord>(`${select} where i.id = $1`, [id]);
  return rows[0] && parseRecord(rows[0]);
}

/** Newest first. */
export async function listImports(transaction: Transaction, afterId: string | null, limit: number) {
  const { rows } = await transaction.query<ImportRecord>(
    `${select} where $1::uuid is null or i.id < $1 order by i.id desc limit $2`,
    [afterId, limit],
  );
  return rows.map(parseRecord);
}

/** Held by whoever changes the import until the end of its transaction. */
export async function lockImport(
  transaction: Transaction,
  id: string,
): Promise<{ state: ImportState; position: number } | undefined> {
  const { rows } = await transaction.query<{ state: ImportState; position: number }>(
    'select state, position from product_imports where id = $1 for update',
    [id],
  );
  return rows[0];
}

export type ReadTable = {
  rowsHash: string;
  encoding: string;
  isEncodingCertain: boolean;
  delimiter: string;
  columns: string[];
  samples: string[][];
  totalRows: number;
};
export type NewImport = ReadTable & {
  id: string;
  organizationId: string;
  name: string;
  sizeBytes: number;
  sourceHash: string;
  createdBy: string | null;
};

export async function insertImport(transaction: Transaction, one: NewImport): Promise<void> {
  await transaction.query(
    `insert into product_imports (id, organization_id, name, size_bytes, source_sha256, created_by, rows_sha256, encoding,
       is_encoding_certain, delimiter, columns, samples, total_rows)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [one.id, one.organizationId, one.name, one.sizeBytes, one.sourceHash, one.createdBy, ...toReadValues(one)],
  );
}

/** Read anew: what was matched and checked before belongs to the old reading. */
export async function updateReading(transaction: Transaction, id: string, table: ReadTable): Promise<void> {
  await transaction.query(
    `update product_imports set rows_sha256 = $2, encoding = $3, is_encoding_certain = $4, delimiter = $5, columns = $6,
       samples = $7, total_rows = $8, mapping = null, corrections = '[]' where id = $1`,
    [id, ...toReadValues(table)],
  );
}

function toReadValues(table: ReadTable): unknown[] {
  const { rowsHash, encoding, isEncodingCertain, delimiter, columns, samples, totalRows } = table;
  return [
    rowsHash,
    encoding,
    isEncodingCertain,
    delimiter,
    JSON.stringify(columns),
    JSON.stringify(samples),
    totalRows,
  ];
}

export async function insertFaults(
  transaction: Transaction,
  one: { id: string; organizationId: string },
  faults: readonly ImportFault[],
): Promise<void> {
  if (faults.length === 0) return;
  await transaction.query(
    `insert into product_import_faults (organization_id, import_id, place, row_number, column_name, kind, value, sentence)
     select $1, $2, coalesce((select max(o.place) from product_import_faults o where o.import_id = $2 and o.row_number = f.row), 0)
         + row_number() over (partition by f.row order by f.place), f.row, f.column, f.kind, f.value, f.sentence
     from rows from (jsonb_to_recordset($3) as ("row" int, "column" text, kind text, value text, sentence text))
       with ordinality as f ("row", "column", kind, value, sentence, place)`,
    [one.organizationId, one.id, JSON.stringify(faults)],
  );
}

export async function deleteFaults(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('delete from product_import_faults where import_id = $1', [id]);
}

export type FaultRecord = ImportFault & { place: number };

export async function listFaults(
  transaction: Transaction,
  id: string,
  page: { after: { row: number; place: number } | null; limit: number },
): Promise<FaultRecord[]> {
  const { rows } = await transaction.query<FaultRecord>(
    `select row_number as "row", column_name as "column", kind, value, sentence, place from product_import_faults
     where import_id = $1 and ($2::int is null or (row_number, place) > ($2, $3::int))
     order by row_number, place limit $4`,
    [id, page.after?.row ?? null, page.after?.place ?? null, page.limit],
  );
  return rows;
}

/** Brands by lower-case name and by id; a name that several have is nobody's. */
export async function readBrands(transaction: Transaction): Promise<Brands> {
  const { rows } = await transaction.query<{ id: string; name: string }>(
    'select id, lower(name) as name from brands where deleted_at is null',
  );
  const brands = new Map<string, string | 'several'>();
  for (const { id, name } of rows) brands.set(name, brands.has(name) ? 'several' : id);
  for (const { id } of rows) brands.set(id, id);
  return brands;
}

type KnownRow = {
  id: string;
  revision: number;
  kind: ProductFields['kind'];
  name: string;
  sku: string | null;
  folded_sku: string | null;
  brand_id: string | null;
  price_minor: number | null;
  currency: string | null;
  status: ProductFields['status'];
  description: string;
  tags: string[];
  attributes: ProductAttribute[];
  files: string[];
};

/** Living products that these ids and SKUs mean. With `isLocked` nobody else changes them before the commit. */
export async function readKnown(
  transaction: Transaction,
  keys: { ids: readonly string[]; skus: readonly string[] },
  isLocked: boolean,
): Promise<Known> {
  const folds = await transaction.query<{ sku: string; folded: string }>(
    'select s.sku, lower(s.sku) as folded from unnest($1::text[]) as s (sku)',
    [keys.skus],
  );
  const foldedSkus = new Map(folds.rows.map(({ sku, folded }) => [sku, folded]));
  const known: Known = { byId: new Map(), bySku: new Map(), foldedSkus };
  const { rows } = await transaction.query<KnownRow>(
    `select p.id, p.revision, p.kind, p.name, p.sku, lower(p.sku) as folded_sku, p.brand_id, p.price_minor, p.currency, p.status, p.description, p.tags,
       p.attributes, array(select coalesce(m.variant_id::text, '') || ' ' || m.asset_id from product_media m where m.product_id = p.id) as files
     from products p where p.deleted_at is null and (p.id = any($1) or lower(p.sku) = any($2)) order by p.id ${isLocked ? 'for update' : ''}`,
    [keys.ids, [...new Set(foldedSkus.values())]],
  );
  if (rows.length === 0) return known;
  const variants = await listVariants(
    transaction,
    rows.map(({ id }) => id),
  );
  const byProduct = new Map<string, VariantFields[]>();
  for (const { product_id, position: _position, ...variant } of variants)
    byProduct.set(product_id, [...(byProduct.get(product_id) ?? []), variant]);
  for (const row of rows) {
    const product = toKnown(row, byProduct.get(row.id) ?? []);
    if (row.sku !== null && row.folded_sku !== null) foldedSkus.set(row.sku, row.folded_sku);
    remember(known, product);
  }
  return known;
}

function toKnown(row: KnownRow, variants: VariantFields[]): KnownProduct {
  const { kind, name, sku, currency, status, description, tags, attributes } = row;
  const fields = {
    kind,
    name,
    sku,
    brandId: row.brand_id,
    priceMinor: row.price_minor,
    currency,
    status,
    description,
    tags,
    attributes,
  };
  return { id: row.id, revision: row.revision, fields, variants, files: new Set(row.files) };
}

const LEASE = `interval '30 seconds'`;

/** The oldest import that waits for work, for this program alone while it renews its lease. */
export async function claimImport(
  system: Transaction,
): Promise<{ id: string; organizationId: string; state: ImportState } | undefined> {
  const { rows } = await system.query<{ id: string; organization_id: string; state: ImportState }>(
    `update product_imports set lease_until = now() + ${LEASE} where id = (
       select id from product_imports where state in ('running', 'undoing') and (lease_until is null or lease_until < now())
       order by id limit 1 for update skip locked)
     returning id, organization_id, state`,
  );
  const [row] = rows;
  return row && { id: row.id, organizationId: row.organization_id, state: row.state };
}

export async function renewLease(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(`update product_imports set lease_until = now() + ${LEASE} where id = $1`, [id]);
}

/** Hands unfinished work back at once, for a clean stop. */
export async function dropLease(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update product_imports set lease_until = null where id = $1', [id]);
}

/** Imports of which nothing can be undone or gone on with any more; their files go with them. Answers the contents. */
export async function purgeImports(transaction: Transaction, days: number): Promise<string[]> {
  const { rows } = await transaction.query<{ source: string; rows: string; archive: string | null }>(
    `delete from product_imports where created_at < now() - make_interval(days => $1) and state not in ('running', 'undoing')
     returning source_sha256 as source, rows_sha256 as rows, archive_sha256 as archive`,
    [days],
  );
  return rows.flatMap(({ source, rows: table, archive }) => [source, table, ...(archive ? [archive] : [])]);
}
