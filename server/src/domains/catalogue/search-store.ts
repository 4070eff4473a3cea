import type { Transaction } from '../../platform/database/index.ts';
import type { ListFilter, ListSort, Position } from './list-store.ts';

/** Null: best first. */
export type ProductSearch = {
  query: string;
  filter: ListFilter;
  sort: ListSort | null;
  after: FoundPosition | null;
  limit: number;
};
/** `rank` as `app.find_products` gives it; 0 where the list has an order of its own. */
export type FoundPosition = Position & { rank: number };

/**
 * Up to so many matches are read and sorted for a page: some 10 ms (bench/catalogue.ts). Fewer where each is also asked for
 * its hero or its films. Of more, an index is walked; where all of them lie at its far end, that takes 90 ms of 100 000.
 */
const FEW = 2000;
const FEW_ASKED = 500;
const LAST_RANK = 4;

/**
 * The next matches after a position: all of them sorted where they are few, else rank by rank. A page costs about the same
 * wherever in the list it stands, because a word of which many are left is met soon on the way.
 * @param few lowered by a test, so that few rows go every way
 */
export async function findProducts(
  transaction: Transaction,
  search: ProductSearch,
  few = isAsked(search) ? FEW_ASKED : FEW,
): Promise<FoundPosition[]> {
  const all = await findPart(transaction, search, { rank: null, walks: false, few });
  if (all) return all;
  if (search.sort) return (await findPart(transaction, search, { rank: null, walks: true, few })) ?? [];
  const found: FoundPosition[] = [];
  for (let rank = search.after?.rank ?? 0; rank <= LAST_RANK && found.length < search.limit; rank += 1) {
    const after = rank === search.after?.rank ? search.after : null;
    const part = { ...search, after, limit: search.limit - found.length };
    const sorted = await findPart(transaction, part, { rank, walks: false, few });
    found.push(...(sorted ?? (await findPart(transaction, part, { rank, walks: true, few })) ?? []));
  }
  return found;
}

const isAsked = ({ filter }: ProductSearch) => filter.hasHero !== undefined || filter.hasFilms !== undefined;

type Part = { rank: number | null; walks: boolean; few: number };

/** Undefined: there are more than `few`. */
async function findPart(
  transaction: Transaction,
  { query, filter, sort, after, limit }: ProductSearch,
  { rank, walks, few }: Part,
): Promise<FoundPosition[] | undefined> {
  const { rows } = await transaction.query<{ id: string | null; rank: number; value: string }>(
    'select id, rank, value from app.find_products($1, $2, $3, $4, $5, $6, $7, $8)',
    [query, filter, sort ?? 'relevance', after, rank, walks, limit, few],
  );
  if (rows.some(({ id }) => id === null)) return undefined;
  return rows.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }]));
}

/** Whether any product is found by these words. */
export async function isFound(transaction: Transaction, query: string, filter: ListFilter): Promise<boolean> {
  const { deleted } = filter;
  const search = { query, filter: deleted === undefined ? {} : { deleted }, sort: null, after: null, limit: 1 };
  const found = await findPart(transaction, search, { rank: null, walks: false, few: 1 });
  return found === undefined || found.length > 0;
}
