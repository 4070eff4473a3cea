import {
  type GroupedProduct,
  groupFilesByProduct,
  type ProductFacets,
  type ProductFilter,
  type ProductId,
  type ProductSort,
  type ProductSummary,
} from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { Maker } from '../assets/index.ts';
import { findProductsByLabel } from './group-store.ts';
import {
  foldWords,
  isFound,
  type ListFilter,
  type ListSort,
  listNearWords,
  listProducts,
  type Position,
  readFacets,
  searchProducts,
} from './list-store.ts';
import { toSummary } from './records.ts';
import type { CatalogueDependencies } from './scope.ts';
import { mistakesAllowed, rankCorrections } from './typo.ts';

/** Nobody pages further through what a few typed words found; filters narrow it. */
const SEARCH_DEPTH = 1000;

export type ListRequest = {
  filter: ProductFilter;
  sort: ProductSort | undefined;
  /** Of a list in an order of its own. */
  after: Position | null;
  /** Of a search: how many were shown. */
  offset: number;
  limit: number;
};
export type ProductPage = {
  items: ProductSummary[];
  next: { kind: 'position'; position: Position } | { kind: 'offset'; offset: number } | null;
  correctedQuery: string | null;
};

export type ListingService = ReturnType<typeof createListingService>;

export function createListingService({ database, links }: Pick<CatalogueDependencies, 'database' | 'links'>) {
  async function listInOrder(transaction: Transaction, request: ListRequest, sort: ListSort): Promise<ProductPage> {
    const { q: _words, ...filter } = request.filter;
    const rows = await listProducts(transaction, { filter, sort, after: request.after, limit: request.limit + 1 });
    const shown = rows.slice(0, request.limit);
    const last = shown.at(-1);
    const value = last && (sort.endsWith('price') ? Number(last.sort_value) : last.sort_value);
    const next =
      rows.length > request.limit && last && value !== undefined
        ? { kind: 'position' as const, position: { value, id: last.id } }
        : null;
    return { items: shown.map((row) => toSummary(row, links)), next, correctedQuery: null };
  }

  async function search(transaction: Transaction, request: ListRequest, typed: string): Promise<ProductPage> {
    const { q: _words, ...filter } = request.filter;
    const sort = request.sort === undefined || request.sort === 'relevance' ? null : request.sort;
    // Best first, and nothing to be asked of what was found: no more is needed than what is shown.
    const isPlain = sort === null && filter.hasHero === undefined && filter.hasFilms === undefined;
    const find = (query: string) =>
      searchProducts(transaction, {
        query,
        filter,
        sort,
        offset: request.offset,
        limit: request.limit + 1,
        wanted: isPlain ? Math.min(SEARCH_DEPTH, request.offset + request.limit + 1) : SEARCH_DEPTH,
      });
    let correctedQuery: string | null = null;
    let rows = await find(typed);
    if (rows.length === 0) {
      for await (const meant of corrections(transaction, typed, filter)) {
        rows = await find(meant);
        correctedQuery = rows.length > 0 ? meant : null;
        if (correctedQuery !== null) break;
      }
    }
    const items = rows.slice(0, request.limit).map((row) => toSummary(row, links));
    const offset = request.offset + items.length;
    return { items, next: rows.length > request.limit ? { kind: 'offset', offset } : null, correctedQuery };
  }

  return {
    list: (organizationId: string, request: ListRequest): Promise<ProductPage> =>
      database.inOrganization(organizationId, (transaction) => {
        const typed = request.filter.q?.trim() ?? '';
        if (typed !== '') return search(transaction, request, typed);
        const sort = request.sort === undefined || request.sort === 'relevance' ? '-updated' : request.sort;
        return listInOrder(transaction, request, sort);
      }),

    readFacets: (organizationId: string): Promise<ProductFacets> => database.inOrganization(organizationId, readFacets),

    /** Groups dropped files by name and looks for the products they may belong to. */
    group: (maker: Maker, files: readonly { name: string }[]) =>
      database.inOrganization(maker.organizationId, async (transaction) => {
        const groups = groupFilesByProduct(files);
        const known = await findProductsByLabel(
          transaction,
          groups.map(({ name }) => name),
        );
        return groups.map((group: GroupedProduct, index) => {
          const found = known.get(index);
          return { ...group, existing: found ? { id: found.id as ProductId, name: found.name } : null };
        });
      }),
  };
}

/**
 * What may have been meant, likeliest first. Of several words each that no product has is replaced by the likeliest known
 * word that some product has; words that are found stay as typed. One word alone was just looked for, so it is not asked
 * again, and neither is what may stand for it: the search itself tells.
 */
async function* corrections(transaction: Transaction, typed: string, filter: ListFilter): AsyncGenerator<string> {
  const words = (await foldWords(transaction, typed)).slice(0, 8);
  const [only] = words;
  if (words.length === 1 && only !== undefined) {
    yield* await listCorrections(transaction, only);
    return;
  }
  const meant: string[] = [];
  for (const word of words) meant.push((await correctWord(transaction, word, filter)) ?? word);
  if (meant.join(' ') !== words.join(' ')) yield meant.join(' ');
}

const TRIED_CORRECTIONS = 5;

async function correctWord(transaction: Transaction, word: string, filter: ListFilter): Promise<string | null> {
  if (mistakesAllowed(word) === 0 || (await isFound(transaction, word, filter))) return null;
  for (const candidate of await listCorrections(transaction, word))
    if (await isFound(transaction, candidate, filter)) return candidate;
  return null;
}

async function listCorrections(transaction: Transaction, word: string): Promise<string[]> {
  const mistakes = mistakesAllowed(word);
  if (mistakes === 0) return [];
  return rankCorrections(word, await listNearWords(transaction, word, mistakes)).slice(0, TRIED_CORRECTIONS);
}
