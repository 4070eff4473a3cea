import type { QueueStatus } from '../../api/index.ts';
import { useFormat, useServerWords, useWords } from '../../app/words/index.ts';
import { Mono, StatusMark } from '../../ui/index.ts';

/** How much of each kind of place is taken, at our own engine and at each account, and what the last hour gave. */
export function QueueFigures({ status }: { status: QueueStatus }) {
  const t = useWords();
  const format = useFormat();
  const fromServer = useServerWords();
  return (
    <section className="queue-figures" aria-label={t('jobs.figures')}>
      {status.organization.total === null ? null : (
        <Load name={t('jobs.ownLimit')} used={status.organization.used} total={status.organization.total} />
      )}
      {status.slots.map(({ kind, used, total }) => (
        <Load key={kind} name={fromServer(`lane.${kind}`, kind)} used={used} total={total} />
      ))}
      {status.connections.map(({ id, name, used, total }) => (
        <Load key={id} name={name} used={used} total={total} />
      ))}
      <span className="small text-3">
        {t('jobs.lastHour', { done: status.lastHour.completed, failed: status.lastHour.failed })}
      </span>
      {status.executors === 0 ? (
        <StatusMark mark="stale">{t('jobs.noExecutors')}</StatusMark>
      ) : (
        <span className="small text-3">
          {t('jobs.executors', { count: status.executors })}
          {status.oldestPendingSeconds === null ? null : (
            <> · {t('jobs.oldest', { time: format.about(status.oldestPendingSeconds) })}</>
          )}
        </span>
      )}
    </section>
  );
}

/** One kind of place, or one account: how many are taken of how many. */
export function Load({ name, used, total }: { name: string; used: number; total: number }) {
  return (
    <span className="queue-load small">
      <span dir="auto">{name}</span>
      <span className="queue-meter" aria-hidden="true">
        <span style={{ inlineSize: `${total === 0 ? 0 : Math.min(100, (used / total) * 100)}%` }} />
      </span>
      <Mono>
        {used} / {total}
      </Mono>
    </span>
  );
}
