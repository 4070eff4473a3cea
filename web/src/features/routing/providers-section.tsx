import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type Connection, connectionsQuery } from '../../api/index.ts';
import { useMoney, useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Mono, Problem } from '../../ui/index.ts';
import { ConnectionDetail } from './connection-detail.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionHealth } from './connection-health.tsx';
import './routing.css';

/** S37 providers: accounts at vendors. `?connection=` opens one. */
export function ProvidersSection() {
  const t = useWords();
  const [search, setSearch] = useSearchParams();
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useQuery(connectionsQuery);
  const items = data?.items ?? [];
  const open = items.find(({ id }) => id === search.get('connection'));
  const provider = data?.providers.find(({ id }) => id === open?.provider);
  if (open && provider) return <ConnectionDetail key={open.id} connection={open} provider={provider} />;
  const add = (look: 'main' | 'quiet') => (
    <Button look={look} icon={Plus} onClick={() => setNew(true)}>
      {t('connections.new')}
    </Button>
  );
  const hasNone = data !== undefined && items.length === 0;
  return (
    <>
      <p className="text-2 settings-lead">{t('connections.lead')}</p>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {hasNone && !isNew ? <EmptyState sentence={t('connections.empty')}>{add('main')}</EmptyState> : null}
      <ul className="settings-list">
        {items.map((connection) => (
          <ConnectionLine key={connection.id} connection={connection} />
        ))}
      </ul>
      {isNew && data ? (
        <ConnectionForm
          providers={data.providers}
          onCancel={() => setNew(false)}
          onMade={({ id }) => {
            setNew(false);
            setSearch({ connection: id });
          }}
        />
      ) : null}
      {data && !hasNone && !isNew ? <div className="row">{add('quiet')}</div> : null}
    </>
  );
}

function ConnectionLine({ connection }: { connection: Connection }) {
  const { id, name, providerTitle, lastFour, account, month } = connection;
  const t = useWords();
  const money = useMoney();
  return (
    <li className="connection-line">
      <span className="grow cut">
        <Link className="strong connection-name" href={`/settings/providers?connection=${id}`}>
          <bdi>{name}</bdi>
        </Link>
        <span className="small text-3 connection-facts cut">
          {name === providerTitle ? null : <bdi>{providerTitle}</bdi>}
          {lastFour ? <Mono>{`•••• ${lastFour}`}</Mono> : null}
          {account ? <bdi>{account}</bdi> : null}
        </span>
      </span>
      <span className="connection-month">
        {month.costMicros > 0 ? <Mono>{money.micros(month.currency, month.costMicros)}</Mono> : null}
        <span className="small text-3">{t('connections.answers', { count: month.finished })}</span>
      </span>
      <ConnectionHealth connection={connection} />
    </li>
  );
}
