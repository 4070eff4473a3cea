import { ChevronDown, LayoutGrid, Rows3, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ProductFacets } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Icon, IconButton, Menu, type MenuItem, Mono, Segmented } from '../../ui/index.ts';
import { TILE_RANGE, useGridLayout } from './layout-store.ts';
import { KINDS, type ListState, SORTS, STATUSES, toggled } from './list-state.ts';
import { SavedViews } from './saved-views.tsx';

type Props = {
  list: ListState;
  change: (changes: Partial<ListState>) => void;
  facets: ProductFacets | undefined;
  corrected: string | null | undefined;
};

/** What the list holds, with how many of each there are, and how it looks. */
export function FilterBar({ list, change, facets, corrected }: Props) {
  const t = useWords();
  return (
    <div className="filters">
      <SearchField words={list.words} onChange={(words) => change({ words })} />
      {STATUSES.map((status) => (
        <FilterChip
          key={status}
          label={t(`product.status.${status}`)}
          count={facets?.statuses.find(({ value }) => value === status)?.count ?? 0}
          isOn={list.statuses.includes(status)}
          onPress={() => change({ statuses: toggled(list.statuses, status) })}
        />
      ))}
      <i className="filters-line" />
      <FacetMenus list={list} change={change} facets={facets} />
      <FilterChip
        label={t('products.noHero')}
        count={facets?.withoutHero ?? 0}
        isOn={list.isWithoutHero}
        onPress={() => change({ isWithoutHero: !list.isWithoutHero })}
      />
      <FilterChip
        label={t('products.noFilm')}
        count={facets?.withoutFilms ?? 0}
        isOn={list.isWithoutFilm}
        onPress={() => change({ isWithoutFilm: !list.isWithoutFilm })}
      />
      {facets && (facets.deleted > 0 || list.isTrash) ? (
        <FilterChip
          label={t('products.trash')}
          count={facets.deleted}
          isOn={list.isTrash}
          onPress={() => change({ isTrash: !list.isTrash })}
        />
      ) : null}
      <span className="filters-end">
        <SavedViews list={list} />
        <SortMenu list={list} change={change} />
        <LookSwitch list={list} change={change} />
      </span>
      {corrected ? (
        <p className="filters-note small text-2" role="status">
          {t('products.corrected')} <bdi className="strong">{corrected}</bdi>
        </p>
      ) : null}
    </div>
  );
}

const TYPING_PAUSE_MS = 160;

