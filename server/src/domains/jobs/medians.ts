import type { Database } from '../../platform/database/index.ts';
import { listLeafMedians } from './store.ts';

const REFRESH_MS = 60_000;

export type Medians = { get(kind: string): number | undefined; refresh(): Promise<void>; stop(): void };

/** Median seconds of each kind of leaf, read at once and then once a minute: quotes and queue places ask for them all the time. */
export function createMedians(database: Database, onError: (error: unknown) => void): Medians {
  let known = new Map<string, number>();
  async function refresh(): Promise<void> {
    known = await listLeafMedians(database.app);
  }
  refresh().catch(onError);
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_MS);
  timer.unref();
  return { get: (kind) => known.get(kind), refresh, stop: () => clearInterval(timer) };
}
