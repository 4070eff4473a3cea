import { deleteTrashedAssets, deleteUnusedContent, type UploadService } from './domains/assets/index.ts';
import { purgeProducts } from './domains/catalogue/index.ts';
import { deleteOldNotifications } from './domains/notifications/index.ts';
import { purgeTemplates } from './domains/product-templates/index.ts';
import { purgeProjects } from './domains/projects/index.ts';
import { evictSegments, type SegmentLimits } from './domains/renders/index.ts';
import { deleteOldDeliveries } from './domains/webhooks/index.ts';
import type { Database } from './platform/database/index.ts';
import { maintainEvents } from './platform/events/index.ts';
import { type Storage, startTemporarySweep } from './platform/storage/index.ts';
import { purgeWorkflows } from './platform/workflows/index.ts';

const HOUR_MS = 3_600_000;
/** Longer than the longest upload of one file may take. */
const LONGEST_TRANSFER_MS = 24 * HOUR_MS;
const WEBHOOK_LOG_DAYS = 30;
const NOTIFICATION_DAYS = 90;

export type HousekeepingParts = {
  database: Database;
  storage: Storage;
  uploads: Pick<UploadService, 'sweep'>;
  onError: (error: unknown) => void;
  trashDays: number;
  /** What dead workers left beside the data. */
  sweepWorkers: () => Promise<void>;
  segments: SegmentLimits;
  /** The daily mails of an organization's members that are due. */
  sendDigests: (organizationId: string) => Promise<void>;
};

/**
 * Hourly, and once at start: forgotten temporary files, expired uploads, old events, idempotency keys, finished
 * workflows, what lay in the trash for long enough, and drawn pieces that nobody used. */
export async function startHousekeeping(parts: HousekeepingParts): Promise<{ stop(): void }> {
  const sweep = await startTemporarySweep(parts.storage, parts.onError);
  // A bucket that is away for a moment must not keep the studio from starting; the next hour tries again.
  await keepHouse(parts).catch(parts.onError);
  const timer = setInterval(() => void keepHouse(parts).catch(parts.onError), HOUR_MS);
  timer.unref();
  return {
    stop() {
      sweep.stop();
      clearInterval(timer);
    },
  };
}

export async function keepHouse(parts: HousekeepingParts): Promise<void> {
  const { database, uploads } = parts;
  await maintainEvents(database);
  await database.app.query('select app.sweep_http()');
  await uploads.sweep();
  await parts.storage.sweepTransfers(LONGEST_TRANSFER_MS);
  await purgeWorkflows(database);
  await parts.sweepWorkers();
  const { rows } = await database.jobs.query<{ id: string }>('select id from app.list_organization_ids()');
  for (const { id } of rows) await clearOrganization(parts, id);
}

/** Rows in one transaction, then the files that none of them names any more. */
async function clearOrganization(parts: HousekeepingParts, organizationId: string): Promise<void> {
  const hashes = await parts.database.inOrganization(organizationId, async (transaction) => [
    ...(await purgeProducts(transaction, parts.trashDays)),
    ...(await purgeProjects(transaction, parts.trashDays)),
    ...(await deleteTrashedAssets(transaction, parts.trashDays)),
    ...(await evictSegments(transaction, parts.segments)),
  ]);
  await parts.database.inOrganization(organizationId, async (transaction) => {
    await purgeTemplates(transaction, parts.trashDays);
    await deleteOldDeliveries(transaction, WEBHOOK_LOG_DAYS);
    await deleteOldNotifications(transaction, NOTIFICATION_DAYS);
  });
  // A mail server that is away keeps nothing else from being done.
  await parts.sendDigests(organizationId).catch(parts.onError);
  await deleteUnusedContent(parts, organizationId, hashes);
}
