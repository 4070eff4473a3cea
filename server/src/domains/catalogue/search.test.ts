import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import type { ListSort } from './list-store.ts';
import { type FoundPosition, findProducts, isFound, type ProductSearch } from './search-store.ts';

/** What a search must answer, worked out from all rows one by one. */
type Row = {
  id: string;
  kind: string;
  status: string;
  tags: string[];
  is_deleted: boolean;
  has_hero: boolean;
  sort_name: string;
  sku_key: string | null;
  search_text: string;
  updated: string;
  created: string;
  price_minor: number | null;
};

const WORDS = ['linen', 'line', 'shirt', 'shirts', 'a', 'al', 'coat', 'שמלה', 'פשתנ', 'قميص', '17', '7'];
const PRODUCTS = 400;

let test: TestDatabase;
let organization: string;
let rows: Row[];
beforeAll(async () => {
  test = await createTestDatabase();
  organization = await insertOrganization(test.database);
  const neighbour = await insertOrganization(test.database);
  const client = new pg.Client({ connectionString: test.ownerUrl });
  await client.connect();
  for (const [index, owner] of [organization, neighbour].entries()) await fill(client, owner, index);
  const sql = `select id, kind, status, tags, deleted_at is not null as is_deleted, sort_name, sku_key, search_text,
    to_char(updated_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') as updated, price_minor::int,
    to_char(created_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') as created,
    exists (select 1 from product_media m where m.product_id = p.id) as has_hero from products p where organization_id = $1`;
  rows = (await client.query<Row>(sql, [organization])).rows;
  await client.end();
});
afterAll(() => test.drop());

/** Few words, so that many share them; several share a time, a name, a price and, written differently, a SKU. */
async function fill(client: pg.Client, owner: string, seed: number): Promise<void> {
  const asset = newId();
  await client.query(
    `insert into assets (id, organization_id, kind, role, name, media_type, sha256, size_bytes, origin, made_by)
     values ($1, $2, 'image', 'source', 'hero.png', 'image/png', repeat('a', 64), 1, 'upload', 'Upload')`,
    [asset, owner],
  );
  await client.query(
    `with drawn as (select n, setseed(($3 + n) / 1000.0), $4::text[] as words, random() as a, random() as b, random() as c, random() as d
       from generate_series(1, $2::int) n)
     insert into products (id, organization_id, kind, name, sku, status, tags, description, price_minor, currency, created_at, updated_at, deleted_at)
     select gen_random_uuid(), $1, (array['garment', 'object'])[1 + n % 2],
       trim(words[1 + floor(a * 12)] || ' ' || case when b < 0.7 then words[1 + floor(c * 12)] else '' end),
       case when n % 3 = 0 then 'AL-' || n % 40 || repeat('-', n / 40) end, (array['active', 'draft', 'archived'])[1 + n % 3],
       case when n % 5 = 0 then array['season', words[1 + floor(d * 12)]] else '{}' end,
       case when n % 2 = 0 then 'Made of ' || words[1 + floor(b * 12)] || ' and ' || words[1 + floor(d * 12)] else '' end,
       case when n % 4 > 0 then n % 9 end, case when n % 4 > 0 then 'EUR' end,
       now() - n % 70 * interval '1 hour', now() - n % 50 * interval '1 hour', case when n % 11 = 0 then now() end
     from drawn`,
    [owner, PRODUCTS, seed, WORDS],
  );
  await client.query(
    `insert into product_media (id, organization_id, product_id, asset_id, role, position)
     select gen_random_uuid(), $1, id, $2, 'hero', 0 from products where organization_id = $1 and hashtext(id::text) % 3 = 0`,
    [owner, asset],
  );
}

const holds = (text: string, word: string) => text.includes(word.length < 3 ? ` ${word}` : word);

