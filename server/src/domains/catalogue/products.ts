import { KinoraError, type Product, type ProductBody, type ProductChange, type VariantBody } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Maker } from '../assets/index.ts';
import { addFiles } from './media.ts';
import { listMedia, saveMedia, toMediaItem } from './media-store.ts';
import {
  insertProduct,
  listVariants,
  saveVariants,
  setProductDeleted,
  updateProduct,
  type VariantFields,
} from './product-store.ts';
import {
  applyChange,
  assertReferences,
  type CatalogueDependencies,
  getProductRecord,
  keepWords,
  lockLiving,
  lockRevision,
  notFound,
  presentProduct,
  tellProducts,
  toFields,
  toNewFields,
  toWordsText,
  withSkuSentence,
} from './scope.ts';

export type ProductService = ReturnType<typeof createProductService>;

/** Products one at a time: each act is one transaction, its event last. Long because it is a list of acts. */
export function createProductService(dependencies: CatalogueDependencies) {
  const inOrganization = <Result>(maker: Maker, work: (transaction: Transaction) => Promise<Result>) =>
    dependencies.database.inOrganization(maker.organizationId, work);

  async function told(
    transaction: Transaction,
    maker: Maker,
    type: Parameters<typeof tellProducts>[3]['type'],
    id: string,
  ) {
    const product = await presentProduct(dependencies, transaction, id);
    await tellProducts(dependencies, transaction, maker.organizationId, { type, productIds: [id] });
    return product;
  }

  return {
    async create(maker: Maker, body: ProductBody): Promise<Product> {
      const fields = toNewFields(body);
      await keepWords(dependencies, maker.organizationId, [toWordsText(body)]);
      const making = inOrganization(maker, async (transaction) => {
        await assertReferences(transaction, fields, null);
        const product = { id: newId(), organizationId: maker.organizationId };
        await insertProduct(transaction, { ...product, ...fields, createdBy: maker.userId });
        if (body.media?.length) await addFiles(transaction, { ...product, kind: fields.kind }, body.media, null);
        return told(transaction, maker, 'product.created', product.id);
      });
      return withSkuSentence(fields.sku, making);
    },

    get: (maker: Maker, id: string): Promise<Product> =>
      inOrganization(maker, async (transaction) => {
        const product = await presentProduct(dependencies, transaction, id);
        if (product.deletedAt !== null) throw notFound(id);
        return product;
      }),

    async update(maker: Maker, id: string, change: ProductChange, revision: number | undefined): Promise<Product> {
      await keepWords(dependencies, maker.organizationId, [toWordsText(change)]);
      const changing = inOrganization(maker, async (transaction) => {
        await lockRevision(transaction, id, revision);
        const fields = applyChange(toFields(await getProductRecord(transaction, id)), change);
        await assertReferences(transaction, fields, id);
        await updateProduct(transaction, id, fields);
        return told(transaction, maker, 'product.updated', id);
      });
      return withSkuSentence(change.sku, changing);
    },

    delete: (maker: Maker, id: string): Promise<void> =>
      inOrganization(maker, async (transaction) => {
        await lockLiving(transaction, id);
        await setProductDeleted(transaction, id, true);
        await tellProducts(dependencies, transaction, maker.organizationId, {
          type: 'product.deleted',
          productIds: [id],
        });
      }),

    async restore(maker: Maker, id: string): Promise<Product> {
      const restoring = inOrganization(maker, async (transaction) => {
        const record = await getProductRecord(transaction, id);
        if (record.deleted_at) {
          await assertReferences(transaction, { sku: record.sku, brandId: null }, id);
          await setProductDeleted(transaction, id, false);
        }
        return told(transaction, maker, 'product.created', id);
      });
      return withSkuSentence(null, restoring);
    },

    duplicate: (maker: Maker, id: string): Promise<Product> =>
      inOrganization(maker, async (transaction) => {
        const record = await getProductRecord(transaction, id);
        if (record.deleted_at) throw notFound(id);
        const copy = { id: newId(), organizationId: maker.organizationId };
        const fields = { ...toFields(record), sku: null, status: 'draft' as const };
        await insertProduct(transaction, { ...copy, ...fields, createdBy: maker.userId });
        await copyParts(transaction, id, copy);
        return told(transaction, maker, 'product.created', copy.id);
      }),

    async setVariants(
      maker: Maker,
      id: string,
      variants: readonly VariantBody[],
      revision: number | undefined,
    ): Promise<Product> {
      const words = variants.flatMap(({ size, colour, trim, sku }) => [size, colour, trim, sku ?? '']);
      await keepWords(dependencies, maker.organizationId, [words.join(' ')]);
      return inOrganization(maker, async (transaction) => {
        await lockRevision(transaction, id, revision);
        const known = new Set((await listVariants(transaction, [id])).map((variant) => variant.id));
        const rows = variants.map((variant) => toVariantFields(variant, known));
        assertSkusDiffer(rows);
        await saveVariants(transaction, { id, organizationId: maker.organizationId }, rows);
        return told(transaction, maker, 'product.updated', id);
      });
    },
  };
}

function toVariantFields(variant: VariantBody, known: ReadonlySet<string>): VariantFields {
  const { id, price, ...rest } = variant;
  if (id !== undefined && !known.has(id))
    throw new KinoraError('product.variant_unknown', `variant ${id} is not of this product`);
  return {
    ...rest,
    id: id ?? newId(),
    price_minor: price?.amountMinor ?? null,
    currency: price?.currency ?? null,
  };
}

function assertSkusDiffer(variants: readonly VariantFields[]): void {
  const skus = variants.flatMap(({ sku }) => (sku === null ? [] : [sku.toLowerCase()]));
  const twice = skus.find((sku, index) => skus.indexOf(sku) !== index);
  if (twice !== undefined) throw new KinoraError('product.variant_sku_twice', `variant SKU ${twice} stands twice`);
  const ids = variants.map(({ id }) => id);
  if (new Set(ids).size !== ids.length)
    throw new KinoraError('product.variant_unknown', 'a variant stands twice in the list');
}

/** Variants and media of one product for another; the files themselves are shared. */
async function copyParts(
  transaction: Transaction,
  fromId: string,
  copy: { id: string; organizationId: string },
): Promise<void> {
  const variants = await listVariants(transaction, [fromId]);
  const newIds = new Map(variants.map(({ id }) => [id, newId()]));
  if (variants.length > 0) {
    const rows = variants.map((variant) => ({ ...variant, id: newIds.get(variant.id)!, sku: null }));
    await saveVariants(transaction, copy, rows);
  }
  const items = (await listMedia(transaction, fromId)).map(toMediaItem);
  const copied = items.map((item) => ({
    ...item,
    id: newId(),
    variantId: item.variantId && (newIds.get(item.variantId) ?? null),
  }));
  await saveMedia(transaction, copy, copied);
}
