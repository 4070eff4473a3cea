import { KinoraError, type Product, type ProductBody, type ProductChange } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import type { AppendEvent } from '../assets/index.ts';
import { listMedia } from './media-store.ts';
import {
  findProduct,
  hasBrand,
  isSkuTaken,
  listVariants,
  lockProduct,
  type ProductFields,
  rememberWords,
} from './product-store.ts';
import { type ProductRecord, toProduct } from './records.ts';

export type CatalogueDependencies = {
  database: Pick<Database, 'inOrganization'>;
  links: SignedLinks;
  appendEvent: AppendEvent;
};

export type ProductFact = 'product.created' | 'product.updated' | 'product.deleted';
/** An event names at most this many products; its count is of all. */
const NAMED_PRODUCTS = 200;

/** Call it last in a transaction (see appendEvent). */
export async function tellProducts(
  { appendEvent }: Pick<CatalogueDependencies, 'appendEvent'>,
  transaction: Transaction,
  organizationId: string,
  fact: { type: ProductFact; productIds: readonly string[] },
): Promise<void> {
  if (fact.productIds.length === 0) return;
  const data = { productIds: fact.productIds.slice(0, NAMED_PRODUCTS), count: fact.productIds.length };
  await appendEvent(transaction, organizationId, { type: fact.type, data });
}

export async function getProductRecord(transaction: Transaction, id: string): Promise<ProductRecord> {
  const record = await findProduct(transaction, id);
  if (!record) throw notFound(id);
  return record;
}

/** The product as the API shows it; in the trash only to those who restore it. */
export async function presentProduct(
  { links }: Pick<CatalogueDependencies, 'links'>,
  transaction: Transaction,
  id: string,
): Promise<Product> {
  const record = await getProductRecord(transaction, id);
  const variants = await listVariants(transaction, [id]);
  return toProduct(record, { variants, media: await listMedia(transaction, id) }, links);
}

/** Until the commit nobody else changes this product. One in the trash is not there. */
export async function lockLiving(transaction: Transaction, id: string) {
  const locked = await lockProduct(transaction, id);
  if (!locked || locked.isDeleted) throw notFound(id);
  return locked;
}

/** The same for an edit of a document: only the newest revision may be changed. */
export async function lockRevision(transaction: Transaction, id: string, revision: number | undefined): Promise<void> {
  const locked = await lockLiving(transaction, id);
  if (revision === undefined) throw new KinoraError('request.revision_missing', 'an edit came without If-Match');
  if (revision === locked.revision) return;
  throw new KinoraError('product.changed', `revision ${revision} of product ${id} is not the newest`, {
    details: { revision: locked.revision },
  });
}

export function notFound(id: string): KinoraError {
  return new KinoraError('product.not_found', `no product ${id}`);
}

/** What the row is to hold, checked against the organization's brands and SKUs. */
export async function assertReferences(
  transaction: Transaction,
  fields: Pick<ProductFields, 'sku' | 'brandId'>,
  exceptId: string | null,
): Promise<void> {
  if (fields.brandId && !(await hasBrand(transaction, fields.brandId)))
    throw new KinoraError('product.brand_unknown', `no brand ${fields.brandId}`);
  if (fields.sku && (await isSkuTaken(transaction, fields.sku, exceptId))) throw skuTaken(fields.sku);
}

function skuTaken(sku: string): KinoraError {
  return new KinoraError('product.sku_taken', `SKU ${sku} is taken`, {
    sentence: `Another product has the SKU “${sku}”. A SKU belongs to one product.`,
    details: { sku },
  });
}

/** Two requests may pass the check at once; the index lets one through, and the other is told the same. */
export async function withSkuSentence<Result>(sku: string | null | undefined, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'products_sku') throw skuTaken(sku ?? '');
    throw error;
  }
}

export function toNewFields(body: ProductBody): ProductFields {
  return applyChange(
    {
      kind: body.kind,
      name: body.name,
      sku: null,
      brandId: null,
      priceMinor: null,
      currency: null,
      status: 'draft',
      description: '',
      tags: [],
      attributes: [],
    },
    body,
  );
}

/** Fields that are not named keep what they are. */
export function applyChange(fields: ProductFields, change: ProductChange): ProductFields {
  const price = change.price === undefined ? undefined : change.price;
  return {
    kind: change.kind ?? fields.kind,
    name: change.name ?? fields.name,
    sku: change.sku === undefined ? fields.sku : change.sku,
    brandId: change.brandId === undefined ? fields.brandId : change.brandId,
    priceMinor: price === undefined ? fields.priceMinor : (price?.amountMinor ?? null),
    currency: price === undefined ? fields.currency : (price?.currency ?? null),
    status: change.status ?? fields.status,
    description: change.description ?? fields.description,
    tags: change.tags === undefined ? fields.tags : [...new Set(change.tags)],
    attributes: change.attributes ?? fields.attributes,
  };
}

export function toFields(record: ProductRecord): ProductFields {
  const { kind, name, sku, currency, status, description, tags, attributes } = record;
  return {
    kind,
    name,
    sku,
    brandId: record.brand_id,
    priceMinor: record.price_minor,
    currency,
    status,
    description,
    tags,
    attributes,
  };
}

/** All words the product will be found by. */
export function toWordsText(fields: ProductChange): string {
  const values = (fields.attributes ?? []).map(({ value }) => String(value));
  const description = (fields.description ?? '').slice(0, 2000);
  return [fields.name ?? '', fields.sku ?? '', ...(fields.tags ?? []), ...values, description].join(' ');
}

export function keepWords(
  { database }: Pick<CatalogueDependencies, 'database'>,
  organizationId: string,
  texts: readonly string[],
): Promise<void> {
  return database.inOrganization(organizationId, (transaction) => rememberWords(transaction, organizationId, texts));
}
