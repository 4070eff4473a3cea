import type { AssetKind, AssetListQuery, AssetSort } from '../../api/index.ts';

export const ASSET_KINDS: readonly AssetKind[] = ['image', 'video', 'audio', 'vector', 'font', 'document', 'archive'];
export const ORIGINS = ['upload', 'import', 'job', 'sample'] as const;
/** What the rights in a file are filtered by, with what the studio is asked for each. */
export const RIGHTS = ['licensed', 'unlicensed', 'consented', 'held'] as const;
export type Right = (typeof RIGHTS)[number];
const RIGHT_QUERIES = {
  licensed: { licensed: 'true' },
  unlicensed: { licensed: 'false' },
  consented: { consented: 'true' },
  held: { held: 'true' },
} as const satisfies Record<Right, AssetListQuery>;
export const ASSET_SORTS = ['-created', 'created', 'name', '-name', '-size', 'size'] as const satisfies AssetSort[];

/** A list of files as its address says it. Empty means: not filtered by this. */
export type LibraryState = {
  words: string;
  kinds: string[];
  origins: string[];
  people: string[];
  products: string[];
  brands: string[];
  maker: string;
  project: string;
  use: 'used' | 'unused' | null;
  right: Right | null;
  isTrash: boolean;
  sort: AssetSort;
};

export const WHOLE_LIBRARY: LibraryState = {
  words: '',
  kinds: [],
  origins: [],
  people: [],
  products: [],
  brands: [],
  maker: '',
  project: '',
  use: null,
  right: null,
  isTrash: false,
  sort: '-created',
};

const LISTS = [
  ['kinds', 'kind'],
  ['origins', 'origin'],
  ['people', 'person'],
  ['products', 'product'],
  ['brands', 'brand'],
] as const;

/** Reads an address; words it does not know are left aside, so that an old link still opens a list. */
export function readLibrary(search: URLSearchParams): LibraryState {
  const list = (name: string) => (search.get(name) ?? '').split(',').filter((part) => part !== '');
  const use = search.get('use');
  return {
    words: search.get('q') ?? '',
    kinds: list('kind').filter((one) => ASSET_KINDS.some((kind) => kind === one)),
    origins: list('origin').filter((one) => ORIGINS.some((origin) => origin === one)),
    people: list('person'),
    products: list('product'),
    brands: list('brand'),
    maker: search.get('maker') ?? '',
    project: search.get('project') ?? '',
    use: use === 'used' || use === 'unused' ? use : null,
    right: RIGHTS.find((right) => right === search.get('right')) ?? null,
    isTrash: search.has('trash'),
    sort: ASSET_SORTS.find((sort) => sort === search.get('sort')) ?? '-created',
  };
}

/** The address of a list. What is as usual is left out, so that equal lists have equal addresses. */
export function writeLibrary(state: LibraryState): URLSearchParams {
  const search = new URLSearchParams();
  if (state.words !== '') search.set('q', state.words);
  for (const [field, name] of LISTS) if (state[field].length > 0) search.set(name, [...state[field]].sort().join(','));
  if (state.maker !== '') search.set('maker', state.maker);
  if (state.project !== '') search.set('project', state.project);
  if (state.use) search.set('use', state.use);
  if (state.right) search.set('right', state.right);
  if (state.isTrash) search.set('trash', '1');
  if (state.sort !== '-created') search.set('sort', state.sort);
  return search;
}

/** The same as the studio is asked for it. */
export function toLibraryQuery(state: LibraryState): AssetListQuery {
  return {
    ...(state.words.trim() === '' ? {} : { q: state.words.trim() }),
    ...Object.fromEntries(
      LISTS.filter(([field]) => state[field].length > 0).map(([field, name]) => [name, state[field].join(',')]),
    ),
    ...(state.maker === '' ? {} : { maker: state.maker }),
    ...(state.project === '' ? {} : { projectId: state.project }),
    ...(state.use === null ? {} : { used: state.use === 'used' ? ('true' as const) : ('false' as const) }),
    ...(state.right === null ? {} : RIGHT_QUERIES[state.right]),
    ...(state.isTrash ? { deleted: 'true' as const } : {}),
    ...(state.sort === '-created' ? {} : { sort: state.sort }),
  };
}

/** Whether anything is left out of the list; its order does not count. */
export function isNarrowed(state: LibraryState): boolean {
  return writeLibrary({ ...state, sort: '-created' }).size > 0;
}

/** In or out of a filter of several. */
export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}
