import type { call } from './client.ts';

type Page = Awaited<ReturnType<typeof call<'listJobs'>>>;
/** `GET /jobs`. */
export type ReadJobs = (query: {
  limit: number;
  order: 'queue';
  active?: boolean;
}) => Promise<Pick<Page, 'items' | 'nextCursor'>>;

const [MOST, ENDED] = [100, 20];

/**
 * What runs comes first: behind a night's batch the newest hundred would all be waiting ones. Where more is unfinished than
 * that, what ended last is asked for by itself, else nobody would see it end.
 */
export async function readRecentJobs(read: ReadJobs): Promise<Pick<Page, 'items' | 'nextCursor'>> {
  const page = await read({ limit: MOST, order: 'queue' });
  if (page.nextCursor === null || page.items.some(({ finishedAt }) => finishedAt !== null)) return page;
  const ended = await read({ limit: ENDED, order: 'queue', active: false });
  const known = new Set(page.items.map(({ id }) => id));
  return { ...page, items: [...page.items, ...ended.items.filter(({ id }) => !known.has(id))] };
}
