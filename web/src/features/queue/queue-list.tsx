import { useInfiniteQuery } from '@tanstack/react-query';
import { RotateCcw, X } from 'lucide-react';
import { type CSSProperties, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { type Job, projectsQuery } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { said, useFormat, useServerWords, useWords } from '../../app/words/index.ts';
import { IconButton, Mono, ProgressBar, StatusMark } from '../../ui/index.ts';
import type { Selection } from '../catalogue/use-selection.ts';
import { useVirtualRows } from '../catalogue/use-virtual-rows.ts';
import { cancelJob, isActive, JobPicture, retryJob, toJobView } from '../jobs/index.ts';
import type { QueueLine } from './row-plan.ts';
import { sayPlace, sayWait } from './wait-words.ts';

const ROW_HEIGHT = 56;
const ROWS_AHEAD = 30;

/** Jobs in the queue's order. Only the rows in sight are drawn, and they keep their places while the pointer is on them. */
export function QueueList({
  lines,
  selection,
  focusedId,
  onFocus,
  onHold,
  onRelease,
  fetchMore,
}: {
  lines: readonly QueueLine[];
  selection: Selection<Job>;
  focusedId: string | undefined;
  onFocus: (id: string) => void;
  onHold: () => void;
  onRelease: () => void;
  fetchMore: () => void;
}) {
  const t = useWords();
  const list = useRef<HTMLUListElement>(null);
  const { first, last } = useVirtualRows(list, lines.length, ROW_HEIGHT);
  const isNearEnd = last + ROWS_AHEAD >= lines.length;
  const more = useRef(fetchMore);
  more.current = fetchMore;
  useEffect(() => {
    if (isNearEnd && lines.length > 0) more.current();
  }, [isNearEnd, lines.length]);
  if (lines.length === 0) return null;
  return (
    <ul
      ref={list}
      className="queue"
      aria-label={t('nav.queue')}
      style={
        {
          '--queue-row': `${ROW_HEIGHT}px`,
          paddingBlockStart: first * ROW_HEIGHT,
          paddingBlockEnd: (lines.length - last) * ROW_HEIGHT,
        } as CSSProperties
      }
      onPointerEnter={onHold}
      onPointerLeave={onRelease}
    >
      {lines
        .slice(first, last)
        .map((line) =>
          line.kind === 'job' ? (
            <QueueRow
              key={line.job.id}
              job={line.job}
              isChosen={selection.has(line.job.id)}
              isFocused={focusedId === line.job.id}
              onFocus={() => onFocus(line.job.id)}
              onChoose={(isRange) => (isRange ? selection.extendTo(line.job) : selection.toggle(line.job))}
            />
          ) : (
            <ProjectLine key={`project ${line.projectId}`} projectId={line.projectId} count={line.count} />
          ),
        )}
    </ul>
  );
}

function ProjectLine({ projectId, count }: { projectId: string | null; count: number }) {
  const t = useWords();
  const { data: name } = useInfiniteQuery({
    ...projectsQuery,
    select: ({ pages }) => pages.flatMap((page) => page.items).find(({ id }) => id === projectId)?.name,
  });
  return (
    <li className="queue-project">
      <span className="strong cut" dir="auto">
        {projectId ? (
          <Link href={`/film/${projectId}/storyboard`}>{name ?? t('jobs.otherProject')}</Link>
        ) : (
          t('jobs.noProject')
        )}
      </span>
      <Mono>{count}</Mono>
    </li>
  );
}

function QueueRow({
  job,
  isChosen,
  isFocused,
  onFocus,
  onChoose,
}: {
  job: Job;
  isChosen: boolean;
  isFocused: boolean;
  onFocus: () => void;
  onChoose: (isRange: boolean) => void;
}) {
  const t = useWords();
  const format = useFormat();
  const fromServer = useServerWords();
  const canControl = useMay('jobs.control');
  const view = toJobView(job, useLiveJob(job.id), t);
  const waits = view.mark === 'running' ? '' : sayWait(job, t, format, fromServer);
  const credits = job.paidCredits ?? job.quotedCredits;
  return (
    <li
      className={`queue-row ${isChosen ? 'queue-chosen' : ''} ${isFocused ? 'queue-focused' : ''}`}
      data-row={job.id}
      onFocus={onFocus}
      onPointerEnter={onFocus}
    >
      {canControl ? (
        <input
          type="checkbox"
          className="check"
          checked={isChosen}
          aria-label={t('jobs.choose', { title: said(job.title) })}
          onChange={(event) => onChoose((event.nativeEvent as MouseEvent).shiftKey === true)}
        />
      ) : (
        <span />
      )}
      <JobPicture job={job} />
      <span className="queue-title">
        <span className="strong cut">
          <Link href={`/jobs/${job.id}`}>{said(job.title)}</Link>
        </span>
        <span className="small text-3 queue-detail cut" dir="auto">
          {waits || view.detail}
        </span>
      </span>
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.word}
      </StatusMark>
      <span className="queue-bar small text-3">
        {view.mark === 'running' ? (
          <ProgressBar value={view.progress} label={said(job.title)} />
        ) : (
          sayPlace(job, t, format)
        )}
      </span>
      <span className="small text-3">{format.ago(job.finishedAt ?? job.createdAt)}</span>
      <span className="small">
        <Mono>{credits ? t('price.credits', { count: credits }) : t('price.free')}</Mono>
        {job.priority === 0 ? null : (
          <span className="text-3">
            {' '}
            {t(job.priority > 0 ? 'jobs.high' : 'jobs.low', { value: Math.abs(job.priority) })}
          </span>
        )}
      </span>
      <span className="queue-acts">
        {canControl && isActive(job) ? (
          <IconButton
            icon={X}
            label={t('job.cancelNamed', { title: said(job.title) })}
            onClick={() => void cancelJob(job)}
          />
        ) : null}
        {canControl && job.status === 'failed' ? (
          <IconButton
            icon={RotateCcw}
            label={t('job.retryNamed', { title: said(job.title) })}
            onClick={() => void retryJob(job)}
          />
        ) : null}
      </span>
    </li>
  );
}
