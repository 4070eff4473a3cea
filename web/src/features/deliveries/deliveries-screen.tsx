import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, X } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import {
  type Delivery,
  type DeliveryFilter,
  type DeliveryPreset,
  deliveriesQuery,
  deliveryPresetsQuery,
} from '../../api/index.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import {
  Button,
  ButtonLink,
  Check,
  EmptyState,
  IconButton,
  Mono,
  Problem,
  Select,
  StatusMark,
} from '../../ui/index.ts';
import './deliveries.css';
import { saveAs, saveZip } from './hand-over.ts';
import { PREFLIGHT_MARKS } from './preflight-list.tsx';

const WAYS: readonly Delivery['way'][] = ['download', 'zip', 'marked'];
/** As many as one zip holds. */
const MOST_CHOSEN = 100;

/** S34: what went out, when, by whom and to whom, from which cut; chosen ones come as one zip again. */
export function DeliveriesScreen() {
  const t = useWords();
  const [filter, setFilter] = useFilter();
  const list = useInfiniteQuery(deliveriesQuery(filter));
  const { data: table } = useQuery(deliveryPresetsQuery);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const toggle = (id: string) =>
    setChosen((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  const marked = items.filter(({ id }) => chosen.has(id));
  const presets = table?.items ?? [];
  return (
    <Screen
      title={t('nav.deliveries')}
      footer={marked.length > 0 ? <ChosenBar deliveries={marked} onClear={() => setChosen(new Set())} /> : undefined}
    >
      {list.error && !list.data ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && items.length === 0 && !isFiltered ? (
        <EmptyState sentence={t('deliveries.empty')}>
          <ButtonLink look="main" href="/projects">
            {t('nav.projects')}
          </ButtonLink>
        </EmptyState>
      ) : null}
      {items.length > 0 || isFiltered ? (
        <div className="deliveries">
          <FilterBar filter={filter} presets={presets} items={items} onFilter={setFilter} />
          {list.data && items.length === 0 ? <p className="text-3">{t('deliveries.none')}</p> : null}
          <ul className="deliveries-list">
            {items.map((delivery) => (
              <Row
                key={delivery.id}
                delivery={delivery}
                name={presets.find(({ id }) => id === delivery.placement.presetId)?.name ?? null}
                isChosen={chosen.has(delivery.id)}
                isHeld={chosen.size >= MOST_CHOSEN && !chosen.has(delivery.id)}
                onChoose={() => toggle(delivery.id)}
              />
            ))}
          </ul>
          {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{t('do.more')}</Button> : null}
        </div>
      ) : null}
    </Screen>
  );
}

/** The filter stands in the address. */
function useFilter(): [DeliveryFilter, (change: DeliveryFilter) => void] {
  const [search, setSearch] = useSearchParams();
  const filter: DeliveryFilter = {
    projectId: search.get('project') ?? undefined,
    presetId: search.get('network') ?? undefined,
    way: search.get('way') ?? undefined,
    older: search.get('older') === null ? undefined : true,
  };
  const setFilter = (change: DeliveryFilter) => {
    const { projectId, presetId, way, older } = { ...filter, ...change };
    const entries = Object.entries({ project: projectId, network: presetId, way, older: older ? '1' : undefined });
    setSearch(Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)), {
      replace: true,
    });
  };
  return [filter, setFilter];
}

