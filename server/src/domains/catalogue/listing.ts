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
  type ListFilter,
  type ListSort,
  listNearWords,
  listProducts,
  type Position,
  readFacets,
  readProducts,
} from './list-store.ts';
import { toSummary } from './records.ts';
import type { CatalogueDependencies } from './scope.ts';
import { findProducts, isFound } from './search-store.ts';
import { mistakesAllowed, rankCorrections } from './typo.ts';

/** Where a page begins. Of a search also: the rank reached, what was typed, and what was looked for instead where that is in no product. */
export type ListPosition = Position & { search: { rank: number; typed: string; meant: string } | null };
export type ListRequest = {
  filter: ProductFilter;
  sort: ProductSort | undefined;
  after: ListPosition | null;
  limit: number;
};
export type ProductPage = { items: ProductSummary[]; next: ListPosition | null; correctedQuery: string | null };

export type ListingService = ReturnType<typeof createListingService>;

export function createListingService({ database, links }: Pick<CatalogueDependencies, 'database' | 'links'>) {
  async function listInOrder(transaction: Transaction, request: ListRequest, sort: ListSort): Promise<ProductPage> {
    const { q: _words, ...filter } = request.filter;
    const rows = await listProducts(transaction, { filter, sort, after: request.after, limit: request.limit + 1 });
    const shown = rows.slice(0, request.limit);
    const last = rows.length > request.limit ? shown.at(-1) : undefined;
    const next = last ? { value: toValue(sort, last.sort_value), id: last.id, search: null } : null;
    return { items: shown.map((row) => toSummary(row, links)), next, correctedQuery: null };
  }

  /** What no product has is corrected once, for the first page; its cursor carries the word. */
  async function search(transaction: Transaction, request: ListRequest, typed: string): Promise<ProductPage> {
    const { q: _words, ...filter } = request.filter;
    const sort = request.sort === undefined || request.sort === 'relevance' ? null : request.sort;
    const after = request.after?.search ? { ...request.after, rank: request.after.search.rank } : null;
    const find = (query: string) => findProducts(transaction, { query, filter, sort, after, limit: request.limit + 1 });
    let meant = request.after?.search?.meant ?? typed;
    let found = await find(meant);
    if (found.length === 0 && !after) {
      for await (const correction of corrections(transaction, typed, filter)) {
        found = await find(correction);
        if (found.length > 0) meant = correction;
        if (found.length > 0) break;
      }
    }
    const shown = found.slice(0, request.limit);
    const last = found.length > request.limit ? shown.at(-1) : undefined;
    const rows = await readProducts(
      transaction,
      shown.map(({ id }) => id),
    );
    return {
      items: rows.map((row) => toSummary(row, links)),
      next: last ? { value: toValue(sort, last.value), id: last.id, search: { rank: last.rank, typed, meant } } : null,
      correctedQuery: meant === typed ? null : meant,
    };
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

function toValue(sort: ListSort | null, value: string | number): string | number {
  return sort?.endsWith('price') ? Number(value) : String(value);
}

/**
 * What may have been meant, likeliest first. Of several words each that no product has is replaced by the likeliest known
 * word that some product has; words that are found stay as typed. One word alone was just looked for, so it is asked again
 * only where a filter may have hidden it; what may stand for it is not asked: the search itself tells.
 */
async function* corrections(transaction: Transaction, typed: string, filter: ListFilter): AsyncGenerator<string> {
  const words = (await foldWords(transaction, typed)).slice(0, 8);
  const [only] = words;
  if (words.length === 1 && only !== undefined) {
    if (isNarrowed(filter) && (await isFound(transaction, only, filter))) return;
    yield* await listCorrections(transaction, only);
    return;
  }
  const meant: string[] = [];
  for (const word of words) meant.push((await correctWord(transaction, word, filter)) ?? word);
  if (meant.join(' ') !== words.join(' ')) yield meant.join(' ');
}

function isNarrowed({ deleted: _deleted, ...others }: ListFilter): boolean {
  return Object.values(others).some((value) => value !== undefined);
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
