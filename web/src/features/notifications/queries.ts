import { infiniteQueryOptions } from '@tanstack/react-query';
import { call, type Notification } from '../../api/index.ts';

export const NOTIFICATIONS = ['notifications'];
export const notificationsQuery = infiniteQueryOptions({
  queryKey: [...NOTIFICATIONS, 'pages'],
  queryFn: ({ signal, pageParam }) => call('listNotifications', { query: { limit: 30, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

/** Where a notification leads. */
export function linkOf({ kind, projectId, webhookId, jobId }: Notification): string | undefined {
  if (webhookId) return `/settings/webhooks?webhook=${webhookId}`;
  // Without a job it is a budget that was reached, and its reader one who keeps budgets.
  if (kind === 'budget' && !jobId) return '/settings/budgets';
  if (kind === 'needs_you' && !jobId && !projectId) return '/settings/billing';
  // A note on no film is of a picture that the picture check refused.
  if (kind === 'note' && !projectId) return '/settings/safety';
  if (projectId) return `/film/${projectId}/storyboard`;
  return jobId ? '/queue' : undefined;
}
