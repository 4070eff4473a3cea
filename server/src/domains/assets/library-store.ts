import type { AssetFilter, AssetKind, AssetSort } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { AssetOrigin, AssetRecord } from './records.ts';
import { IS_USED, USED_IDS } from './references.ts';
import { assetColumns, assetTables } from './store.ts';

export type Position = { value: string | number; id: string };

/** Each order is one index of 0040 or 0110, walked in one direction; ids make it strict, and are themselves times. */
const SORTS: Readonly<Record<AssetSort, { column: string; type: string; direction: 'asc' | 'desc' }>> = {
  '-created': { column: 'a.id', type: 'uuid', direction: 'desc' },
  created: { column: 'a.id', type: 'uuid', direction: 'asc' },
  name: { column: 'a.sort_name', type: 'text', direction: 'asc' },
  '-name': { column: 'a.sort_name', type: 'text', direction: 'desc' },
  '-size': { column: 'a.size_bytes', type: 'bigint', direction: 'desc' },
  size: { column: 'a.size_bytes', type: 'bigint', direction: 'asc' },
};

/** Up to so many files that hold the words are named to a list; more are met soon on its way (bench/library.ts). */
const FEW = 4000;
const PEOPLES = `a.role in ('source', 'deliverable')`;

type Condition = { sql: string[]; values: unknown[] };

/** The facets count each of these by itself, so they ask without them. */
export type Choice = 'kind' | 'origin' | 'maker' | 'person' | 'used';

function toCondition(filter: AssetFilter, words: Words | null): Condition {
  const condition: Condition = { sql: [PEOPLES], values: [] };
  const add = (sql: (place: string) => string, value: unknown) => {
    condition.values.push(value);
    condition.sql.push(sql(`$${condition.values.length}`));
  };
  condition.sql.push(filter.deleted ? 'a.deleted_at is not null' : 'a.deleted_at is null');
  if (filter.kind?.length) add((place) => `a.kind = any(${place})`, filter.kind);
  if (filter.origin?.length) add((place) => `a.origin = any(${place})`, filter.origin);
  if (filter.maker !== undefined) add((place) => `a.made_by = ${place}`, filter.maker);
  if (filter.person?.length) add((place) => `a.created_by = any(${place})`, filter.person);
  if (filter.product?.length) add(ofProducts, filter.product);
  if (filter.brand?.length) add(ofBrands, filter.brand);
  if (filter.projectId !== undefined) add(ofProject, filter.projectId);
  if (filter.used !== undefined) condition.sql.push(filter.used ? IS_USED : `a.id not in ${USED_IDS}`);
  if (filter.licensed !== undefined) condition.sql.push(`a.licence is ${filter.licensed ? 'not ' : ''}null`);
  if (filter.consented !== undefined) condition.sql.push(`${filter.consented ? '' : 'not '}${HAS_CONSENT}`);
  if (filter.held !== undefined) condition.sql.push(`${filter.held ? '' : 'not '}${IS_HELD}`);
  if (words?.ids) add((place) => `a.id = any(${place}::uuid[])`, words.ids);
  if (words && !words.ids) add(holdsAll, words.patterns);
  return condition;
}

/** The files that hold what is looked for; `ids` is null where they are many. */
type Words = { ids: string[] | null; patterns: string[] };

/** Asks the index of words, which only the database may do past the wall (0265). */
async function findWords(transaction: Transaction, filter: AssetFilter, few: number): Promise<Words | null> {
  const { q = '', kind, origin, maker, deleted } = filter;
  if (q.trim() === '') return null;
  const { rows } = await transaction.query<Words>(
    'select app.find_few_assets($1, $2, $3) as ids, app.word_patterns($1) as patterns',
    [q, { kind, origin, maker, deleted }, few],
  );
  return rows[0]!;
}

/** As a case, so that the planner does not guess from the patterns that hardly any file holds them, and read all to sort few. */
const holdsAll = (place: string) => `case when a.search_text like all(${place}::text[]) then true else false end`;

/** Valid on the organization's own day, as the register of consents counts it. */
const HAS_CONSENT = `a.id = any(array(select l.asset_id from asset_consents l
    join consents c on c.id = l.consent_id join organizations o on o.id = c.organization_id
    where c.revoked_at is null and coalesce(c.valid_until >= (now() at time zone o.time_zone)::date, true)))`;

