export { JOB_ERRORS } from './errors.ts';
export type { LeafScope, RunGeneration } from './leaf-context.ts';
export { createMedians, type Medians } from './medians.ts';
export { persist } from './persist.ts';
export { createPreviewLinks } from './preview-link.ts';
export { createRegistry, type StudioRegistry } from './registry.ts';
export { createJobRoutes } from './routes.ts';
export type { OpenPorts, PortScope } from './runtime.ts';
export {
  assertJob,
  assertMayControl,
  createJobService,
  type JobActor,
  type JobRequest,
  type JobService,
  type JobServiceOptions,
  readQuoteContext,
} from './service.ts';
export { attachProject } from './store.ts';
export { MustWait, resumeJob } from './waiting.ts';
export { type JobWorker, planSlots, startJobWorker, type WorkerOptions } from './worker.ts';
