export { JOB_ERRORS } from './errors.ts';
export { createMedians, type Medians } from './medians.ts';
export { createPreviewLinks } from './preview-link.ts';
export { createRegistry, type StudioRegistry } from './registry.ts';
export { createJobRoutes } from './routes.ts';
export type { OpenPorts, PortScope } from './runtime.ts';
export {
  createJobService,
  type JobActor,
  type JobRequest,
  type JobService,
  type JobServiceOptions,
  type QueueStatus,
  readQuoteContext,
} from './service.ts';
export { attachProject } from './store.ts';
export { type JobWorker, planSlots, startJobWorker, type WorkerOptions } from './worker.ts';
