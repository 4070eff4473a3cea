import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { API_BASE, call } from '../../api/index.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Button, Field, Icon, Problem, Select, TextInput } from '../../ui/index.ts';
import { AUDIT_ACTIONS, sentenceOfEntry } from './activity-line.ts';

type Filter = { userId: string; action: string; from: string; to: string };
const NO_FILTER: Filter = { userId: '', action: '', from: '', to: '' };

/** Who did what, newest first; what is written while it is open arrives by itself. */
export function ActivitySection() {
  const t = useWords();
  const format = useFormat();
  const money = useMoney();
  const [filter, setFilter] = useState(NO_FILTER);
  const log = useActivity(filter);
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <>
      <p className="text-2 settings-lead">{t('activity.lead')}</p>
      <ActivityFilter filter={filter} onChange={(change) => setFilter({ ...filter, ...change })} />
      {log.error ? <Problem error={log.error} onRetry={() => void log.refetch()} /> : null}
      {log.data && items.length === 0 ? (
        <p className="text-3" role="status">
          {t(isFiltered ? 'activity.none' : 'activity.empty')}
        </p>
      ) : null}
      <ul className="settings-list">
        {items.map((entry) => (
          <li key={entry.id}>
            <span className="grow">{sentenceOfEntry(entry, t, money)}</span>
            <time
              className="small text-3"
              dateTime={entry.at}
              title={`${format.day(entry.at)} ${format.clock(entry.at)}`}
            >
              {format.ago(entry.at)}
            </time>
          </li>
        ))}
      </ul>
      {log.hasNextPage ? (
        <div className="row">
          <Button onClick={() => void log.fetchNextPage()}>{t('do.more')}</Button>
        </div>
      ) : null}
    </>
  );
}

function useActivity(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      call('listAudit', { query: { limit: 50, ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
}

function ActivityFilter({ filter, onChange }: { filter: Filter; onChange: (change: Partial<Filter>) => void }) {
  const t = useWords();
  const members = useQuery({ queryKey: ['members'], queryFn: () => call('listMembers') });
  const chosen = Object.entries(filter).filter(([, value]) => value !== '');
  return (
    <div className="row row-wrap activity-filter">
      <Field label={t('activity.person')}>
        <Select value={filter.userId} onChange={(event) => onChange({ userId: event.target.value })}>
          <option value="">{t('activity.everybody')}</option>
          {members.data?.items.map(({ userId, name }) => (
            <option key={userId} value={userId}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('activity.kind')}>
        <Select value={filter.action} onChange={(event) => onChange({ action: event.target.value })}>
          <option value="">{t('activity.everyKind')}</option>
          {AUDIT_ACTIONS.map((action) => (
            <option key={action} value={action}>
              {t(`activity.kind.${action}`)}
            </option>
          ))}
        </Select>
      </Field>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(`activity.${end}`)}>
          <TextInput type="date" value={filter[end]} onChange={(event) => onChange({ [end]: event.target.value })} />
        </Field>
      ))}
      <a className="button" href={`${API_BASE}/audit-export?${new URLSearchParams(chosen)}`} download>
        <Icon of={Download} />
        {t('activity.csv')}
      </a>
    </div>
  );
}
