import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type Job, type Project, unansweredJobsQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Mono, StatusMark } from '../../ui/index.ts';
import { JobPicture, retryJob, toJobView } from '../jobs/index.ts';
import { WorkTitle } from './work-title.tsx';

const SHOWN = 5;

/** What waits for a person: work that failed or asks, films whose shots are out of date. Nothing here, no section. */
export function NeedsYou({ projects }: { projects: Project[] }) {
  const t = useWords();
  const { data } = useQuery(unansweredJobsQuery);
  const jobs = data?.items ?? [];
  const stale = projects.filter((project) => project.staleShotCount > 0 && project.activeJobId === null);
  const count = jobs.length + stale.length;
  // Fifty are read; how many more ask, nobody counted.
  const more = data?.nextCursor ? '+' : '';
  if (count === 0) return null;
  return (
    <section aria-labelledby="home-needs">
      <h2 id="home-needs" className="section-title">
        {t('home.needsYou')} <Mono>{`${count}${more}`}</Mono>
      </h2>
      <ul className="needs">
        {jobs.slice(0, SHOWN).map((job) => (
          <JobLine key={job.id} job={job} />
        ))}
        {stale.slice(0, SHOWN).map((project) => (
          <li key={project.id}>
            <StatusMark mark="stale" name={t('project.stale', { count: project.staleShotCount })} />
            <span className="thumb">{project.posterUrl ? <img src={project.posterUrl} alt="" /> : null}</span>
            <p className="grow cut">
              <b className="strong">
                <bdi>{project.name}</bdi>
              </b>{' '}
              <span className="text-3">{t('project.stale', { count: project.staleShotCount })}</span>
            </p>
            <span className="needs-acts">
              <ButtonLink href={`/film/${project.id}/storyboard`}>{t('home.openStoryboard')}</ButtonLink>
            </span>
          </li>
        ))}
      </ul>
      <NotShown jobs={jobs.length - SHOWN} films={stale.length - SHOWN} more={more} />
    </section>
  );
}

/** Where the rest is, so that the count above never promises lines that are not there. */
function NotShown({ jobs, films, more }: { jobs: number; films: number; more: string }) {
  const t = useWords();
  if (jobs <= 0 && films <= 0) return null;
  return (
    <p className="home-meta needs-rest">
      {jobs > 0 ? (
        <Link href="/queue">
          {t('home.moreJobs')} <Mono>{`${jobs}${more}`}</Mono>
        </Link>
      ) : null}
      {films > 0 ? (
        <Link href="/projects">
          {t('home.moreStale')} <Mono>{films}</Mono>
        </Link>
      ) : null}
    </p>
  );
}

function JobLine({ job }: { job: Job }) {
  const t = useWords();
  const format = useFormat();
  return (
    <li>
      <StatusMark
        mark={job.status === 'failed' ? 'failed' : 'asks'}
        name={t(job.status === 'failed' ? 'job.failed' : 'job.waiting')}
      />
      <JobPicture job={job} />
      <p className="grow cut">
        <b className="strong">
          <WorkTitle job={job} />
        </b>{' '}
        <span className="text-3">
          <bdi>{toJobView(job, undefined, t).detail}</bdi> {format.ago(job.finishedAt ?? job.createdAt)}
        </span>
      </p>
      <span className="needs-acts">
        {job.status === 'failed' ? <Button onClick={() => void retryJob(job)}>{t('do.retry')}</Button> : null}
        {job.projectId ? (
          <ButtonLink href={`/film/${job.projectId}/storyboard`}>{t('home.openStoryboard')}</ButtonLink>
        ) : null}
      </span>
    </li>
  );
}