const IS_HELD = `a.id = any(array(select h.id from intents i cross join lateral unnest(i.asset_ids) as h (id)
    where i.remote_id is not null and i.asset_ids is not null))`;

const ofProducts = (place: string) => `(
  a.id = any(array(select m.asset_id from product_media m where m.product_id = any(${place})))
  or a.role = 'deliverable' and a.project_id = any(array(select u.project_id from product_media m
    join project_pictures u on u.asset_id = m.asset_id where m.product_id = any(${place}))))`;

const ofBrands = (place: string) => `(
  a.id = any(array(
    select unnest(array[b.logo_asset_id, b.logo_on_dark_asset_id]) from brands b where b.id = any(${place})
    union all select unnest(array[f.asset_id, f.on_dark_asset_id]) from brand_files f where f.brand_id = any(${place})
    union all select m.asset_id from products q join product_media m on m.product_id = q.id
      where q.brand_id = any(${place}) and q.deleted_at is null))
  or a.role = 'deliverable' and a.project_id = any(array(select p.id from projects p where p.brand_id = any(${place}))))`;

const ofProject = (place: string) =>
  `(a.project_id = ${place} or a.id = any(array(select u.asset_id from project_pictures u where u.project_id = ${place})))`;

/** The page is chosen before its thumbnails are looked up, so that a list costs its page and not the organization. */
export async function listLibrary(
  transaction: Transaction,
  request: { filter: AssetFilter; sort: AssetSort; after: Position | null; limit: number },
  few = FEW,
): Promise<(AssetRecord & { sort_value: string })[]> {
  const { column, type, direction } = SORTS[request.sort];
  const { sql, values } = toCondition(request.filter, await findWords(transaction, request.filter, few));
  if (request.after) {
    values.push(request.after.value, request.after.id);
    const [value, id] = [`$${values.length - 1}::${type}`, `$${values.length}::uuid`];
    sql.push(`(${column}, a.id) ${direction === 'asc' ? '>' : '<'} (${value}, ${id})`);
  }
  values.push(request.limit);
  const order = column === 'a.id' ? `a.id ${direction}` : `${column} ${direction}, a.id ${direction}`;
  const { rows } = await transaction.query<AssetRecord & { sort_value: string }>(
    `select ${assetColumns}, (${column})::text as sort_value from ${assetTables}
     where a.id = any(array(select a.id from assets a where ${sql.join(' and ')} order by ${order} limit $${values.length}))
     order by ${order}`,
    values,
  );
  return rows;
}

/** How many files share all of this. */
export type FacetGroup = {
  kind: AssetKind;
  origin: AssetOrigin;
  made_by: string;
  created_by: string | null;
  is_used: boolean;
  count: number;
};

export async function groupLibrary(
  transaction: Transaction,
  { kind: _kind, origin: _origin, maker: _maker, person: _person, used: _used, ...filter }: AssetFilter,
  few = FEW,
): Promise<FacetGroup[]> {
  const { sql, values } = toCondition(filter, await findWords(transaction, filter, few));
  const { rows } = await transaction.query<FacetGroup>(
    `select a.kind, a.origin, a.made_by, a.created_by, n.asset_id is not null as is_used, count(*)::int as count
     from assets a left join ${USED_IDS} n on n.asset_id = a.id where ${sql.join(' and ')} group by 1, 2, 3, 4, 5`,
    values,
  );
  return rows;
}

export async function countLibrary(transaction: Transaction): Promise<{ all: number; deleted: number }> {
  const { rows } = await transaction.query<{ all: number; deleted: number }>(
    `select (select count(*)::int from assets a where ${PEOPLES} and a.deleted_at is null) as "all",
       (select count(*)::int from assets a where ${PEOPLES} and a.deleted_at is not null) as deleted`,
  );
  return rows[0]!;
}

/** Names of colleagues; people of other organizations have none here. */
export async function listMemberNames(transaction: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await transaction.query<{ id: string; name: string | null }>(
    'select p.id, app.member_name(p.id) as name from unnest($1::uuid[]) as p (id)',
    [ids],
  );
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
