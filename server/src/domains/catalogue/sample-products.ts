import type { Price, ProductKind } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { addFiles } from './media.ts';
import { insertProduct, isSkuTaken, rememberWords } from './product-store.ts';
import { type CatalogueDependencies, tellProducts, toNewFields, toWordsText } from './scope.ts';

export type SampleProduct = {
  kind: ProductKind;
  sku: string;
  name: string;
  description: string;
  tags: string[];
  price: Price;
  /** Its photograph, stored already. */
  assetId: string;
};

/**
 * The sample brand's products, in the transaction that makes the brand: whoever throws them away is not given them again.
 * One whose SKU the organization has already comes without. Call it last (see appendEvent).
 */
export async function insertSampleProducts(
  dependencies: Pick<CatalogueDependencies, 'appendEvent'>,
  transaction: Transaction,
  owner: { organizationId: string; userId: string | null; brandId: string },
  products: readonly SampleProduct[],
): Promise<void> {
  const { organizationId, brandId } = owner;
  await rememberWords(transaction, organizationId, products.map(toWordsText));
  const ids: string[] = [];
  for (const { assetId, ...good } of products) {
    const sku = (await isSkuTaken(transaction, good.sku, null)) ? null : good.sku;
    const fields = { ...toNewFields({ ...good, sku, status: 'active' }), brandId };
    const product = { id: newId(), organizationId };
    await insertProduct(transaction, { ...product, ...fields, createdBy: owner.userId });
    await addFiles(transaction, { ...product, kind: fields.kind }, [{ assetId, role: 'hero' }], null);
    ids.push(product.id);
  }
  await tellProducts(dependencies, transaction, organizationId, { type: 'product.created', productIds: ids });
}
