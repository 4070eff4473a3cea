import type { UploadService } from './domains/assets/index.ts';
import type { Database } from './platform/database/index.ts';
import { maintainEvents } from './platform/events/index.ts';
import { type Storage, startTemporarySweep } from './platform/storage/index.ts';
import { purgeWorkflows } from './platform/workflows/index.ts';

const HOUR_MS = 3_600_000;

export type HousekeepingParts = {
  database: Database;
  storage: Storage;
  uploads: UploadService;
  onError: (error: unknown) => void;
  trashDays: number;
};

/** Hourly, and once at start: forgotten temporary files, expired uploads, old events, idempotency keys, finished workflows. */
export async function startHousekeeping(parts: HousekeepingParts): Promise<{ stop(): void }> {
  const sweep = await startTemporarySweep(parts.storage, parts.onError);
  await keepHouse(parts);
  const timer = setInterval(() => void keepHouse(parts).catch(parts.onError), HOUR_MS);
  timer.unref();
  return {
    stop() {
      sweep.stop();
      clearInterval(timer);
    },
  };
}

async function keepHouse({ database, uploads }: HousekeepingParts): Promise<void> {
  await maintainEvents(database);
  await database.app.query('select app.sweep_http()');
  await uploads.sweepExpired();
  await purgeWorkflows(database);
}
