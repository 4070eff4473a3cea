import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { assetsQuery, brandsQuery, productHeroQuery } from '../../api/index.ts';

/** What previews are made from: the pictures of the form, else the newest product with a hero, else the sample. */
export type PreviewPictures = {
  ids: readonly string[];
  from: 'form' | 'product' | 'sample' | 'nothing';
  /** The product's name. */
  name?: string;
};

/** A spin shows as many sides as there are; more than this and the first picture takes too long. */
const MOST_PICTURES = 8;

/** Undefined while it is not known yet. */
export function usePreviewPictures(chosen: readonly { id: string; kind: string }[]): PreviewPictures | undefined {
  const own = chosen.slice(0, MOST_PICTURES).map(({ id }) => id);
  const needsOther = own.length === 0;
  const product = useQuery({ ...productHeroQuery, enabled: needsOther });
  const hero = product.data?.items.find((item) => item.hero);
  const needsSample = needsOther && product.isFetched && !hero;
  const sample = useInfiniteQuery({
    ...assetsQuery({ kind: 'image', origin: 'sample', limit: MOST_PICTURES }),
    enabled: needsSample,
  });
  const brands = useQuery({ ...brandsQuery, enabled: needsSample });
  if (!needsOther) return { ids: own, from: 'form' };
  if (hero?.hero) return { ids: [hero.hero.assetId], from: 'product', name: hero.name };
  if (!product.isFetched || (needsSample && !(sample.isFetched && brands.isFetched))) return undefined;
  // The sample's logo lies among its pictures.
  const logos = new Set(brands.data?.items.flatMap(({ logoAssetId }) => logoAssetId ?? []));
  const first = sample.data?.pages[0]?.items.find(({ id }) => !logos.has(id));
  return first ? { ids: [first.id], from: 'sample' } : { ids: [], from: 'nothing' };
}
