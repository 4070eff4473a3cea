import type { MediaRole, Product, ProductMedia } from '../../api/index.ts';

/** A file of the gallery. Inherited: the product's own, shown because the variant has none in this role. */
export type GalleryItem = ProductMedia & { isInherited: boolean };

/** What the gallery of the product (null) or of one of its variants shows, in order. */
export function galleryOf(media: readonly ProductMedia[], variantId: string | null): GalleryItem[] {
  const own = media.filter((one) => one.variantId === variantId).map((one) => ({ ...one, isInherited: false }));
  if (variantId === null) return own;
  const overridden = new Set(own.map(({ role }) => role));
  const inherited = media
    .filter((one) => one.variantId === null && !overridden.has(one.role))
    .map((one) => ({ ...one, isInherited: true }));
  return [...own, ...inherited];
}

/** All files of the product in a new order: `id` takes the place of `beforeId`, or the last one. */
export function moveBefore(media: readonly { id: string }[], id: string, beforeId: string | null): string[] {
  const rest = media.map((one) => one.id).filter((one) => one !== id);
  const place = beforeId === null ? -1 : rest.indexOf(beforeId);
  return place < 0 ? [...rest, id] : [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** The roles to set again so that the files have those of `before`; the hero first, as it takes the place of another. */
export function rolesToReturn(before: Product, now: Product): { id: string; role: MediaRole }[] {
  const known = new Map(now.media.map(({ id, role }) => [id, role]));
  return before.media
    .filter(({ id, role }) => known.has(id) && known.get(id) !== role)
    .map(({ id, role }) => ({ id, role }))
    .sort((one, other) => Number(other.role === 'hero') - Number(one.role === 'hero'));
}