/** The rank, or null for a product that is not found. */
function rankOf(row: Row, query: string): number | null {
  const words = query.split(' ');
  if (row.sku_key === words.join('')) return 0;
  if (!words.slice(0, 8).every((word) => holds(row.search_text, word))) return null;
  if (row.sort_name === query) return 1;
  if (row.sort_name.startsWith(query)) return 2;
  return ` ${row.sort_name}`.includes(` ${words[0]}`) ? 3 : 4;
}

function fits(row: Row, filter: ProductSearch['filter']): boolean {
  return (
    row.is_deleted === (filter.deleted ?? false) &&
    (!filter.kind?.length || (filter.kind as string[]).includes(row.kind)) &&
    (!filter.status?.length || (filter.status as string[]).includes(row.status)) &&
    (!filter.tag?.length || filter.tag.some((tag) => row.tags.includes(tag))) &&
    (filter.hasHero === undefined || filter.hasHero === row.has_hero)
  );
}

const byCodePoints = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
const inOrder: Record<string, (left: Row, right: Row) => number> = {
  updated: (left, right) => byCodePoints(left.updated, right.updated),
  created: (left, right) => byCodePoints(left.created, right.created),
  name: (left, right) => byCodePoints(left.sort_name, right.sort_name),
  // Without a price comes last both ways.
  price: (left, right) => (left.price_minor ?? 2 ** 40) - (right.price_minor ?? 2 ** 40),
  '-price': (left, right) => (left.price_minor ?? -1) - (right.price_minor ?? -1),
};

function expected({ query, filter, sort }: ProductSearch): string[] {
  const order = sort ?? '-updated';
  const compare = inOrder[order] ?? inOrder[order.replace('-', '')]!;
  const sign = order.startsWith('-') ? -1 : 1;
  return rows
    .map((row) => ({ row, rank: rankOf(row, query) }))
    .filter(({ row, rank }) => rank !== null && fits(row, filter))
    .sort(
      (left, right) =>
        (sort === null ? left.rank! - right.rank! : 0) ||
        sign * (compare(left.row, right.row) || byCodePoints(left.row.id, right.row.id)),
    )
    .map(({ row }) => row.id);
}

async function readAll(search: ProductSearch, few: number): Promise<string[]> {
  const found: FoundPosition[] = [];
  for (;;) {
    const after = found.at(-1) ?? null;
    const page = await test.database.inOrganization(organization, (transaction) =>
      findProducts(transaction, { ...search, after }, few),
    );
    expect(page.length).toBeLessThanOrEqual(search.limit);
    found.push(...page);
    expect(found.length).toBeLessThanOrEqual(PRODUCTS);
    if (page.length < search.limit) return found.map(({ id }) => id);
  }
}

const some = <Value>(...values: Value[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
const searches = fc.record({
  query: fc
    .array(fc.constantFrom(...WORDS, 'al5', 'al 5', 'sea', 'hir', 'zzz'), { minLength: 1, maxLength: 3 })
    .map((words) => words.join(' ')),
  filter: fc.record(
    {
      kind: some('garment' as const, 'object' as const),
      status: some('active' as const, 'draft' as const),
      tag: some('season', 'linen'),
      hasHero: fc.boolean(),
      deleted: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  sort: fc.constantFrom<ListSort | null>(null, null, null, 'name', '-name', 'updated', '-created', 'price', '-price'),
  after: fc.constant(null),
  limit: fc.constantFrom(7, 60, 500),
});

it('answers every search as a look at each product would, to the end, however many match', async () => {
  await fc.assert(
    fc.asyncProperty(searches, fc.constantFrom(0, 3, 40, 4000), async (search, few) => {
      expect(await readAll(search, few)).toEqual(expected(search));
    }),
    { numRuns: 250 },
  );
}, 120_000);

it('says whether words are found at all', async () => {
  const ask = (query: string) =>
    test.database.inOrganization(organization, (transaction) => isFound(transaction, query, {}));
  expect(await Promise.all(['linen', 'פשתנ', 'zzz', ''].map(ask))).toEqual([true, true, false, false]);
});
