import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError, call } from './client.ts';
import { readRecentJobs } from './recent-jobs.ts';
import type { JobGroup, Ratio } from './types.ts';

/** Data stays fresh through events, never by polling: nothing goes stale by age. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: shouldRetry },
      mutations: { retry: false },
    },
  });
}

function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call('me', { signal }),
  retry: false,
});
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call('setupStatus', { signal }),
});
export const creditsQuery = queryOptions({
  queryKey: ['credits'],
  queryFn: ({ signal }) => call('getCredits', { signal }),
});
export const productTemplatesQuery = queryOptions({
  queryKey: ['product-templates'],
  queryFn: ({ signal }) => call('listProductTemplates', { signal, query: {} }),
});
export const archivedTemplatesQuery = queryOptions({
  queryKey: ['product-templates', 'archived'],
  queryFn: ({ signal }) => call('listProductTemplates', { signal, query: { archived: true } }),
});
export const brandsQuery = queryOptions({
  queryKey: ['brands', 'all'],
  queryFn: ({ signal }) => call('listBrands', { signal }),
});

/** Read again at each revision of the kit: a change is what leaves films out of date. */
export function brandUsesQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ['brands', 'uses', id, revision],
    queryFn: ({ signal }) => call('getBrandUses', { params: { id }, signal }),
    placeholderData: (before) => before,
  });
}

/** Jobs of people as the queue orders them, what runs first and what ended last: what the tray, the queue's head and Home read. */
export const recentJobsQuery = queryOptions({
  queryKey: ['jobs', 'recent'],
  queryFn: ({ signal }) => readRecentJobs((query) => call('listJobs', { query, signal })),
});
export const unansweredJobsQuery = queryOptions({
  queryKey: ['jobs', 'unanswered'],
  queryFn: ({ signal }) => call('listJobs', { query: { limit: 50, unanswered: true }, signal }),
});
/** Whose work a list shows. */
export type Scope = 'mine' | 'organization';

/** What the queue's screen lists, in the order in which it runs. */
export type JobListFilter = { scope: Scope; group?: JobGroup | undefined };
export function jobsQueryOf(filter: JobListFilter) {
  return infiniteQueryOptions({
    queryKey: ['jobs', 'queue', filter],
    queryFn: ({ signal, pageParam }) =>
      call('listJobs', { query: { limit: 100, order: 'queue', ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
}
export function jobLogQuery(id: string, time: { since?: string | undefined; until?: string | undefined }) {
  return infiniteQueryOptions({
    queryKey: ['jobs', 'one', id, 'log', time],
    queryFn: ({ signal, pageParam }) =>
      call('getJobLog', { params: { id }, query: { ...time, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => call('getDashboard', { signal }),
});
export function queueStatusQueryOf(scope: Scope) {
  return queryOptions({
    queryKey: ['jobs', 'queue-status', scope],
    queryFn: ({ signal }) => call('getQueueStatus', { query: { scope }, signal }),
    placeholderData: (before) => before,
  });
}
/** Events tell of one's own organization only, so that this one is asked for while it is looked at. */
export const operatorQueuesQuery = queryOptions({
  queryKey: ['jobs', 'operator'],
  queryFn: ({ signal }) => call('getOperatorQueues', { signal }),
  refetchInterval: 5000,
});
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => call('getJob', { params: { id }, signal }),
  });
}

export const projectsQuery = projectsQueryOf('organization');
export function projectsQueryOf(scope: Scope) {
  return infiniteQueryOptions({
    queryKey: scope === 'mine' ? ['projects', scope] : ['projects'],
    queryFn: ({ signal, pageParam }) =>
      call('listProjects', { query: { limit: 48, scope, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
/** Films that wait for a refresh, however long ago they were changed last. */
export const staleProjectsQuery = queryOptions({
  queryKey: ['projects', 'stale'],
  queryFn: ({ signal }) => call('listProjects', { query: { limit: 50, stale: true }, signal }),
});
export function treeQuery(id: string) {
  return queryOptions({
    queryKey: ['tree', id],
    queryFn: ({ signal }) => call('getProjectTree', { params: { id }, signal }),
  });
}

/** Below the film's own key: what changes the film changes what it delivers. */
export function deliverySheetQuery(id: string, placements: string | undefined) {
  return queryOptions({
    queryKey: ['tree', id, 'deliveries', placements ?? ''],
    queryFn: ({ signal }) => call('getDeliverySheet', { params: { id }, query: { placements }, signal }),
    placeholderData: (before) => before,
  });
}
export function framingQuery(id: string, ratio: Ratio) {
  return queryOptions({
    queryKey: ['tree', id, 'framing', ratio],
    queryFn: ({ signal }) => call('getFraming', { params: { id, ratio }, signal }),
  });
}
export const deliveryPresetsQuery = queryOptions({
  queryKey: ['delivery-presets'],
  queryFn: ({ signal }) => call('listDeliveryPresets', { signal }),
});
export type DeliveryFilter = {
  projectId?: string | undefined;
  presetId?: string | undefined;
  way?: string | undefined;
  older?: boolean | undefined;
};
export function deliveriesQuery(filter: DeliveryFilter) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', filter],
    queryFn: ({ signal, pageParam }) =>
      call('listDeliveries', { query: { limit: 50, ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function assetsQuery(filter: { kind?: string | undefined; origin?: string | undefined; limit?: number }) {
  return infiniteQueryOptions({
    queryKey: ['assets', filter],
    queryFn: ({ signal, pageParam }) =>
      call('listAssets', {
        query: { limit: filter.limit ?? 60, kind: filter.kind, origin: filter.origin, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
