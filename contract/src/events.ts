import { z } from 'zod';
import { importState } from './api/product-imports.ts';
import { isoTime, jobId, projectId } from './primitives.ts';

/** Facts: stored, numbered per organization, replayed on resume. rulings §5.4 */
export const FACT_TYPES = [
  'job.updated',
  'job.completed',
  'job.failed',
  'job.cancelled',
  'credits.updated',
  'budget.updated',
  'billing.updated',
  'take.created',
  'shot.updated',
  'storyboard.updated',
  'project.updated',
  'timeline.changed',
  'render.completed',
  'delivery.recorded',
  'asset.created',
  'asset.updated',
  'asset.deleted',
  'brand.updated',
  'product.created',
  'product.updated',
  'product.deleted',
  'product_import.updated',
  'notification.created',
] as const;
/** Live only: sent by NOTIFY without an id, at most one a second per job, never replayed. */
export const LIVE_TYPES = [
  'job.progress',
  'job.preview',
  'queue.updated',
  'audit.updated',
  'picture_check.ended',
  'product_import.progress',
  'presence.changed',
  'server.health',
  'stream.reset',
] as const;

export const eventType = z.enum([...FACT_TYPES, ...LIVE_TYPES]);
export type EventType = z.infer<typeof eventType>;
export type FactType = (typeof FACT_TYPES)[number];
export type LiveType = (typeof LIVE_TYPES)[number];

/**
 * Envelope of every message on SSE and WebSocket. `id` is the organization's counter as text, absent on live messages.
 * `data` of job.* is `{ status?, progress?, progressText?, stepName?, kind?, parentJobId?, previewAssetId?, previewUrl?, failure?, messages? }`;
 * of asset.updated (renamed or taken out of the trash) and asset.deleted `{ assetIds, count }` (at most 200 ids; count is of all);
 * of brand.updated `{ brandId }`; of product.* `{ productIds, count }` (at most 200 ids; count is of all); of product_import.* `ProductImportEventData`;
 * of delivery.recorded `{ deliveryIds, way }`; of take.created `{ shotId, takeId, sceneId }`; of shot.updated `{ shotId }`;
 * of credits.updated `{ balance, reserved }`; of budget.updated `{ budgetId, percent? }` (percent 80 or 100 when it was reached);
 * of billing.updated `{}`; of queue.updated (held, released or cleared), audit.updated (something was written into the audit
 * log) and picture_check.ended (a picture was looked at, or could not be and is tried again) `{}`;
 * of presence.changed `{ userId, tab, place }` (`place` `{ kind, id }`, null when the tab has left).
 */
export const streamEvent = z.object({
  id: z.string().optional(),
  type: eventType,
  at: isoTime,
  projectId: projectId.optional(),
  jobId: jobId.optional(),
  data: z.record(z.string(), z.unknown()),
});
export type StreamEvent = z.infer<typeof streamEvent>;

/** `data` of product_import.updated and product_import.progress. */
export const productImportEventData = z.object({
  importId: z.string(),
  state: importState,
  doneRows: z.int(),
  totalRows: z.int(),
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  /** Taken or failed. */
  picturesDone: z.int(),
  picturesTotal: z.int(),
});
export type ProductImportEventData = z.infer<typeof productImportEventData>;
