import type { Connection } from '../../api/index.ts';
import { useFormat, useWords, type WordKey, type Words } from '../../app/words/index.ts';
import { StatusMark } from '../../ui/index.ts';

const TOLD: readonly string[] = ['auth', 'no_credit', 'rate_limited'];

/** What the last look said, in words: a refusal by its kind where a person can do something about it. */
export function healthWords({ health }: Pick<Connection, 'health'>, t: Words): string {
  if (health.state !== 'refused') return t(`connections.health.${health.state}`);
  const kind = TOLD.includes(health.fault ?? '') ? health.fault : 'other';
  return t(`connections.fault.${kind}` as WordKey);
}

/** On or off, and whether the vendor took the key when it was last tried. The operator's are not ours to look at. */
export function ConnectionHealth({ connection }: { connection: Connection }) {
  const t = useWords();
  const format = useFormat();
  const { health, isEnabled, isOperators } = connection;
  if (isOperators && !health.pause)
    return <span className="small text-3 connection-health">{t('connections.operators')}</span>;
  if (!isEnabled) return <StatusMark mark="cancelled">{t('connections.off')}</StatusMark>;
  const mark = { works: 'passed', refused: 'failed', unreachable: 'stale', unknown: 'queued' } as const;
  return (
    <span className="connection-health">
      <StatusMark mark={health.pause ? 'stale' : mark[health.state]}>
        {health.pause
          ? t(`connections.paused.${health.pause.why}`, { time: format.clock(health.pause.until) })
          : healthWords(connection, t)}
      </StatusMark>
      {health.checkedAt ? (
        <span className="small text-3">{t('connections.checked', { when: format.ago(health.checkedAt) })}</span>
      ) : null}
    </span>
  );
}
