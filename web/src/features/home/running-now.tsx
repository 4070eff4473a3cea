import { Link } from 'wouter';
import type { Job } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { said, useWords } from '../../app/words/index.ts';
import { Mono, ProgressBar, StatusMark } from '../../ui/index.ts';
import { asksPerson, JobPicture, toJobView, useActiveJobs } from '../jobs/index.ts';
import { WorkTitle } from './work-title.tsx';

const SHOWN = 3;

/** What is being made, with how far it is. Nothing here, no section. */
export function RunningNow() {
  const t = useWords();
  // What asks stands among what needs people.
  const jobs = useActiveJobs().filter((job) => !asksPerson(job));
  if (jobs.length === 0) return null;
  return (
    <section aria-labelledby="home-running">
      <h2 id="home-running" className="section-title">
        {t('home.running')} <Mono>{jobs.length}</Mono>
      </h2>
      <ul className="needs">
        {jobs.slice(0, SHOWN).map((job) => (
          <RunningLine key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function RunningLine({ job }: { job: Job }) {
  const t = useWords();
  const view = toJobView(job, useLiveJob(job.id), t);
  return (
    <li>
      <StatusMark mark={view.mark} progress={view.progress} name={view.word} />
      <JobPicture job={job} />
      <p className="grow cut">
        <b className="strong">
          {job.projectId ? (
            <Link href={`/film/${job.projectId}/storyboard`}>
              <WorkTitle job={job} />
            </Link>
          ) : (
            <WorkTitle job={job} />
          )}
        </b>{' '}
        <span className="text-3">
          <bdi>{view.detail}</bdi>
        </span>
      </p>
      <span className="running-bar">
        <ProgressBar value={view.progress ?? 0} label={said(job.title)} />
      </span>
    </li>
  );
}