/** Searches while one types; the field stays the person's own while answers arrive. */
function SearchField({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(words);
  const [sent, setSent] = useState(words);
  if (words !== sent) {
    setSent(words);
    setTyped(words);
  }
  useEffect(() => {
    if (typed === sent) return;
    const timer = setTimeout(() => {
      setSent(typed);
      onChange(typed);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, sent, onChange]);
  return (
    <search className="products-search">
      <Icon of={Search} />
      <input
        type="search"
        className="input"
        dir="auto"
        aria-label={t('products.search')}
        placeholder={t('products.search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed === '' ? (
        <span className="products-search-key" aria-hidden="true">
          <span className="key">/</span>
        </span>
      ) : (
        <IconButton size="dense" icon={X} label={t('products.clearSearch')} onClick={() => setTyped('')} />
      )}
    </search>
  );
}

function FilterChip({
  label,
  count,
  isOn,
  onPress,
}: {
  label: string;
  count: number;
  isOn: boolean;
  onPress: () => void;
}) {
  const format = useFormat();
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={onPress}>
      {label} <Mono>{format.number(count)}</Mono>
    </button>
  );
}

function FacetMenus({ list, change, facets }: Omit<Props, 'corrected'>) {
  const t = useWords();
  const menus = [
    {
      field: 'kinds' as const,
      name: t('products.kind'),
      choices: KINDS.map((kind) => ({
        value: kind as string,
        label: t(`product.kind.${kind}`),
        count: countOf(facets?.kinds, kind),
      })),
    },
    {
      field: 'brands' as const,
      name: t('products.brand'),
      choices: (facets?.brands ?? [])
        .filter(({ value }) => value !== '')
        .map((brand) => ({ ...brand, label: brand.name })),
    },
    {
      field: 'tags' as const,
      name: t('products.tag'),
      choices: (facets?.tags ?? []).map((tag) => ({ ...tag, label: tag.value })),
    },
  ];
  return menus
    .filter(({ field, choices }) => choices.length > 0 || list[field].length > 0)
    .map(({ field, name, choices }) => (
      <FacetMenu
        key={field}
        name={name}
        chosen={list[field]}
        choices={choices}
        onToggle={(value) => change({ [field]: toggled(list[field], value) })}
        onClear={() => change({ [field]: [] })}
      />
    ));
}

function countOf(counts: ProductFacets['kinds'] | undefined, value: string): number {
  return counts?.find((one) => one.value === value)?.count ?? 0;
}

function FacetMenu({
  name,
  chosen,
  choices,
  onToggle,
  onClear,
}: {
  name: string;
  chosen: readonly string[];
  choices: { value: string; label: string; count: number }[];
  onToggle: (value: string) => void;
  onClear: () => void;
}) {
  const t = useWords();
  const format = useFormat();
  const labelOf = (value: string) => choices.find((choice) => choice.value === value)?.label ?? value;
  const items: MenuItem[] = [
    ...choices.map(
      ({ value, label, count }): MenuItem => ({
        kind: 'action',
        label,
        aside: format.number(count),
        isChecked: chosen.includes(value),
        run: () => onToggle(value),
      }),
    ),
    ...(chosen.length > 0
      ? [{ kind: 'line' } as const, { kind: 'action', label: t('products.anyOf', { name }), run: onClear } as const]
      : []),
  ];
  return (
    <Menu className={chosen.length > 0 ? 'chip chip-on' : 'chip'} items={items}>
      {chosen.length === 0 ? name : `${name}: ${chosen.map(labelOf).join(', ')}`}
      <Icon of={ChevronDown} />
    </Menu>
  );
}

function SortMenu({ list, change }: Pick<Props, 'list' | 'change'>) {
  const t = useWords();
  const natural = list.words.trim() === '' ? '-updated' : null;
  const now = list.sort ?? natural;
  const items: MenuItem[] = [
    ...(list.words.trim() === ''
      ? []
      : [
          {
            kind: 'action' as const,
            label: t('products.sort.relevance'),
            isChecked: now === null,
            run: () => change({ sort: null }),
          },
        ]),
    ...SORTS.map((sort) => ({
      kind: 'action' as const,
      label: t(`products.sort.${sort}`),
      isChecked: now === sort,
      run: () => change({ sort: sort === natural ? null : sort }),
    })),
  ];
  return (
    <Menu className="chip" items={items}>
      {t(`products.sort.${now ?? 'relevance'}`)}
      <Icon of={ChevronDown} />
    </Menu>
  );
}

function LookSwitch({ list, change }: Pick<Props, 'list' | 'change'>) {
  const t = useWords();
  const layout = useGridLayout();
  return (
    <>
      {list.look === 'grid' ? (
        <>
          <button
            type="button"
            className="chip"
            aria-pressed={layout.isFilled}
            onClick={() => useGridLayout.setState({ isFilled: !layout.isFilled })}
          >
            {t('products.fill')}
          </button>
          <input
            type="range"
            className="slider products-size"
            aria-label={t('products.tileSize')}
            {...TILE_RANGE}
            value={layout.tile}
            onChange={(event) => useGridLayout.setState({ tile: Number(event.target.value) })}
          />
        </>
      ) : null}
      <Segmented
        label={t('products.look')}
        value={list.look}
        choices={[
          { value: 'grid', label: <Icon of={LayoutGrid} />, name: t('products.grid') },
          { value: 'table', label: <Icon of={Rows3} />, name: t('products.table') },
        ]}
        onChange={(look) => change({ look })}
      />
    </>
  );
}
