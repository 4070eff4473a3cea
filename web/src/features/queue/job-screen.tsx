import { useQuery } from '@tanstack/react-query';
import { FileText, Film, RotateCcw, X } from 'lucide-react';
import { Link, useParams } from 'wouter';
import { ApiError, assetQuery, type Job, type JobTree, jobQuery } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { said, sayCode, useFormat, useMoney, useServerWords, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Icon, Mono, Problem, ProgressBar, StatusMark } from '../../ui/index.ts';
import { cancelJob, isActive, JobPicture, retryJob, toJobView } from '../jobs/index.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';
import { JobLog } from './job-log.tsx';
import './job.css';
import { orderLeaves } from './order-leaves.ts';
import { useStepWords } from './step-words.ts';
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
        <Part title={t('jobs.steps')}>
          <Steps tree={tree} />
        </Part>
        <Pictures title={t('jobs.inputs')} ids={tree.inputAssetIds} />
        <Pictures title={t('jobs.outputs')} ids={tree.outputAssetIds} />
        <Part title={t('jobs.attempts')}>
          <Attempts tree={tree} />
        </Part>
        <Part title={t('jobs.money')}>
          <Money tree={tree} />
        </Part>
        <Part title={t('jobs.log')} id="log">
          <JobLog tree={tree} />
        </Part>
      </div>
    </Screen>
  );
}

function Part({ title, id, children }: { title: string; id?: string; children: React.ReactNode }) {
  return (
    <section className="job-part" id={id}>
      <h2 className="h2">{title}</h2>
      {children}
    </section>
  );
}

function JobActs({ job }: { job: Job }) {
  const t = useWords();
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

const STEP_MARKS = { running: 'running', completed: 'done', failed: 'failed' } as const;

function Steps({ tree }: { tree: JobTree }) {
  const t = useWords();
  const stepWords = useStepWords();
  const format = useFormat();
  if (tree.steps.length === 0) return <p className="text-3">{t('jobs.noSteps')}</p>;
  return (
    <ol className="job-steps">
      {tree.steps.map((step) => (
        <li key={`${step.name} ${step.startedAt}`}>
          <StatusMark mark={STEP_MARKS[step.status]}>
            <span dir="auto">{stepWords(step.name)}</span>
          </StatusMark>
          <span className="small text-3">{step.seconds === null ? '' : format.seconds(step.seconds)}</span>
        </li>
      ))}
    </ol>
  );
}

const MOST_PICTURES = 24;

/** Files as pictures; what has no picture of its own is named. */
function Pictures({ title, ids }: { title: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="job-pictures">
        {ids.slice(0, MOST_PICTURES).map((id) => (
          <li key={id}>
            <Picture id={id} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Picture({ id }: { id: string }) {
  const { data } = useQuery(assetQuery(id));
  if (!data) return <span className="thumb" />;
  return (
    <Link href={`/library/assets/${id}`} className="job-picture">
      {data.thumbnailUrl ? (
        <img src={data.thumbnailUrl} alt="" loading="lazy" />
      ) : (
        <span className="job-file text-3">
          <Icon of={data.kind === 'video' ? Film : FileText} />
        </span>
      )}
      <span className="small cut" dir="auto">
        {data.name}
      </span>
    </Link>
  );
}

function Attempts({ tree }: { tree: JobTree }) {
  const t = useWords();
  const format = useFormat();
  const titles = titlesOf(tree);
  if (tree.attempts.length === 0) return <p className="text-3">{t('jobs.noAttempts')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-wrap" tabIndex={0} aria-label={t('jobs.attempts')}>
      <table className="table">
        <thead>
          <tr>
            {(['what', 'run', 'attempt', 'state', 'time'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`jobs.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tree.attempts.map((one) => (
            <tr key={`${one.jobId} ${one.startedAt}`}>
              <td dir="auto">{titles.get(one.jobId)}</td>
              <td>
                <Mono>{one.run}</Mono>
              </td>
              <td>
                <Mono>{one.attempt}</Mono>
              </td>
              <td>
                {t(`jobs.attempt.${one.state}`)}
                {one.errorCode ? (
                  <span className="small text-3" dir="auto">
                    {' '}
                    {sayCode(one.errorCode, {}, one.errorCode)}
                  </span>
                ) : null}
              </td>
              <td>{one.seconds === null ? '' : format.seconds(one.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const titlesOf = ({ job, leaves }: JobTree) => new Map([job, ...leaves].map(({ id, title }) => [id, said(title)]));

/** The price agreed to against what was paid, then real money, then the books. */
function Money({ tree }: { tree: JobTree }) {
  const t = useWords();
  const money = useMoney();
  const format = useFormat();
  const { job, costs, ledger } = tree;
  return (
    <>
      <dl className="job-facts">
        <Fact name={t('jobs.quoted')}>{t('price.credits', { count: job.quotedCredits })}</Fact>
        {job.paidCredits === null ? null : (
          <Fact name={t('jobs.paid')}>{t('price.credits', { count: job.paidCredits })}</Fact>
        )}
      </dl>
      {costs.length > 0 ? (
        <ul className="job-lines">
          {costs.map(({ provider, model, cost, isFinal }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of the books never move
            <li key={place}>
              <bdi>
                {provider} {model}
              </bdi>{' '}
              <Mono>{money.micros(cost.currency, cost.micros)}</Mono>
              {isFinal ? null : <span className="text-3"> {t('jobs.expected')}</span>}
            </li>
          ))}
        </ul>
      ) : null}
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
