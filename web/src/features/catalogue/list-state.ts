import type { ProductKind, ProductListQuery, ProductSort, ProductStatus } from '../../api/index.ts';

export const STATUSES: readonly ProductStatus[] = ['active', 'draft', 'archived'];
export const KINDS: readonly ProductKind[] = ['garment', 'vehicle', 'object'];
/** What a person may choose; `relevance` is how a search sorts without a choice. */
export const SORTS = ['-updated', '-created', 'name', '-name', 'price', '-price'] as const satisfies ProductSort[];
export type ListSort = (typeof SORTS)[number];

/** A list of products as its address says it: what is shown, in which order, as pictures or as rows. */
export type ListState = {
  words: string;
  statuses: string[];
  kinds: string[];
  brands: string[];
  tags: string[];
  isWithoutHero: boolean;
  isWithoutFilm: boolean;
  isTrash: boolean;
  sort: ListSort | null;
  look: 'grid' | 'table';
};

export const WHOLE_LIST: ListState = {
  words: '',
  statuses: [],
  kinds: [],
  brands: [],
  tags: [],
  isWithoutHero: false,
  isWithoutFilm: false,
  isTrash: false,
  sort: null,
  look: 'grid',
};

const LISTS = [
  ['statuses', 'status'],
  ['kinds', 'kind'],
  ['brands', 'brand'],
  ['tags', 'tag'],
] as const;
const FLAGS = [
  ['isWithoutHero', 'noHero'],
  ['isWithoutFilm', 'noFilm'],
  ['isTrash', 'trash'],
] as const;

/** Reads an address; words it does not know are left aside, so that an old link still opens a list. */
export function readList(search: URLSearchParams): ListState {
  const list = (name: string) => (search.get(name) ?? '').split(',').filter((part) => part !== '');
  return {
    words: search.get('q') ?? '',
    statuses: list('status').filter((one) => STATUSES.some((status) => status === one)),
    kinds: list('kind').filter((one) => KINDS.some((kind) => kind === one)),
    brands: list('brand'),
    tags: list('tag'),
    isWithoutHero: search.has('noHero'),
    isWithoutFilm: search.has('noFilm'),
    isTrash: search.has('trash'),
    sort: SORTS.find((sort) => sort === search.get('sort')) ?? null,
    look: search.get('look') === 'table' ? 'table' : 'grid',
  };
}

/** The address of a list. What is as usual is left out, so that equal lists have equal addresses. */
export function writeList(state: ListState): URLSearchParams {
  const search = new URLSearchParams();
  if (state.words !== '') search.set('q', state.words);
  for (const [field, name] of LISTS) if (state[field].length > 0) search.set(name, [...state[field]].sort().join(','));
  for (const [field, name] of FLAGS) if (state[field]) search.set(name, '1');
  if (state.sort) search.set('sort', state.sort);
  if (state.look === 'table') search.set('look', 'table');
  return search;
}

/** The same as the studio is asked for it. */
export function toListQuery(state: ListState): ProductListQuery {
  return {
    ...(state.words.trim() === '' ? {} : { q: state.words.trim() }),
    ...Object.fromEntries(
      LISTS.filter(([field]) => state[field].length > 0).map(([field, name]) => [name, state[field].join(',')]),
    ),
    ...(state.isWithoutHero ? { hasHero: 'false' as const } : {}),
    ...(state.isWithoutFilm ? { hasFilms: 'false' as const } : {}),
    ...(state.isTrash ? { deleted: 'true' as const } : {}),
    ...(state.sort ? { sort: state.sort } : {}),
  };
}

/** Whether anything is left out of the list; how it looks and in which order does not count. */
export function isFiltered(state: ListState): boolean {
  return (
    state.words !== '' || LISTS.some(([field]) => state[field].length > 0) || FLAGS.some(([field]) => state[field])
  );
}

/** In or out of a filter of several. */
export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}
