export { webhookErrors } from './errors.ts';
export { createWebhookRoutes } from './routes.ts';
export type { SendParts } from './send.ts';
export { startWebhookSender, type WebhookSender } from './sender.ts';
export { createWebhookService } from './service.ts';
export { deleteOldDeliveries } from './store.ts';
