import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { keepNewer } from './keep-newer.ts';
import type { ProductSort } from './types.ts';

/** The query of `GET /products`, as text; what is left out does not filter. */
export type ProductListQuery = {
  q?: string;
  kind?: string;
  status?: string;
  brand?: string;
  tag?: string;
  hasHero?: 'true' | 'false';
  hasFilms?: 'true' | 'false';
  deleted?: 'true';
  sort?: ProductSort;
};

const PAGE = 100;

/** Old rows stay while new ones load, so that typing in the search does not blink. */
export function productsQuery(query: ProductListQuery) {
  return infiniteQueryOptions({
    queryKey: ['products', query],
    queryFn: ({ signal, pageParam }) =>
      call('listProducts', { query: { ...query, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

const FOUND = 8;

/** The best few by these words, for lists of things to go to; nothing is asked before two letters. */
export function productNamesQuery(words: string) {
  return queryOptions({
    queryKey: ['products', 'found', words],
    queryFn: ({ signal }) => call('listProducts', { query: { q: words, limit: FOUND }, signal }),
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

const PICKED_FROM = 24;

/** Products to choose one from: the best by these words, or the newest without any. */
export function productPickQuery(words: string) {
  return queryOptions({
    queryKey: ['products', 'pick', words],
    queryFn: ({ signal }) => call('listProducts', { query: { q: words, limit: PICKED_FROM }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** The product changed last that has a hero: what previews show to people who have chosen nothing yet. */
export const productHeroQuery = queryOptions({
  queryKey: ['products', 'newest hero'],
  queryFn: ({ signal }) => call('listProducts', { query: { hasHero: 'true', limit: 1 }, signal }),
});

export const facetsQuery = queryOptions({
  queryKey: ['product-facets'],
  queryFn: ({ signal }) => call('getProductFacets', { signal }),
});

export function productQuery(id: string) {
  return queryOptions({
    queryKey: ['product', id],
    queryFn: ({ signal }) => call('getProduct', { params: { id }, signal }),
    structuralSharing: keepNewer,
  });
}

/** The newest films that show one of the product's files. Below `projects`, so that events of films renew it. */
export function productFilmsQuery(productId: string) {
  return queryOptions({
    queryKey: ['projects', 'of-product', productId],
    queryFn: ({ signal }) => call('listProjects', { query: { productId, limit: 24 }, signal }),
  });
}

export function savedViewsQuery(screen: string) {
  return queryOptions({
    queryKey: ['saved-views', screen],
    queryFn: ({ signal }) => call('listSavedViews', { query: { screen }, signal }),
  });
}

export const importsQuery = queryOptions({
  queryKey: ['product-imports'],
  queryFn: ({ signal }) => call('listProductImports', { query: { limit: 20 }, signal }),
});

export function productImportQuery(id: string) {
  return queryOptions({
    queryKey: ['product-import', id],
    queryFn: ({ signal }) => call('getProductImport', { params: { id }, signal }),
  });
}
