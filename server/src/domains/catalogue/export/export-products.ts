import {
  type ImportField,
  type MediaRole,
  mediaRole,
  PRODUCT_FIELDS,
  type ProductAttribute,
  VARIANT_FIELDS,
} from '@kinora/contract';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import { formatAmount } from '../imports/cells.ts';
import { readBrands } from '../imports/import-store.ts';
import { toColumnName } from '../imports/propose-mapping.ts';
import { type ListFilter, listProducts, type Position } from '../list-store.ts';
import { listVariants } from '../product-store.ts';
import type { ProductRecord, VariantRecord } from '../records.ts';
import { byteOrderMark, type CsvOptions, toCsvRow } from './write-csv.ts';

const PAGE = 500;

type Cells = Partial<Record<ImportField, string>>;
type FileRecord = { product_id: string; variant_id: string | null; role: MediaRole; asset_id: string };

/**
 * The catalogue as a table, oldest product first: a row for each product and, below it, one for each of its variants, tied
 * by id and SKU. Its own import finds every product by its id and changes nothing. Read page by page, each in a transaction
 * of its own, so that a slow reader holds nobody up.
 */
export async function* exportProducts(
  { database }: { database: Pick<Database, 'inOrganization'> },
  organizationId: string,
  options: CsvOptions & { filter: ListFilter },
): AsyncGenerator<Buffer> {
  const inOrganization = <Result>(work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(organizationId, work);
  const { columns, sharedNames } = await inOrganization(async (transaction) => ({
    columns: [
      ...PRODUCT_FIELDS,
      ...(await listAttributeColumns(transaction, 'products', ['attribute:', 'number:'])),
      ...VARIANT_FIELDS,
      ...(await listAttributeColumns(transaction, 'product_variants', ['variant_attribute:', 'variant_number:'])),
      ...mediaRole.options,
    ],
    sharedNames: await listSharedNames(transaction),
  }));
  const toRow = (cells: Cells) =>
    toCsvRow(
      columns.map((column) => cells[column] ?? ''),
      options,
    );
  yield Buffer.concat([byteOrderMark(options), toCsvRow(columns.map(toColumnName), options)]);
  let after: Position | null = null;
  do {
    const page = await inOrganization((transaction) => readPage(transaction, options.filter, after));
    for (const product of page.products) {
      const own = page.files.filter((file) => file.product_id === product.id);
      yield toRow({ ...toProductCells(product, sharedNames), ...toFileCells(own, null) });
      for (const variant of page.variants.filter(({ product_id }) => product_id === product.id))
        yield toRow({
          id: product.id,
          sku: product.sku ?? '',
          ...toVariantCells(variant),
          ...toFileCells(own, variant.id),
        });
    }
    after = page.next;
  } while (after !== null);
}

async function readPage(transaction: Transaction, filter: ListFilter, after: Position | null) {
  const products = await listProducts(transaction, { filter, sort: 'created', after, limit: PAGE });
  const ids = products.map(({ id }) => id);
  const variants = await listVariants(transaction, ids);
  const { rows: files } = await transaction.query<FileRecord>(
    'select product_id, variant_id, role, asset_id from product_media where product_id = any($1) order by product_id, position',
    [ids],
  );
  const last = products.at(-1);
  const next = products.length === PAGE && last ? { value: last.sort_value, id: last.id } : null;
  return { products, variants, files, next };
}

async function listAttributeColumns(
  transaction: Transaction,
  table: 'products' | 'product_variants',
  [text, number]: readonly [string, string],
): Promise<ImportField[]> {
  const isLiving = table === 'products' ? 'where t.deleted_at is null' : '';
  const { rows } = await transaction.query<{ key: string; type: ProductAttribute['type'] }>(
    `select distinct a.item ->> 'key' as key, a.item ->> 'type' as type
     from ${table} t cross join lateral jsonb_array_elements(t.attributes) as a (item) ${isLiving} order by 1, 2`,
  );
  return rows.map(({ key, type }) => `${type === 'text' ? text : number}${key}`);
}

/** Names that several brands have: such a brand is written as its id. */
async function listSharedNames(transaction: Transaction): Promise<ReadonlySet<string>> {
  const brands = await readBrands(transaction);
  return new Set([...brands].flatMap(([name, id]) => (id === 'several' ? [name] : [])));
}

function toProductCells(product: ProductRecord, sharedNames: ReadonlySet<string>): Cells {
  const isShared = sharedNames.has((product.brand_name ?? '').toLowerCase());
  return {
    id: product.id,
    sku: product.sku ?? '',
    name: product.name,
    kind: product.kind,
    brand: (isShared ? product.brand_id : product.brand_name) ?? '',
    status: product.status,
    ...toPriceCells(product, 'price', 'currency'),
    description: product.description,
    tags: product.tags.join(', '),
    ...toAttributeCells(product.attributes, 'attribute:', 'number:'),
  };
}

function toVariantCells(variant: VariantRecord): Cells {
  return {
    variant_id: variant.id,
    variant_size: variant.size,
    variant_colour: variant.colour,
    variant_year: variant.year === null ? '' : String(variant.year),
    variant_trim: variant.trim,
    variant_sku: variant.sku ?? '',
    ...toPriceCells(variant, 'variant_price', 'variant_currency'),
    ...toAttributeCells(variant.attributes, 'variant_attribute:', 'variant_number:'),
  };
}

function toPriceCells(
  { price_minor, currency }: { price_minor: number | null; currency: string | null },
  amount: ImportField,
  code: ImportField,
): Cells {
  if (price_minor === null || currency === null) return {};
  return { [amount]: formatAmount({ amountMinor: price_minor, currency }), [code]: currency };
}

function toAttributeCells(attributes: readonly ProductAttribute[], text: string, number: string): Cells {
  return Object.fromEntries(
    attributes.map(({ key, type, value }) => [`${type === 'text' ? text : number}${key}`, String(value)]),
  );
}

function toFileCells(files: readonly FileRecord[], variantId: string | null): Cells {
  const cells: Cells = {};
  for (const { variant_id, role, asset_id } of files)
    if (variant_id === variantId) cells[role] = [cells[role], `asset:${asset_id}`].filter(Boolean).join(' | ');
  return cells;
}
