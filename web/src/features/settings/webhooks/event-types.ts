import type { WebhookEventType } from '../../../api/index.ts';

/** As the contract lists them, whose file would bring zod along; `event-types.test.ts` compares the two. */
export const EVENT_TYPES: readonly WebhookEventType[] = [
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
];
