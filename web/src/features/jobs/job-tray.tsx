import { ChevronDown, ChevronUp, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Job } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { useLayout } from '../../app/shell/layout-store.ts';
import { said, useFormat, useWords } from '../../app/words/index.ts';
import { Icon, IconButton, Mono, ProgressBar, StatusMark } from '../../ui/index.ts';
import { JobPicture } from './job-picture.tsx';
import { isActive, toJobView } from './job-view.ts';
import './job-tray.css';
import { cancelJob, retryJob, useTrayJobs } from './use-jobs.ts';

/** The strip at the foot of every screen: what runs now, how far, and, opened, everything of this person's. */
export function JobTray() {
  const t = useWords();
  const jobs = useTrayJobs();
  const isOpen = useLayout((state) => state.isTrayOpen) && jobs.length > 0;
  const first = jobs[0];
  return (
    <section className={first ? 'tray' : 'tray tray-idle'} aria-label={t('tray.name')}>
      {isOpen ? (
        <ul className="tray-list">
          {jobs.map((job) => (
            <TrayRow key={job.id} job={job} />
          ))}
        </ul>
      ) : null}
      <div className="tray-strip">
        {first ? <Strip job={first} /> : <span className="text-3">{t('tray.empty')}</span>}
        {first ? (
          <button
            type="button"
            className="tray-toggle end"
            aria-expanded={isOpen}
            aria-label={isOpen ? t('tray.close') : t('tray.open', { count: jobs.length })}
            onClick={() => useLayout.setState({ isTrayOpen: !isOpen })}
          >
            {jobs.length > 1 ? <Mono>+{jobs.length - 1}</Mono> : null}
            <Icon of={isOpen ? ChevronDown : ChevronUp} />
          </button>
        ) : null}
      </div>
      <Announcer job={first} />
    </section>
  );
}

function Strip({ job }: { job: Job }) {
  const t = useWords();
  const format = useFormat();
  const view = toJobView(job, useLiveJob(job.id), t);
  return (
    <>
      <JobPicture job={job} />
      <StatusMark mark={view.mark} progress={view.progress}>
        <b className="strong">{said(job.title)}</b>
        <span className="tray-detail" dir="auto">
          {view.detail || view.word}
        </span>
      </StatusMark>
      {isActive(job) ? (
        <span className="tray-bar">
          <ProgressBar value={view.progress} label={said(job.title)} />
        </span>
      ) : null}
      {isActive(job) && job.expectedSeconds !== null ? (
        <span className="text-3 tray-left">{format.about(job.expectedSeconds * (1 - view.progress))}</span>
      ) : null}
    </>
  );
}

function TrayRow({ job }: { job: Job }) {
  const t = useWords();
  const format = useFormat();
  const view = toJobView(job, useLiveJob(job.id), t);
  return (
    <li className="tray-row">
      <JobPicture job={job} />
      <span className="tray-title cut">
        {job.projectId ? <Link href={`/film/${job.projectId}/storyboard`}>{said(job.title)}</Link> : said(job.title)}
      </span>
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.word}
      </StatusMark>
      <span className="cut text-3 grow" dir="auto">
        {view.detail}
      </span>
      {isActive(job) ? (
        <span className="tray-bar">
          <ProgressBar value={view.progress} label={said(job.title)} />
        </span>
      ) : null}
      <span className="text-3 tray-when">{format.ago(job.finishedAt ?? job.createdAt)}</span>
      {isActive(job) ? (
        <IconButton
          size="dense"
          icon={X}
          label={t('job.cancelNamed', { title: said(job.title) })}
          onClick={() => void cancelJob(job)}
        />
      ) : null}
      {job.status === 'failed' ? (
        <IconButton
          size="dense"
          icon={RotateCcw}
          label={t('job.retryNamed', { title: said(job.title) })}
          onClick={() => void retryJob(job)}
        />
      ) : null}
    </li>
  );
}

/** Speaks rarely: when work starts, is half done, ends. */
function Announcer({ job }: { job: Job | undefined }) {
  const t = useWords();
  const spoken = useRef('');
  const region = useRef<HTMLParagraphElement>(null);
  const live = useLiveJob(job?.id);
  const view = job ? toJobView(job, live, t) : undefined;
  const stage = !job || !view ? '' : `${job.id} ${view.mark} ${view.mark === 'running' && view.progress >= 0.5}`;
  useEffect(() => {
    if (!stage || stage === spoken.current || !region.current) return;
    spoken.current = stage;
    region.current.textContent = `${said(job?.title ?? '')}: ${view?.word}${view?.mark === 'running' ? `, ${Math.round((view?.progress ?? 0) * 100)} %` : ''}`;
  }, [stage, job, view]);
  return <p ref={region} className="spoken" aria-live="polite" />;
}
