import { useQuery } from '@tanstack/react-query';
import { meQuery, type OperatorQueues, operatorQueuesQuery } from '../../api/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useServerWords, useWords } from '../../app/words/index.ts';
import { EmptyState, Mono, Problem, StatusMark } from '../../ui/index.ts';
import './operator.css';
import { Load } from './queue-figures.tsx';

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
        <OrganizationTable organizations={organizations} />
      )}
    </div>
  );
}

function Figures({ queues: { mode, executors, slots } }: { queues: OperatorQueues }) {
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
    </section>
  );
}

const COLUMNS = ['organization', 'processing', 'pending', 'waiting', 'oldest', 'completed', 'failed'] as const;

function OrganizationTable({ organizations }: Pick<OperatorQueues, 'organizations'>) {
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
            <OrganizationRow key={one.id} of={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OrganizationRow({ of }: { of: OperatorQueues['organizations'][number] }) {
  const t = useWords();
  const format = useFormat();
  const figures = [of.processing, of.pending, of.waiting];
  return (
    <tr>
      <th scope="row">
        <span className="operator-name">
          <bdi>{of.name}</bdi>
          {of.isPaused ? <StatusMark mark="stale">{t('operator.held')}</StatusMark> : null}
        </span>
      </th>
      {figures.map((figure, place) => (
        <td key={COLUMNS[place + 1]}>
          <Mono>{format.number(figure)}</Mono>
        </td>
      ))}
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
