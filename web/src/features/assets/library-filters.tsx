import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { type AssetFacets, brandsQuery, projectsQuery } from '../../api/index.ts';
import { useFormat, useWords, type WordKey } from '../../app/words/index.ts';
import { FacetMenu, FilterChip, SearchField } from '../../ui/filters.tsx';
import { Icon, Menu, type MenuItem } from '../../ui/index.ts';
import { ASSET_KINDS, ASSET_SORTS, type LibraryState, RIGHTS, toggled } from './library-state.ts';
import { ProductChoice } from './product-choice.tsx';

export type ChangeLibrary = (changes: Partial<LibraryState>) => void;
type Props = { list: LibraryState; change: ChangeLibrary; facets: AssetFacets | undefined };

/** What the list of files holds, with how many of each there are; the same above the library and in the picker. */
export function LibraryFilters({
  list,
  change,
  facets,
  kinds = ASSET_KINDS,
  hasTrash = false,
  children,
}: Props & { kinds?: readonly (typeof ASSET_KINDS)[number][]; hasTrash?: boolean; children?: ReactNode }) {
  const t = useWords();
  const countOf = (kind: string) => facets?.kinds.find(({ value }) => value === kind)?.count ?? 0;
  const shownKinds = kinds.filter((kind) => countOf(kind) > 0 || list.kinds.includes(kind));
  return (
    <div className="filters">
      <SearchField
        label={t('library.search')}
        clearLabel={t('library.clearSearch')}
        words={list.words}
        onChange={(words) => change({ words })}
      />
      {shownKinds.length > 1 || list.kinds.length > 0
        ? shownKinds.map((kind) => (
            <FilterChip
              key={kind}
              label={t(`library.kind.${kind}`)}
              count={countOf(kind)}
              isOn={list.kinds.includes(kind)}
              onPress={() => change({ kinds: toggled(list.kinds, kind) })}
            />
          ))
        : null}
      {shownKinds.length > 1 ? <i className="filters-line" /> : null}
      <CountedMenus list={list} change={change} facets={facets} />
      <BrandMenu list={list} change={change} />
      <ProductChoice chosen={list.products} onChange={(products) => change({ products })} />
      <ProjectMenu list={list} change={change} />
      <UseChips list={list} change={change} facets={facets} />
      <RightsMenu list={list} change={change} />
      {hasTrash && facets && (facets.deleted > 0 || list.isTrash) ? (
        <FilterChip
          label={t('library.trash')}
          count={facets.deleted}
          isOn={list.isTrash}
          onPress={() => change({ isTrash: !list.isTrash })}
        />
      ) : null}
      <span className="filters-end">
        {children}
        <SortMenu list={list} change={change} />
      </span>
    </div>
  );
}

/** Origins, and who made or brought the files: makers are one choice, people several. */
function CountedMenus({ list, change, facets }: Props) {
  const t = useWords();
  const format = useFormat();
  const origins = (facets?.origins ?? []).map((one) => ({
    ...one,
    label: t(`library.origin.${one.value}` as WordKey),
  }));
  const people = (facets?.people ?? []).map((one) => ({ ...one, label: one.name }));
  const makers = facets?.makers ?? [];
  const makerItems: MenuItem[] = [
    ...makers.map(
      ({ value, count }): MenuItem => ({
        kind: 'action',
        label: value,
        aside: format.number(count),
        isChecked: list.maker === value,
        run: () => change({ maker: list.maker === value ? '' : value }),
      }),
    ),
    ...(list.maker === ''
      ? []
      : [
          { kind: 'line' } as const,
          { kind: 'action', label: t('library.anyMaker'), run: () => change({ maker: '' }) } as const,
        ]),
  ];
  return (
    <>
      {origins.length > 1 || list.origins.length > 0 ? (
        <FacetMenu
          name={t('library.origin')}
          anyLabel={t('library.anyOrigin')}
          chosen={list.origins}
          choices={origins}
          onToggle={(value) => change({ origins: toggled(list.origins, value) })}
          onClear={() => change({ origins: [] })}
        />
      ) : null}
      {makers.length > 1 || list.maker !== '' ? (
        <Menu className={list.maker === '' ? 'chip' : 'chip chip-on'} items={makerItems}>
          <bdi>{list.maker === '' ? t('library.maker') : list.maker}</bdi>
          <Icon of={ChevronDown} />
        </Menu>
      ) : null}
      {people.length > 1 || list.people.length > 0 ? (
        <FacetMenu
          name={t('library.person')}
          anyLabel={t('library.anyPerson')}
          chosen={list.people}
          choices={people}
          onToggle={(value) => change({ people: toggled(list.people, value) })}
          onClear={() => change({ people: [] })}
        />
      ) : null}
    </>
  );
}

