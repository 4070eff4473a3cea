import { useQuery } from '@tanstack/react-query';
import { type Job, jobQuery, type ProjectTree, type Shot } from '../../api/index.ts';

/** The piece of work that makes this shot: pieces are named by the shot's code. */
export function leafOf(leaves: readonly Job[], shot: Pick<Shot, 'code'>): Job | undefined {
  return leaves.findLast(({ kind, title }) => kind.endsWith('/shot') && title.split(' ').includes(shot.code));
}

/** The pieces of the film's running work, kept fresh by its events. */
export function useLeaves(tree: ProjectTree): Job[] {
  const jobId =
    tree.project.activeJobId ??
    tree.scenes.flatMap(({ shots }) => shots).find(({ activeJobId }) => activeJobId)?.activeJobId;
  const { data } = useQuery({ ...jobQuery(jobId ?? ''), enabled: Boolean(jobId) });
  return jobId ? (data?.leaves ?? []) : [];
}
