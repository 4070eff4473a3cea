import { ChevronDown, LayoutGrid, Rows3 } from 'lucide-react';
import type { ProductFacets } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { FacetMenu, FilterChip, SearchField } from '../../ui/filters.tsx';
import { Icon, Menu, type MenuItem, Segmented } from '../../ui/index.ts';
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
      <SearchField
        label={t('products.search')}
        clearLabel={t('products.clearSearch')}
        words={list.words}
        onChange={(words) => change({ words })}
      />
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
        anyLabel={t('products.anyOf', { name })}
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
