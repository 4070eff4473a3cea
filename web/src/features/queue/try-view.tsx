import { useQuery } from '@tanstack/react-query';
import { FileText, Film } from 'lucide-react';
import { Link } from 'wouter';
import { assetQuery, type JobTree } from '../../api/index.ts';
import { said, useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Icon, Mono, StatusMark } from '../../ui/index.ts';
import { JobLog } from './job-log.tsx';
import { Part } from './job-part.tsx';
import { sayFault } from './say-fault.ts';
import { useStepWords } from './step-words.ts';
import type { Try } from './tries.ts';
import { TRY_MARKS } from './try-tabs.tsx';

/** One try of a job: how it ended, what it did, what that cost, what it was given and made, and what happened meanwhile. */
export function TryView({ tree, of }: { tree: JobTree; of: Try }) {
  const t = useWords();
  const { attempt, pieces, costs, since, until } = of;
  const { steps = [] } = attempt;
  return (
    <>
      <Outcome of={attempt} />
      {steps.length > 0 ? (
        <Part title={t('jobs.steps')} level={3}>
          <Steps steps={steps} />
        </Part>
      ) : null}
      {pieces.length > 0 ? (
        <Part title={t('jobs.pieceTries')} level={3}>
          <PieceTries tree={tree} pieces={pieces} />
        </Part>
      ) : null}
      <Pictures title={t('jobs.inputs')} ids={tree.inputAssetIds} />
      {attempt.state === 'completed' ? <Pictures title={t('jobs.outputs')} ids={tree.outputAssetIds} /> : null}
      {costs.length > 0 ? (
        <Part title={t('jobs.spent')} level={3}>
          <Costs costs={costs} />
        </Part>
      ) : null}
      <Part title={t('jobs.log')} id="log" level={3}>
        <JobLog tree={tree} since={since} until={until} />
      </Part>
    </>
  );
}

function Outcome({ of: attempt }: { of: Try['attempt'] }) {
  const t = useWords();
  const format = useFormat();
  const { state, startedAt, seconds } = attempt;
  return (
    <p className="row row-wrap">
      <StatusMark mark={TRY_MARKS[state]}>{t(`jobs.attempt.${state}`)}</StatusMark>
      {attempt.errorCode ? <span dir="auto">{sayFault(attempt)}</span> : null}
      <span className="small text-3">
        {format.clock(startedAt)}
        {seconds === null ? null : <> · {format.seconds(seconds)}</>}
      </span>
    </p>
  );
}

const STEP_MARKS = { running: 'running', completed: 'done', failed: 'failed' } as const;

function Steps({ steps }: { steps: NonNullable<Try['attempt']['steps']> }) {
  const stepWords = useStepWords();
  const format = useFormat();
  return (
    <ol className="job-steps">
      {steps.map((step) => (
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
export function Pictures({ title, ids }: { title: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <Part title={title} level={3}>
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

/** The tries of its pieces that lie in this one. */
function PieceTries({ tree, pieces }: { tree: JobTree; pieces: Try['pieces'] }) {
  const t = useWords();
  const format = useFormat();
  const titles = titlesOf(tree);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-wrap" tabIndex={0} aria-label={t('jobs.pieceTries')}>
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
          {pieces.map((one) => (
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
                    {sayFault(one)}
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

function Costs({ costs }: Pick<Try, 'costs'>) {
  const t = useWords();
  const money = useMoney();
  return (
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
  );
}
