import type { ProductFacets, ProductFilter, ProductSort } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { productSelect } from './product-store.ts';
import type { ProductRecord } from './records.ts';

export type ListSort = Exclude<ProductSort, 'relevance'>;
export type ListFilter = Omit<ProductFilter, 'q'>;
export type Position = { value: string | number; id: string };

/** Each order is one index of 0060_catalogue.sql, walked in one direction; ids make it strict. */
const SORTS: Readonly<Record<ListSort, { column: string; type: string; direction: 'asc' | 'desc' }>> = {
  name: { column: 'p.sort_name', type: 'text', direction: 'asc' },
  '-name': { column: 'p.sort_name', type: 'text', direction: 'desc' },
  updated: { column: 'p.updated_at', type: 'timestamptz', direction: 'asc' },
  '-updated': { column: 'p.updated_at', type: 'timestamptz', direction: 'desc' },
  created: { column: 'p.created_at', type: 'timestamptz', direction: 'asc' },
  '-created': { column: 'p.created_at', type: 'timestamptz', direction: 'desc' },
  price: { column: 'coalesce(p.price_minor, 9007199254740991)', type: 'bigint', direction: 'asc' },
  '-price': { column: 'coalesce(p.price_minor, -1)', type: 'bigint', direction: 'desc' },
};

const HAS_HERO = `exists (select 1 from product_media m where m.product_id = p.id and m.role = 'hero' and m.variant_id is null)`;
const HAS_FILMS = `exists (select 1 from product_media m join project_pictures u on u.asset_id = m.asset_id
  join projects f on f.id = u.project_id where m.product_id = p.id and f.deleted_at is null)`;

type Condition = { sql: string[]; values: unknown[] };

function toCondition(filter: ListFilter): Condition {
  const condition: Condition = { sql: [], values: [] };
  const add = (sql: (place: string) => string, value: unknown) => {
    condition.values.push(value);
    condition.sql.push(sql(`$${condition.values.length}`));
  };
  condition.sql.push(filter.deleted ? 'p.deleted_at is not null' : 'p.deleted_at is null');
  if (filter.kind?.length) add((place) => `p.kind = any(${place})`, filter.kind);
  if (filter.status?.length) add((place) => `p.status = any(${place})`, filter.status);
  if (filter.brand?.length) add((place) => `p.brand_id = any(${place})`, filter.brand);
  if (filter.tag?.length) add((place) => tagCondition(place, filter.deleted ?? false), filter.tag);
  if (filter.hasHero !== undefined) condition.sql.push(`${filter.hasHero ? '' : 'not '}${HAS_HERO}`);
  if (filter.hasFilms !== undefined) condition.sql.push(`${filter.hasFilms ? '' : 'not '}${HAS_FILMS}`);
  return condition;
}

/** product_tags holds living products only; the trash is small. */
function tagCondition(place: string, isTrash: boolean): string {
  if (isTrash) return `p.tags && ${place}::text[]`;
  return `exists (select 1 from product_tags t where t.product_id = p.id and t.tag = any(${place}::text[]))`;
}

/** The page is chosen before its hero and counts are looked up, so that a list costs its page and not the organization. */
export async function listProducts(
  transaction: Transaction,
  request: { filter: ListFilter; sort: ListSort; after: Position | null; limit: number },
): Promise<(ProductRecord & { sort_value: string })[]> {
  const { column, type, direction } = SORTS[request.sort];
  const { sql, values } = toCondition(request.filter);
  if (request.after) {
    values.push(request.after.value, request.after.id);
    const [value, id] = [`$${values.length - 1}::${type}`, `$${values.length}::uuid`];
    sql.push(`(${column}, p.id) ${direction === 'asc' ? '>' : '<'} (${value}, ${id})`);
  }
  values.push(request.limit);
  const order = `${column} ${direction}, p.id ${direction}`;
  const { rows } = await transaction.query<ProductRecord & { sort_value: string }>(
    `${productSelect.replace(' from products p', `, (${column})::text as sort_value from products p`)}
     where p.id = any(array(select p.id from products p where ${sql.join(' and ')} order by ${order} limit $${values.length}))
     order by ${order}`,
    values,
  );
  return rows;
}

/** Products by id, in the order of the ids. */
export async function readProducts(transaction: Transaction, ids: readonly string[]): Promise<ProductRecord[]> {
  const { rows } = await transaction.query<ProductRecord>(
    `${productSelect} where p.id = any($1) order by array_position($1::uuid[], p.id)`,
    [ids],
  );
  return rows;
}

export async function foldWords(transaction: Transaction, query: string): Promise<string[]> {
  const { rows } = await transaction.query<{ folded: string }>('select app.fold_text($1) as folded', [query]);
  return (rows[0]?.folded ?? '').split(' ').filter((word) => word !== '');
}

/** Known words at most two letters away, for typo.ts to choose from. */
export async function listNearWords(transaction: Transaction, word: string, mistakes: number): Promise<string[]> {
  const { rows } = await transaction.query<{ word: string }>(
    `select word from product_words
     where length(word) between length($1) - $2 and length($1) + $2 and levenshtein_less_equal(word, $1, 2) <= 2
     order by levenshtein_less_equal(word, $1, 2), word limit 40`,
    [word, mistakes],
  );
  return rows.map((row) => row.word);
}

export async function readFacets(transaction: Transaction): Promise<ProductFacets> {
  const { rows } = await transaction.query<{ facets: ProductFacets }>(
    `with groups as materialized (
       select status, kind, brand_id, count(*)::int as n from products where deleted_at is null group by 1, 2, 3)
     select json_build_object(
       'total', (select coalesce(sum(n), 0) from groups),
       'deleted', (select count(*) from products where deleted_at is not null),
       'kinds', (select coalesce(json_agg(json_build_object('value', kind, 'count', n) order by kind), '[]')
         from (select kind, sum(n) as n from groups group by kind) k),
       'statuses', (select coalesce(json_agg(json_build_object('value', status, 'count', n) order by status), '[]')
         from (select status, sum(n) as n from groups group by status) s),
       'brands', (select coalesce(json_agg(json_build_object('value', coalesce(b.id::text, ''), 'name', coalesce(b.name, ''),
           'count', g.n) order by b.name), '[]')
         from (select brand_id, sum(n) as n from groups group by brand_id) g left join brands b on b.id = g.brand_id),
       'tags', (select coalesce(json_agg(json_build_object('value', tag, 'count', n) order by n desc, tag), '[]')
         from (select tag, count(*) as n from product_tags group by tag order by 2 desc, 1 limit 100) t),
       'withoutHero', (select coalesce(sum(n), 0) from groups) - (select count(*) from product_media m
           where m.role = 'hero' and m.variant_id is null)
         + (select count(*) from products p join product_media m on m.product_id = p.id
           where p.deleted_at is not null and m.role = 'hero' and m.variant_id is null),
       'withoutFilms', (select coalesce(sum(n), 0) from groups) - (select count(distinct m.product_id) from project_pictures u
         join projects f on f.id = u.project_id join product_media m on m.asset_id = u.asset_id
         join products p on p.id = m.product_id where f.deleted_at is null and p.deleted_at is null)) as facets`,
  );
  return rows[0]!.facets;
}
