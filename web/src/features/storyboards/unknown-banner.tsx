import { useQuery } from '@tanstack/react-query';
import { jobQuery, type ProjectTree } from '../../api/index.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';

/** Asks at the film itself where its work stands still because nobody knows whether a vendor took a request. */
export function UnknownBanner({ tree }: { tree: ProjectTree }) {
  const jobId = tree.project.activeJobId;
  const { data } = useQuery({ ...jobQuery(jobId ?? ''), enabled: jobId !== null });
  if (!jobId || data?.job.status !== 'waiting' || data.job.waitingReason !== 'unknown_outcome') return null;
  return (
    <div className="banner" role="status">
      <UnknownOutcome job={data.job} />
    </div>
  );
}
