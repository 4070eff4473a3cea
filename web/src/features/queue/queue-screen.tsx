import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Pause, Play, RotateCcw, X } from 'lucide-react';
import { Link } from 'wouter';
import { call, type Job, jobsQueryOf, queueStatusQuery } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useSaid, useServerWords, useWords } from '../../app/words/index.ts';
import {
  Button,
  EmptyState,
  IconButton,
  Mono,
  Problem,
  ProgressBar,
  StatusMark,
  toastProblem,
} from '../../ui/index.ts';
import { cancelJob, isActive, JobPicture, retryJob, toJobView } from '../jobs/index.ts';
import { ScopeFilter, useScope } from '../projects/index.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';
import './queue.css';

/** S29, the simple form: every job with why it waits, how far it is, how it ended. */
export function QueueScreen() {
  const t = useWords();
  const [scope, setScope] = useScope();
  const jobs = useInfiniteQuery(jobsQueryOf(scope));
  const said = useSaid();
  const { data: status } = useQuery(queueStatusQuery);
  const all = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Screen
      title={t('nav.queue')}
      actions={<QueueControl />}
      banner={status?.notice ? <QueueNotice sentence={said(status.notice)} /> : undefined}
    >
      {jobs.error && !jobs.data ? <Problem error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      <div className="queue-filter">
        <ScopeFilter scope={scope} onChange={setScope} />
      </div>
      {jobs.data && all.length === 0 ? (
        <EmptyState sentence={t(scope === 'mine' ? 'queue.emptyMine' : 'queue.empty')} />
      ) : null}
      {all.length > 0 ? (
        <ul className="queue">
          {all.map((job) => (
            <QueueRow key={job.id} job={job} />
          ))}
        </ul>
      ) : null}
      {jobs.hasNextPage ? (
        <p className="queue-more">
          <Button onClick={() => void jobs.fetchNextPage()}>{t('do.more')}</Button>
        </p>
      ) : null}
    </Screen>
  );
}

/** Why less is started than could be, such as a full disk. */
function QueueNotice({ sentence }: { sentence: string }) {
  return (
    <div className="banner" role="status">
      <StatusMark mark="stale" />
      <p className="grow" dir="auto">
        {sentence}
      </p>
    </div>
  );
}

function QueueControl() {
  const t = useWords();
  const fromServer = useServerWords();
  const canControl = useMay('queue.control');
  const { data: status, refetch } = useQuery(queueStatusQuery);
  const pause = useMutation({
    mutationFn: (isPaused: boolean) => call('setQueuePaused', { body: { isPaused } }),
    onSuccess: () => refetch(),
    onError: toastProblem,
  });
  if (!status) return null;
  return (
    <>
      <span className="small text-3 queue-slots">
        {status.slots.map((slot) => (
          <span key={slot.kind}>
            <bdi>{fromServer(`lane.${slot.kind}`, slot.kind)}</bdi>{' '}
            <Mono>
              {slot.used} / {slot.total}
            </Mono>
          </span>
        ))}
      </span>
      {canControl ? (
        <Button
          icon={status.isPaused ? Play : Pause}
          disabled={pause.isPending}
          onClick={() => pause.mutate(!status.isPaused)}
        >
          {t(status.isPaused ? 'queue.resume' : 'queue.pause')}
        </Button>
      ) : null}
    </>
  );
}

function QueueRow({ job }: { job: Job }) {
  const t = useWords();
  const format = useFormat();
  const canControl = useMay('jobs.control');
  const view = toJobView(job, useLiveJob(job.id), t);
  return (
    <li className="queue-row">
      <JobPicture job={job} />
      <span className="queue-title">
        <span className="strong cut" dir="auto">
          {job.projectId ? <Link href={`/film/${job.projectId}/storyboard`}>{job.title}</Link> : job.title}
        </span>
        <span className="small text-3 queue-detail" dir="auto">
          {view.detail}
        </span>
      </span>
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.word}
      </StatusMark>
      <span className="queue-bar">
        {isActive(job) ? <ProgressBar value={view.progress} label={job.title} /> : null}
      </span>
      <span className="small text-3">{format.ago(job.finishedAt ?? job.createdAt)}</span>
      <span className="small">
        <Mono>
          {(job.paidCredits ?? job.quotedCredits)
            ? t('price.credits', { count: job.paidCredits ?? job.quotedCredits })
            : t('price.free')}
        </Mono>
      </span>
      <span className="queue-acts">
        {canControl && isActive(job) ? (
          <IconButton icon={X} label={t('job.cancelNamed', { title: job.title })} onClick={() => void cancelJob(job)} />
        ) : null}
        {canControl && job.status === 'failed' ? (
          <IconButton
            icon={RotateCcw}
            label={t('job.retryNamed', { title: job.title })}
            onClick={() => void retryJob(job)}
          />
        ) : null}
      </span>
      {job.status === 'waiting' && job.waitingReason === 'unknown_outcome' ? (
        <div className="queue-unknown">
          <UnknownOutcome job={job} />
        </div>
      ) : null}
    </li>
  );
}
