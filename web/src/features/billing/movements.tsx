import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import { API_BASE, type CreditMovement } from '../../api/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Icon, Mono, Problem } from '../../ui/index.ts';
import { MovementFilterBar } from './movement-filter.tsx';
import { type MovementFilter, movementsQuery, readFilter, toQuery } from './queries.ts';

/** Every line of the wallet, newest first, with the balance it left. */
export function Movements() {
  const t = useWords();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const list = useInfiniteQuery({ ...movementsQuery(filter), placeholderData: (before) => before });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: MovementFilter) =>
    setSearch(new URLSearchParams(next as Record<string, string>), { replace: true });
  return (
    <section className="settings-part" aria-labelledby="movements">
      <div className="row row-wrap">
        <h3 className="title grow" id="movements">
          {t('billing.movements')}
        </h3>
        <a className="button" href={`${API_BASE}/transaction-export${toQuery(filter)}`} download>
          <Icon of={Download} />
          {t('billing.csv')}
        </a>
      </div>
      <MovementFilterBar filter={filter} onChange={change} />
      {list.error ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && items.length === 0 ? (
        <EmptyState sentence={t('billing.noMovement')}>
          <Button onClick={() => change({})}>{t('billing.showAll')}</Button>
        </EmptyState>
      ) : null}
      {items.length > 0 ? <MovementTable items={items} /> : null}
      {list.hasNextPage ? (
        <div className="row">
          <Button onClick={() => void list.fetchNextPage()}>{t('do.more')}</Button>
        </div>
      ) : null}
    </section>
  );
}

function MovementTable({ items }: { items: readonly CreditMovement[] }) {
  const t = useWords();
  return (
    <table className="table movements">
      <thead>
        <tr>
          <th>{t('billing.column.what')}</th>
          <th>{t('billing.column.who')}</th>
          <th>{t('billing.column.when')}</th>
          <th className="movement-number">{t('billing.column.credits')}</th>
          <th className="movement-number">{t('credits.balance')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((movement) => (
          <MovementRow key={movement.id} movement={movement} />
        ))}
      </tbody>
    </table>
  );
}

function MovementRow({ movement }: { movement: CreditMovement }) {
  const t = useWords();
  const said = useSaid();
  const format = useFormat();
  const { amount, projectId, projectName } = movement;
  const sign = amount > 0 ? '+' : '−';
  return (
    <tr>
      <td className="movement-what">
        <span className="small text-3">{t(`billing.kind.${movement.kind}`)}</span>
        <span className="cut" dir="auto">
          {projectId ? <Link href={`/film/${projectId}/storyboard`}>{said(movement.note)}</Link> : said(movement.note)}
        </span>
        {projectName && projectName !== movement.note ? <bdi className="small text-3 cut">{projectName}</bdi> : null}
      </td>
      <td className="movement-who">{movement.personName ? <bdi>{movement.personName}</bdi> : null}</td>
      <td className="small text-3 movement-when">
        <time dateTime={movement.at}>{format.ago(movement.at)}</time>
      </td>
      <td className="movement-number">
        <Mono>
          {sign}
          {format.number(Math.abs(amount))}
        </Mono>
      </td>
      <td className="movement-number text-3">
        <Mono>{format.number(movement.balanceAfter)}</Mono>
      </td>
    </tr>
  );
}