function FilterBar({
  filter,
  presets,
  items,
  onFilter,
}: {
  filter: DeliveryFilter;
  presets: readonly DeliveryPreset[];
  items: readonly Delivery[];
  onFilter: (change: DeliveryFilter) => void;
}) {
  const t = useWords();
  const film = items.find(({ projectId }) => projectId === filter.projectId)?.projectName;
  return (
    <div className="row row-wrap deliveries-filter">
      <Select
        aria-label={t('deliveries.network')}
        value={filter.presetId ?? ''}
        onChange={(event) => onFilter({ presetId: event.target.value || undefined })}
      >
        <option value="">{t('deliveries.allNetworks')}</option>
        {presets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('deliveries.way')}
        value={filter.way ?? ''}
        onChange={(event) => onFilter({ way: event.target.value || undefined })}
      >
        <option value="">{t('deliveries.allWays')}</option>
        {WAYS.map((way) => (
          <option key={way} value={way}>
            {t(`deliveries.way.${way}`)}
          </option>
        ))}
      </Select>
      <Check
        label={t('deliveries.olderOnly')}
        checked={filter.older ?? false}
        onChange={(event) => onFilter({ older: event.target.checked || undefined })}
      />
      {filter.projectId ? (
        <button type="button" className="chip" onClick={() => onFilter({ projectId: undefined })}>
          <bdi>{film ?? t('deliveries.oneFilm')}</bdi>
          <span aria-hidden="true">×</span>
          <span className="spoken">{t('deliveries.allFilms')}</span>
        </button>
      ) : null}
    </div>
  );
}

const SHORT_HASH = 8;

/** One delivery, cell by cell: long only as their list. */
function Row({
  delivery,
  name,
  isChosen,
  isHeld,
  onChoose,
}: {
  delivery: Delivery;
  name: string | null;
  isChosen: boolean;
  isHeld: boolean;
  onChoose: () => void;
}) {
  const t = useWords();
  const format = useFormat();
  const { placement, fileName } = delivery;
  return (
    <li className={isChosen ? 'delivery delivery-chosen' : 'delivery'}>
      <input
        type="checkbox"
        className="check"
        checked={isChosen}
        disabled={isHeld}
        aria-label={t('deliveries.choose', { name: fileName })}
        onChange={onChoose}
      />
      <span className="thumb delivery-cover">
        {delivery.coverUrl ? <img src={delivery.coverUrl} alt="" loading="lazy" /> : null}
      </span>
      <span className="delivery-what">
        <span className="strong cut" dir="auto">
          <Link href={`/film/${delivery.projectId}/deliver`}>{delivery.projectName}</Link>
        </span>
        <span className="small text-3 delivery-place">
          {name ? <bdi className="cut">{name}</bdi> : null}
          <Mono>{placement.ratio}</Mono>
          <Mono>{format.size(delivery.sizeBytes)}</Mono>
        </span>
      </span>
      <span className="delivery-state">
        <StatusMark mark={PREFLIGHT_MARKS[delivery.worst]}>{t(`deliveries.state.${delivery.worst}`)}</StatusMark>
        {delivery.isOlderCut ? <StatusMark mark="stale">{t('deliveries.older')}</StatusMark> : null}
      </span>
      <span className="delivery-who small">
        <span className="text-2">
          {t(`deliveries.way.${delivery.way}`)} · <bdi>{delivery.byName}</bdi>
        </span>
        <span className="text-3">
          {format.ago(delivery.at)}
          {delivery.recipient ? (
            <>
              {' · '}
              <bdi>{t('deliveries.to', { name: delivery.recipient })}</bdi>
            </>
          ) : null}
        </span>
      </span>
      <span className="delivery-proof small text-3">
        <span>
          {t('deliveries.cut')} <Mono>{delivery.cutNumber}</Mono>
        </span>
        <bdi className="time" title={delivery.hash}>
          {delivery.hash.slice(0, SHORT_HASH)}
        </bdi>
      </span>
      <IconButton
        icon={Download}
        label={t('deliver.file', { name: fileName })}
        onClick={() => saveAs(delivery.url, fileName)}
      />
    </li>
  );
}

function ChosenBar({ deliveries, onClear }: { deliveries: readonly Delivery[]; onClear: () => void }) {
  const t = useWords();
  const format = useFormat();
  const bytes = deliveries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <section className="deliveries-chosen" aria-label={t('deliveries.chosen')}>
      <b className="strong grow">{t('deliveries.chosenCount', { count: deliveries.length })}</b>
      <Button look="main" icon={Download} onClick={() => saveZip(deliveries)}>
        <span className="quote-label">
          {t('deliveries.zipAgain')}
          <span className="quote-price">
            <Mono>{format.size(bytes)}</Mono>
          </span>
        </span>
      </Button>
      <IconButton icon={X} label={t('deliveries.clear')} onClick={onClear} />
    </section>
  );
}
