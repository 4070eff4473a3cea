import { useQuery } from '@tanstack/react-query';
import { type Job, jobQuery, type ProjectTree, type Shot } from '../../api/index.ts';

/** The newest piece of work that makes this shot. */
export function leafOf(leaves: readonly Job[], shot: Pick<Shot, 'id'>): Job | undefined {
  return leaves.findLast(({ about }) => about?.shotId === shot.id);
}

/** The pieces of the film's running work, kept fresh by its events. */
export function useLeaves(tree: ProjectTree): Job[] {
  const jobId =
    tree.project.activeJobId ??
    tree.scenes.flatMap(({ shots }) => shots).find(({ activeJobId }) => activeJobId)?.activeJobId;
  const { data } = useQuery({ ...jobQuery(jobId ?? ''), enabled: Boolean(jobId) });
  return jobId ? (data?.leaves ?? []) : [];
}
