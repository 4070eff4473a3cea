import { useRef } from 'react';
import { call, type Product } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast } from '../../ui/index.ts';
import { useUploads } from '../films/use-uploads.ts';
import type { ProductActs } from './use-product-acts.ts';

/** Files on their way into the gallery that is open: the product's own, or one variant's. */
export function useGalleryUploads(product: Product, variantId: string | null, acts: ProductActs) {
  const t = useWords();
  const shown = useRef(variantId);
  shown.current = variantId;
  return useUploads((asset) => {
    const variant = shown.current;
    let added: string | undefined;
    acts.run({
      apply: async (now) => {
        const answer = await call('addProductMedia', {
          params: { id: now.id },
          body: { media: [{ assetId: asset.id }], variantId: variant },
        });
        added = answer.added[0];
        if (answer.duplicates.length > 0) showToast({ text: t('media.duplicate', { name: asset.name }) });
        return answer.product;
      },
      undo: async (now) =>
        added === undefined ? now : call('deleteProductMedia', { params: { id: product.id, mediaId: added } }),
    });
  });
}
export type GalleryUploads = ReturnType<typeof useGalleryUploads>;
