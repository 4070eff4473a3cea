export { startEvents, useConnection } from './event-stream.ts';
export { type LiveJob, useLiveJob, useLiveJobs } from './live-jobs.ts';
export { createPatcher } from './patch.ts';
