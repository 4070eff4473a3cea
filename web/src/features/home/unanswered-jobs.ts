import type { Job } from '../../api/index.ts';

/** The newest job of each film, when it failed or asks: a later try that worked has answered an earlier failure. */
export function unansweredJobs(jobs: readonly Job[]): Job[] {
  const newest = jobs.filter(
    (job, index) => !job.projectId || jobs.findIndex((other) => other.projectId === job.projectId) === index,
  );
  return newest.filter(
    (job) =>
      job.status === 'failed' ||
      (job.status === 'waiting' &&
        ['person', 'unknown_outcome', 'budget', 'connection_off'].includes(job.waitingReason ?? '')),
  );
}
