import { useQuery } from '@tanstack/react-query';
import { RotateCcw, Trash2, X } from 'lucide-react';
import { Link, useLocation, useParams } from 'wouter';
import { ApiError, type Job, type JobTree, jobQuery } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { said, useFormat, useServerWords, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, IconButton, Mono, Problem, ProgressBar, StatusMark } from '../../ui/index.ts';
import { cancelJob, isActive, JobPicture, retryJob, toJobView } from '../jobs/index.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';
import './job.css';
import { JobLog } from './job-log.tsx';
import { Part } from './job-part.tsx';
import { orderLeaves } from './order-leaves.ts';
import { toTries } from './tries.ts';
import { TryTabs } from './try-tabs.tsx';
import { Pictures, TryView } from './try-view.tsx';
import { useQueueActs } from './use-queue-acts.ts';
import { sayPlace, sayWait } from './wait-words.ts';

/** S30: one job, what it did step by step, what it cost, what it was given and what it made. */
export function JobScreen() {
  const { id = '' } = useParams();
  const tree = useQuery(jobQuery(id));
  if (tree.error instanceof ApiError && [404, 422].includes(tree.error.status)) return <NotFound />;
  if (tree.error && !tree.data) return <Problem error={tree.error} onRetry={() => void tree.refetch()} />;
  return tree.data ? <JobPage tree={tree.data} /> : null;
}

function JobPage({ tree }: { tree: JobTree }) {
  const t = useWords();
  const { job, leaves } = tree;
  return (
    <Screen title={said(job.title)} actions={<JobActs job={job} />}>
      <div className="job">
        <JobHead job={job} />
        {job.status === 'waiting' && job.waitingReason === 'unknown_outcome' ? <UnknownOutcome job={job} /> : null}
        {leaves.length > 0 ? (
          <Part title={t('jobs.leaves')}>
            <ul className="job-leaves">
              {orderLeaves(leaves).map((leaf) => (
                <LeafRow key={leaf.id} leaf={leaf} />
              ))}
            </ul>
          </Part>
        ) : null}
        <Part title={t('jobs.attempts')}>
          <Tries tree={tree} />
        </Part>
        <Part title={t('jobs.money')}>
          <Money tree={tree} />
        </Part>
      </div>
    </Screen>
  );
}

/** What each try did; of a job nobody has begun, what it was given and the log that says so. */
function Tries({ tree }: { tree: JobTree }) {
  const t = useWords();
  const tries = toTries(tree);
  if (tries.length > 0) return <TryTabs tries={tries}>{(one) => <TryView tree={tree} of={one} />}</TryTabs>;
  return (
    <>
      <p className="text-3">{t('jobs.noAttempts')}</p>
      <Pictures title={t('jobs.inputs')} ids={tree.inputAssetIds} />
      <Part title={t('jobs.log')} id="log" level={3}>
        <JobLog tree={tree} />
      </Part>
    </>
  );
}

function JobActs({ job }: { job: Job }) {
  const t = useWords();
  const act = useQueueActs();
  const [, navigate] = useLocation();
  const canControl = useMay('jobs.control');
  return (
    <>
      {job.parentJobId ? <ButtonLink href={`/jobs/${job.parentJobId}`}>{t('jobs.parent')}</ButtonLink> : null}
      {job.projectId ? <ButtonLink href={`/film/${job.projectId}/storyboard`}>{t('jobs.film')}</ButtonLink> : null}
      {canControl && isActive(job) ? (
        <Button icon={X} onClick={() => void cancelJob(job)}>
          {t('do.cancel')}
        </Button>
      ) : null}
      {canControl && ['failed', 'cancelled'].includes(job.status) ? (
        <Button look="main" icon={RotateCcw} onClick={() => void retryJob(job)}>
          {t('jobs.retryRest')}
        </Button>
      ) : null}
      {canControl && !job.parentJobId && !isActive(job) ? (
        <IconButton
          icon={Trash2}
          label={t('jobs.key.delete')}
          onClick={() => {
            navigate('/queue');
            void act('delete', [job]);
          }}
        />
      ) : null}
    </>
  );
}

function JobHead({ job }: { job: Job }) {
  const t = useWords();
  const format = useFormat();
  const fromServer = useServerWords();
  const view = toJobView(job, useLiveJob(job.id), t);
  const waits = sayWait(job, t, format, fromServer);
  return (
    <header className="job-head">
      <JobPicture job={job} />
      <span className="job-state">
        <StatusMark mark={view.mark} progress={view.progress}>
          {view.word}
        </StatusMark>
        <span className="text-3" dir="auto">
          {waits || view.detail}
        </span>
        <span className="small text-3">{sayPlace(job, t, format)}</span>
      </span>
      {view.mark === 'running' ? <ProgressBar value={view.progress} label={said(job.title)} /> : null}
      <dl className="job-facts small">
        <Fact name={t('jobs.made')}>{format.ago(job.createdAt)}</Fact>
        {job.startedAt ? <Fact name={t('jobs.began')}>{format.ago(job.startedAt)}</Fact> : null}
        {job.finishedAt ? <Fact name={t('jobs.ended')}>{format.ago(job.finishedAt)}</Fact> : null}
        <Fact name={t('jobs.kind')}>
          <Mono>{job.kind}</Mono>
        </Fact>
        <Fact name={t('jobs.priority')}>
          <Mono>{job.priority}</Mono>
        </Fact>
        <Fact name={t('jobs.id')}>
          <Mono>{job.id}</Mono>
        </Fact>
      </dl>
    </header>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LeafRow({ leaf }: { leaf: Job }) {
  const t = useWords();
  const format = useFormat();
  const fromServer = useServerWords();
  const view = toJobView(leaf, useLiveJob(leaf.id), t);
  return (
    <li>
      <JobPicture job={leaf} />
      <Link href={`/jobs/${leaf.id}`} className="cut">
        {said(leaf.title)}
      </Link>
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.word}
      </StatusMark>
      <span className="small text-3 cut" dir="auto">
        {sayWait(leaf, t, format, fromServer) || view.detail}
      </span>
    </li>
  );
}

/** The price agreed to against what was paid, then the books; real money stands with the try that spent it. */
function Money({ tree }: { tree: JobTree }) {
  const t = useWords();
  const format = useFormat();
  const { job, ledger } = tree;
  return (
    <>
      <dl className="job-facts">
        <Fact name={t('jobs.quoted')}>{t('price.credits', { count: job.quotedCredits })}</Fact>
        {job.paidCredits === null ? null : (
          <Fact name={t('jobs.paid')}>{t('price.credits', { count: job.paidCredits })}</Fact>
        )}
      </dl>
      {ledger.length > 0 ? (
        <ul className="job-lines small">
          {ledger.map(({ kind, amount, at }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of the books never move
            <li key={place}>
              <span>{t(`jobs.ledger.${kind}` as 'jobs.ledger.hold')}</span>{' '}
              <Mono>{t('price.credits', { count: amount })}</Mono> <span className="text-3">{format.clock(at)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
