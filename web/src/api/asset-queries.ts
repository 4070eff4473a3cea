import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { AssetSort } from './types.ts';

/** The query of `GET /assets`, as text; what is left out does not filter. */
export type AssetListQuery = {
  licensed?: 'true' | 'false';
  consented?: 'true' | 'false';
  held?: 'true' | 'false';
  q?: string;
  kind?: string;
  origin?: string;
  maker?: string;
  person?: string;
  product?: string;
  projectId?: string;
  brand?: string;
  used?: 'true' | 'false';
  deleted?: 'true';
  sort?: AssetSort;
};

const PAGE = 100;

/** Old files stay while new ones load, so that typing in the search does not blink. */
export function libraryQuery(query: AssetListQuery) {
  return infiniteQueryOptions({
    queryKey: ['assets', 'library', query],
    queryFn: ({ signal, pageParam }) =>
      call('listAssets', { query: { ...query, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** What vendors may still hold; a look at one of them is asked for by itself. */
export const heldQuery = infiniteQueryOptions({
  queryKey: ['held'],
  queryFn: ({ signal, pageParam }) => call('listHeld', { query: { limit: PAGE, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export function assetFacetsQuery({ sort: _sort, ...filter }: AssetListQuery) {
  return queryOptions({
    queryKey: ['asset-facets', filter],
    queryFn: ({ signal }) => call('getAssetFacets', { query: filter, signal }),
    placeholderData: keepPreviousData,
  });
}
export function assetQuery(id: string) {
  return queryOptions({
    queryKey: ['asset', id],
    queryFn: ({ signal }) => call('getAsset', { params: { id }, signal }),
  });
}
