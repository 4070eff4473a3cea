import { useQuery } from '@tanstack/react-query';
import { meQuery, type OperatorQueues, operatorQueuesQuery } from '../../api/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useServerWords, useWords } from '../../app/words/index.ts';
import { EmptyState, Mono, Problem, StatusMark } from '../../ui/index.ts';
import './operator.css';
import { Load } from './queue-figures.tsx';
import { RunningLimit } from './running-limit.tsx';

/** The queues of all organizations, for whoever runs the studio: how full it is, and with whose work. */
export function OperatorQueuesScreen() {
  const t = useWords();
  const me = useQuery(meQuery);
  const isOperator = me.data?.user?.isOperator === true;
  const queues = useQuery({ ...operatorQueuesQuery, enabled: isOperator });
  if (me.data && !isOperator) return <NotFound />;
  return (
    <Screen title={t('operator.queues')}>
      {queues.error && !queues.data ? <Problem error={queues.error} onRetry={() => void queues.refetch()} /> : null}
      {queues.data ? <Queues queues={queues.data} /> : null}
    </Screen>
  );
}

function Queues({ queues }: { queues: OperatorQueues }) {
  const t = useWords();
  const { organizations } = queues;
  return (
    <div className="operator">
      <p className="text-3">{t('operator.about')}</p>
      <Figures queues={queues} />
      {organizations.length === 0 ? (
        <EmptyState sentence={t('operator.quiet')} />
      ) : (
        <OrganizationTable queues={queues} />
      )}
    </div>
  );
}

function Figures({ queues: { mode, executors, slots, maxRunning } }: { queues: OperatorQueues }) {
  const t = useWords();
  const fromServer = useServerWords();
  return (
    <section className="operator-figures" aria-label={t('jobs.figures')}>
      {mode === 'open' ? null : <StatusMark mark="stale">{t(`jobs.mode.${mode}`)}</StatusMark>}
      {slots.map(({ kind, used, total }) => (
        <Load key={kind} name={fromServer(`lane.${kind}`, kind)} used={used} total={total} />
      ))}
      {executors === 0 ? (
        <StatusMark mark="stale">{t('jobs.noExecutors')}</StatusMark>
      ) : (
        <span className="small text-3">{t('jobs.executors', { count: executors })}</span>
      )}
      <span className="operator-limit small">
        {t('operator.limitForAll')}{' '}
        <RunningLimit label={t('operator.limitForAll')} value={maxRunning} organizationId={null} />
      </span>
    </section>
  );
}

const COLUMNS = ['organization', 'processing', 'limit', 'pending', 'waiting', 'oldest', 'completed', 'failed'] as const;

function OrganizationTable({ queues: { organizations, maxRunning } }: { queues: OperatorQueues }) {
  const t = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-wrap" tabIndex={0} aria-label={t('operator.queues')}>
      <table className="table">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`operator.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {organizations.map((one) => (
            <OrganizationRow key={one.id} of={one} limitForAll={maxRunning} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OrganizationRow({
  of,
  limitForAll,
}: {
  of: OperatorQueues['organizations'][number];
  limitForAll: number | null;
}) {
  const t = useWords();
  const format = useFormat();
  return (
    <tr>
      <th scope="row">
        <span className="operator-name">
          <bdi>{of.name}</bdi>
          {of.isPaused ? <StatusMark mark="stale">{t('operator.held')}</StatusMark> : null}
        </span>
      </th>
      <td>
        <Mono>{format.number(of.processing)}</Mono>
      </td>
      <td>
        <RunningLimit
          label={t('operator.limitOf', { name: of.name })}
          value={of.maxRunning}
          usual={limitForAll}
          organizationId={of.id}
        />
      </td>
      <td>
        <Mono>{format.number(of.pending)}</Mono>
      </td>
      <td>
        <Mono>{format.number(of.waiting)}</Mono>
      </td>
      <td>{of.oldestPendingSeconds === null ? '' : format.about(of.oldestPendingSeconds)}</td>
      <td>
        <Mono>{format.number(of.lastHour.completed)}</Mono>
      </td>
      <td>
        <Mono>{format.number(of.lastHour.failed)}</Mono>
      </td>
    </tr>
  );
}
