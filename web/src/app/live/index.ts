export { startEvents, tryNow, useConnection } from './event-stream.ts';
export { type LiveJob, useLiveJob } from './live-jobs.ts';
export { createPatcher } from './patch.ts';
