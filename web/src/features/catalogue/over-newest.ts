import { ApiError, call, type Product } from '../../api/index.ts';

/**
 * Writes on the product as it is known here and, where somebody was quicker, once more on the newest. `write` says by
 * throwing what was thrown that the newer product leaves no place for the change; a second refusal stands too.
 */
export async function overNewest(
  known: Product,
  write: (product: Product, refusal?: ApiError) => Promise<Product>,
): Promise<Product> {
  try {
    return await write(known);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'product.changed') throw error;
    return write(await call('getProduct', { params: { id: known.id } }), error);
  }
}
