import { call, type MediaRole, type Product, type ProductMedia } from '../../api/index.ts';
import { rolesToReturn } from './gallery-media.ts';
import type { ProductAct } from './use-product-acts.ts';

type MediaChange = { role?: MediaRole; altText?: string; variantId?: string | null };

/** Changes one file of a product. Taken back, also the old hero is the hero again. */
export function changeMedia(before: Product, media: ProductMedia, change: MediaChange): ProductAct {
  const { role, ...back } = { role: media.role, altText: media.altText, variantId: media.variantId };
  const rest = Object.fromEntries(Object.entries(back).filter(([key]) => key in change));
  return {
    apply: (now) => update(now, media.id, change),
    undo: async (now) => {
      let product = Object.keys(rest).length > 0 ? await update(now, media.id, rest) : now;
      for (const one of rolesToReturn(before, product)) product = await update(product, one.id, { role: one.role });
      return product;
    },
  };
}

const update = (product: Product, mediaId: string, body: MediaChange) =>
  call('updateProductMedia', { params: { id: product.id, mediaId }, body });

export function orderMedia(before: Product, mediaIds: string[]): ProductAct {
  const put = (now: Product, ids: string[]) => {
    // Files that came since stand at the end: the studio asks for the order of all.
    const known = new Set(now.media.map(({ id }) => id));
    const rest = now.media.map(({ id }) => id).filter((id) => !ids.includes(id));
    const order = [...ids.filter((id) => known.has(id)), ...rest];
    return call('reorderProductMedia', { params: { id: now.id }, body: { mediaIds: order } });
  };
  return {
    apply: (now) => put(now, mediaIds),
    undo: (now) =>
      put(
        now,
        before.media.map(({ id }) => id),
      ),
  };
}

/** Taken back, the file is added again in its role and place. */
export function removeMedia(before: Product, media: ProductMedia): ProductAct {
  return {
    apply: (now) => call('deleteProductMedia', { params: { id: now.id, mediaId: media.id } }),
    undo: async (now) => {
      const { role, altText, variantId } = media;
      const answer = await call('addProductMedia', {
        params: { id: now.id },
        body: { media: [{ assetId: media.asset.id, role, altText }], variantId },
      });
      const [added] = answer.added;
      if (!added) return answer.product;
      const order = before.media.map(({ id }) => (id === media.id ? added : id));
      const ordered = await orderMedia(answer.product, order).apply(answer.product);
      return rolesToReturn(before, ordered).reduce(
        async (product, one) => update(await product, one.id, { role: one.role }),
        Promise.resolve(ordered),
      );
    },
  };
}
