import type { Asset, Product } from '../../api/index.ts';
import { toAmountText } from '../catalogue/price-text.ts';
import { type FilmDraft, PICTURES_MAX } from './draft.ts';

/** The draft with what the catalogue has of these products; what is written and chosen already stays. */
export function withProducts(draft: FilmDraft, products: readonly Product[]): FilmDraft {
  const known = new Set(draft.pictures.map(({ id }) => id));
  const added = inTurns(products.map(visibleOf)).filter(({ id }) => !known.has(id));
  const brands = [...new Set(products.map(({ brandId }) => brandId))];
  return {
    ...draft,
    pictures: [...draft.pictures, ...added].slice(0, PICTURES_MAX),
    brandId: draft.brandId || (brands.length === 1 ? (brands[0] ?? '') : ''),
    brief: draft.brief.trim() === '' ? products.map(wordsOf).join('\n') : draft.brief,
  };
}

/** What can be seen of a product, its hero first. */
export function visibleOf({ media }: Pick<Product, 'media'>): Asset[] {
  const heroFirst = [...media].sort((one, other) => Number(other.role === 'hero') - Number(one.role === 'hero'));
  return heroFirst.map(({ asset }) => asset).filter(canBeSeen);
}

const MODEL = 'model/gltf-binary';

/** Pictures, films, and models, of which the studio has drawn pictures. */
export function canBeSeen({ kind, mediaType }: Pick<Asset, 'kind' | 'mediaType'>): boolean {
  return kind === 'image' || kind === 'video' || mediaType === MODEL;
}

/** One of each, then the next of each: where there is no room for all, every product is seen. */
function inTurns<Item>(lists: readonly Item[][]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat();
}

/** Only what the catalogue says: its name, its description and its price. The code of a currency is read alike everywhere. */
function wordsOf({ name, description, price }: Product): string {
  const amount = price ? `${price.currency} ${toAmountText(price)}.` : '';
  return [`${name}.`, description.trim(), amount].filter((part) => part !== '').join(' ');
}
