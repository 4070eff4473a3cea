import { fitsRole, type MediaRole, type ProductKind } from '@kinora/contract';

/** One file of a product, as the rules see it. */
export type MediaItem = {
  id: string;
  assetId: string;
  role: MediaRole;
  variantId: string | null;
  altText: string;
  /** May be a hero: a still picture. */
  isStill: boolean;
};

type FileFacts = Parameters<typeof fitsRole>[1];

/**
 * Exactly one hero where the product's own files hold a picture; at most one for each variant, which may inherit it. The
 * preferred one wins; a hero that gives way becomes a front view; without one the first picture steps up.
 */
export function settleHeroes(items: readonly MediaItem[], preferredId: string | null = null): MediaItem[] {
  const heroes = new Map<string | null, string>();
  for (const item of items) {
    if (item.role !== 'hero') continue;
    if (!heroes.has(item.variantId) || item.id === preferredId) heroes.set(item.variantId, item.id);
  }
  if (!heroes.has(null)) {
    const first = items.find((item) => item.variantId === null && item.isStill);
    if (first) heroes.set(null, first.id);
  }
  return items.map((item) => {
    if (heroes.get(item.variantId) === item.id) return { ...item, role: 'hero' };
    return item.role === 'hero' ? { ...item, role: 'front' } : item;
  });
}

const VIEWS: Readonly<Record<ProductKind, readonly MediaRole[]>> = {
  garment: ['hero', 'front', 'back', 'side'],
  object: ['hero', 'front', 'back', 'side'],
  vehicle: ['hero', 'exterior'],
};

/** The role of a file that came without one: the next view the product does not have yet. */
export function proposeRole(kind: ProductKind, file: FileFacts, taken: ReadonlySet<MediaRole>): MediaRole {
  if (fitsRole('sound', file)) return 'sound';
  if (fitsRole('model_3d', file)) return 'model_3d';
  if (!fitsRole('hero', file)) return 'lifestyle';
  const free = VIEWS[kind].find((role) => !taken.has(role));
  return free ?? (kind === 'vehicle' ? 'exterior' : 'detail');
}
