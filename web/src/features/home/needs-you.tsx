import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { type Job, type Project, staleProjectsQuery, unansweredJobsQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Mono, StatusMark } from '../../ui/index.ts';
import { JobPicture, retryJob, toJobView } from '../jobs/index.ts';
import { WorkTitle } from './work-title.tsx';

/** More would push what one came for out of sight; the rest is one press away. */
const SHOWN = 3;

/** What waits for a person: work that failed or asks, films whose shots are out of date. Nothing here, no section. */
export function NeedsYou() {
  const t = useWords();
  const { data: unanswered } = useQuery(unansweredJobsQuery);
  const { data: stale } = useQuery(staleProjectsQuery);
  const [isWhole, setWhole] = useState(false);
  const lines = [
    ...(unanswered?.items ?? []).map((job) => <JobLine key={job.id} job={job} />),
    ...(stale?.items ?? [])
      .filter(({ activeJobId }) => activeJobId === null)
      .map((project) => <StaleLine key={project.id} project={project} />),
  ];
  // A page of each is read; how many more there are, nobody counted.
  const more = unanswered?.nextCursor || stale?.nextCursor ? '+' : '';
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="home-needs">
      <h2 id="home-needs" className="section-title">
        {t('home.needsYou')} <Mono>{`${lines.length}${more}`}</Mono>
      </h2>
      <ul id="home-needs-lines" className="needs">
        {isWhole ? lines : lines.slice(0, SHOWN)}
      </ul>
      <div className="home-meta needs-rest">
        {lines.length > SHOWN ? (
          <Button
            look="plain"
            aria-expanded={isWhole}
            aria-controls="home-needs-lines"
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? t('home.showFewer') : t('home.showAll', { count: lines.length })}
          </Button>
        ) : null}
        {unanswered?.nextCursor ? <Link href="/queue">{t('home.moreJobs')}</Link> : null}
        {stale?.nextCursor ? <Link href="/projects?stage=stale">{t('home.moreStale')}</Link> : null}
      </div>
    </section>
  );
}

function StaleLine({ project }: { project: Project }) {
  const t = useWords();
  const why = t('project.stale', { count: project.staleShotCount });
  return (
    <li>
      <StatusMark mark="stale" name={why} />
      <span className="thumb">{project.posterUrl ? <img src={project.posterUrl} alt="" /> : null}</span>
      <p className="grow cut">
        <b className="strong">
          <bdi>{project.name}</bdi>
        </b>{' '}
        <span className="text-3">{why}</span>
      </p>
      <span className="needs-acts">
        <ButtonLink href={`/film/${project.id}/storyboard`}>{t('home.openStoryboard')}</ButtonLink>
      </span>
    </li>
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
