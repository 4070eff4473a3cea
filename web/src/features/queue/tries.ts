import type { JobTree } from '../../api/index.ts';

type Attempt = JobTree['attempts'][number];

/**
 * One try of a job with all that belongs to it: its pieces' tries, what vendors asked for it, and the time its lines of the
 * log lie in. The times of all tries together leave nothing out: what came before the first is the first's.
 */
export type Try = {
  attempt: Attempt;
  since: string | undefined;
  until: string | undefined;
  pieces: Attempt[];
  costs: JobTree['costs'];
};

/** A try begins as it comes into the queue: that it goes on by hand is its first line, not the last of the one before. */
const beginOf = ({ queuedAt, startedAt }: Attempt) => queuedAt ?? startedAt;

/** The job's own tries, oldest first. */
export function toTries({ job, attempts, costs }: Pick<JobTree, 'job' | 'attempts' | 'costs'>): Try[] {
  const own = attempts.filter(({ jobId }) => jobId === job.id);
  const pieces = attempts.filter(({ jobId }) => jobId !== job.id);
  return own.map((attempt, place) => {
    const since = place === 0 ? undefined : beginOf(attempt);
    const next = own[place + 1];
    const until = next && beginOf(next);
    const isIn = (at: string | undefined) =>
      at === undefined ? place === 0 : (since === undefined || at >= since) && (until === undefined || at < until);
    return {
      attempt,
      since,
      until,
      pieces: pieces.filter(({ startedAt }) => isIn(startedAt)),
      costs: costs.filter(({ at }) => isIn(at)),
    };
  });
}