type ChoiceProps = Omit<Props, 'facets'>;

function BrandMenu({ list, change }: ChoiceProps) {
  const t = useWords();
  const { data: brands } = useQuery(brandsQuery);
  if (!brands || (brands.items.length === 0 && list.brands.length === 0)) return null;
  const items: MenuItem[] = [
    ...brands.items.map(
      ({ id, name }): MenuItem => ({
        kind: 'action',
        label: name,
        isChecked: list.brands.includes(id),
        run: () => change({ brands: toggled(list.brands, id) }),
      }),
    ),
    ...(list.brands.length > 0
      ? [
          { kind: 'line' } as const,
          { kind: 'action', label: t('library.anyBrand'), run: () => change({ brands: [] }) } as const,
        ]
      : []),
  ];
  const names = brands.items.filter(({ id }) => list.brands.includes(id)).map(({ name }) => name);
  return (
    <Menu className={list.brands.length > 0 ? 'chip chip-on' : 'chip'} items={items}>
      <bdi>{names.length > 0 ? names.join(', ') : t('library.brand')}</bdi>
      <Icon of={ChevronDown} />
    </Menu>
  );
}

/** The newest projects; an older one is reached from its own page. */
function ProjectMenu({ list, change }: ChoiceProps) {
  const t = useWords();
  const { data } = useInfiniteQuery(projectsQuery);
  const projects = data?.pages.flatMap((page) => page.items) ?? [];
  if (projects.length === 0 && list.project === '') return null;
  const chosen = projects.find(({ id }) => id === list.project);
  const items: MenuItem[] = [
    ...projects.map(
      ({ id, name }): MenuItem => ({
        kind: 'action',
        label: name,
        isChecked: list.project === id,
        run: () => change({ project: list.project === id ? '' : id }),
      }),
    ),
    ...(list.project === ''
      ? []
      : [
          { kind: 'line' } as const,
          { kind: 'action', label: t('library.anyProject'), run: () => change({ project: '' }) } as const,
        ]),
  ];
  return (
    <Menu className={list.project === '' ? 'chip' : 'chip chip-on'} items={items}>
      <bdi className="cut filter-name">{chosen?.name ?? t('library.project')}</bdi>
      <Icon of={ChevronDown} />
    </Menu>
  );
}

function UseChips({ list, change, facets }: Props) {
  const t = useWords();
  const choose = (use: 'used' | 'unused') => change({ use: list.use === use ? null : use });
  return (
    <>
      <FilterChip
        label={t('library.used')}
        count={facets?.used ?? 0}
        isOn={list.use === 'used'}
        onPress={() => choose('used')}
      />
      <FilterChip
        label={t('library.unused')}
        count={facets?.unused ?? 0}
        isOn={list.use === 'unused'}
        onPress={() => choose('unused')}
      />
    </>
  );
}

/** What may be done with a file, and where it may still lie: one at a time. */
function RightsMenu({ list, change }: ChoiceProps) {
  const t = useWords();
  const items: MenuItem[] = [
    ...RIGHTS.map(
      (right): MenuItem => ({
        kind: 'action',
        label: t(`library.right.${right}`),
        isChecked: list.right === right,
        run: () => change({ right: list.right === right ? null : right }),
      }),
    ),
    ...(list.right === null
      ? []
      : [
          { kind: 'line' } as const,
          { kind: 'action', label: t('library.anyRight'), run: () => change({ right: null }) } as const,
        ]),
  ];
  return (
    <Menu className={list.right === null ? 'chip' : 'chip chip-on'} items={items}>
      {t(list.right === null ? 'library.rights' : `library.right.${list.right}`)}
      <Icon of={ChevronDown} />
    </Menu>
  );
}

function SortMenu({ list, change }: ChoiceProps) {
  const t = useWords();
  const items = ASSET_SORTS.map(
    (sort): MenuItem => ({
      kind: 'action',
      label: t(`library.sort.${sort}`),
      isChecked: list.sort === sort,
      run: () => change({ sort }),
    }),
  );
  return (
    <Menu className="chip" items={items}>
      {t(`library.sort.${list.sort}`)}
      <Icon of={ChevronDown} />
    </Menu>
  );
}
