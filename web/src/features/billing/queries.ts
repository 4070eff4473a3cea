import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, type TransactionKind } from '../../api/index.ts';

export const KINDS: readonly TransactionKind[] = ['grant', 'hold', 'release', 'refund', 'dispute', 'return', 'repay'];

export const billingQuery = queryOptions({
  queryKey: ['billing'],
  queryFn: ({ signal }) => call('getBilling', { signal }),
});

/** Which movements are shown; it stands in the address, so a view can be sent and the back button works. */
export type MovementFilter = Partial<Record<'kind' | 'projectId' | 'userId' | 'from' | 'to', string>>;
const FIELDS = ['kind', 'projectId', 'userId', 'from', 'to'] as const;

export function readFilter(search: URLSearchParams): MovementFilter {
  return Object.fromEntries(FIELDS.flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? '']] : [])));
}

export function toQuery(filter: MovementFilter): string {
  const query = new URLSearchParams(filter as Record<string, string>).toString();
  return query === '' ? '' : `?${query}`;
}

export function movementsQuery(filter: MovementFilter) {
  return infiniteQueryOptions({
    queryKey: ['transactions', filter],
    queryFn: ({ signal, pageParam }) =>
      call('listTransactions', { query: { ...filter, limit: 30, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
