import type { Job } from '../../api/index.ts';

/** A line of the list: a job, or the heading of those of one project (null: of none). */
export type QueueLine = { kind: 'job'; job: Job } | { kind: 'project'; projectId: string | null; count: number };

/** Projects stand in the order of their first job, and their jobs in the queue's. */
export function toLines(jobs: readonly Job[], isByProject: boolean): QueueLine[] {
  if (!isByProject) return jobs.map((job) => ({ kind: 'job', job }));
  const byProject = new Map<string | null, Job[]>();
  for (const job of jobs) byProject.set(job.projectId, [...(byProject.get(job.projectId) ?? []), job]);
  return [...byProject].flatMap(([projectId, own]) => [
    { kind: 'project' as const, projectId, count: own.length },
    ...own.map((job) => ({ kind: 'job' as const, job })),
  ]);
}

/**
 * Under the pointer rows keep their places: what is known stays where it was with its newest words, and what came since is
 * counted, to be let in when the pointer leaves or somebody asks. `held` is null while nothing is held.
 */
export function holdOrder(jobs: readonly Job[], held: readonly string[] | null): { jobs: Job[]; fresh: number } {
  const each = [...new Map(jobs.map((job) => [job.id, job])).values()];
  if (!held) return { jobs: each, fresh: 0 };
  const byId = new Map<string, Job>(each.map((job) => [job.id, job]));
  const kept = held.flatMap((id) => byId.get(id) ?? []);
  return { jobs: kept, fresh: each.length - kept.length };
}
