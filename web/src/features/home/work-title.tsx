import type { Job } from '../../api/index.ts';
import { said } from '../../app/words/index.ts';

/** What a job is, with its film where the title does not say which. */
export function WorkTitle({ job }: { job: Job }) {
  const title = said(job.title);
  if (job.projectName === null || title.includes(job.projectName)) return <>{title}</>;
  return (
    <>
      <bdi>{job.projectName}</bdi> · {title}
    </>
  );
}
