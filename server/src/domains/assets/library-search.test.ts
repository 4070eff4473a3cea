import type { AssetFilter, AssetSort } from '@kinora/contract';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import { groupLibrary, listLibrary, type Position } from './library-store.ts';

/** What a list must answer, worked out from all files one by one. */
type Row = {
  id: string;
  kind: string;
  origin: string;
  made_by: string;
  licence: string | null;
  is_deleted: boolean;
  is_used: boolean;
  sort_name: string;
  search_text: string;
  size: number;
};

const WORDS = ['linen', 'line', 'shirt', 'jpg', 'a', 'al', 'שמלה', 'פשתנ', 'قميص', '17', '7'];
const FILES = 400;

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
  const sql = `select id, kind, origin, made_by, licence, deleted_at is not null as is_deleted, sort_name, search_text,
    size_bytes::int as size, exists (select 1 from product_media m where m.asset_id = a.id) as is_used
    from assets a where organization_id = $1`;
  rows = (await client.query<Row>(sql, [organization])).rows;
  await client.end();
});
afterAll(() => test.drop());

/** Few words, so that many share them; several share a name and a size. */
async function fill(client: pg.Client, owner: string, seed: number): Promise<void> {
  await client.query(
    `with drawn as (select n, setseed(($3 + n) / 1000.0), $4::text[] as words, random() as a, random() as b from generate_series(1, $2::int) n)
     insert into assets (id, organization_id, kind, role, name, media_type, sha256, size_bytes, origin, made_by, licence, deleted_at)
     select gen_random_uuid(), $1, (array['image', 'video', 'font'])[1 + n % 3], 'source',
       words[1 + floor(a * 11)] || '-' || words[1 + floor(b * 11)] || '.jpg', 'image/jpeg', md5($1::uuid::text || n) || md5(n::text),
       n % 40, (array['upload', 'import'])[1 + n % 2], case when n % 7 = 0 then 'Import of al' else 'Upload' end,
       case when n % 4 = 0 then 'Own' end, case when n % 11 = 0 then now() end from drawn`,
    [owner, FILES, seed, WORDS],
  );
  const product = newId();
  await client.query(`insert into products (id, organization_id, kind, name) values ($1, $2, 'object', 'Product')`, [
    product,
    owner,
  ]);
  await client.query(
    `insert into product_media (id, organization_id, product_id, asset_id, role, position)
     select gen_random_uuid(), $1, $2, id, 'detail', 1 from assets where organization_id = $1 and size_bytes % 3 = 0`,
    [owner, product],
  );
}

const holds = (text: string, word: string) => text.includes(word.length < 3 ? ` ${word}` : word);
const fits = (row: Row, filter: AssetFilter) =>
  row.is_deleted === (filter.deleted ?? false) &&
  (filter.q ?? '').split(' ').every((word) => holds(row.search_text, word)) &&
  (!filter.kind?.length || (filter.kind as string[]).includes(row.kind)) &&
  (!filter.origin?.length || (filter.origin as string[]).includes(row.origin)) &&
  (filter.maker === undefined || filter.maker === row.made_by) &&
  (filter.used === undefined || filter.used === row.is_used) &&
  (filter.licensed === undefined || filter.licensed === (row.licence !== null));

const byCodePoints = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
function compare(sort: AssetSort): (left: Row, right: Row) => number {
  const sign = sort.startsWith('-') ? -1 : 1;
  const value = (left: Row, right: Row) => {
    if (sort.endsWith('name')) return byCodePoints(left.sort_name, right.sort_name);
    return sort.endsWith('size') ? left.size - right.size : 0;
  };
  return (left, right) => sign * (value(left, right) || byCodePoints(left.id, right.id));
}

async function readAll(filter: AssetFilter, sort: AssetSort, limit: number, few: number): Promise<string[]> {
  const ids: string[] = [];
  let after: Position | null = null;
  for (;;) {
    const request: Parameters<typeof listLibrary>[1] = { filter, sort, after, limit };
    const page: Awaited<ReturnType<typeof listLibrary>> = await test.database.inOrganization(
      organization,
      (transaction) => listLibrary(transaction, request, few),
    );
    ids.push(...page.map(({ id }) => id));
    expect(ids.length).toBeLessThanOrEqual(FILES);
    const last = page.at(-1);
    if (page.length < limit || !last) return ids;
    after = { value: sort.endsWith('size') ? Number(last.sort_value) : last.sort_value, id: last.id };
  }
}

const some = <Value>(...values: Value[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
const filters = fc
  .record(
    {
      q: fc
        .array(fc.constantFrom(...WORDS, 'upload', 'hir', 'zzz'), { minLength: 1, maxLength: 3 })
        .map((words) => words.join(' ')),
      kind: some('image' as const, 'video' as const),
      origin: some('upload' as const),
      maker: fc.constant('Import of al'),
      used: fc.boolean(),
      licensed: fc.boolean(),
      deleted: fc.boolean(),
    },
    { requiredKeys: ['q'] },
  )
  .map((filter) => filter as AssetFilter);
const sorts = fc.constantFrom<AssetSort>('-created', 'created', 'name', '-name', '-size', 'size');
const fews = fc.constantFrom(0, 3, 40, 4000);

it('answers every search as a look at each file would, to the end, however many match', async () => {
  await fc.assert(
    fc.asyncProperty(filters, sorts, fc.constantFrom(7, 60, 500), fews, async (filter, sort, limit, few) => {
      const expected = rows.filter((row) => fits(row, filter)).sort(compare(sort));
      expect(await readAll(filter, sort, limit, few)).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 200 },
  );
}, 120_000);

it('counts as a look at each file would', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fews, async (filter, few) => {
      const groups = await test.database.inOrganization(organization, (transaction) =>
        groupLibrary(transaction, filter, few),
      );
      const { kind: _kind, origin: _origin, maker: _maker, used: _used, ...kept } = filter;
      const left = rows.filter((row) => fits(row, kept));
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(left.length);
      for (const group of groups)
        expect(group.count).toBe(
          left.filter(
            (row) =>
              row.kind === group.kind &&
              row.origin === group.origin &&
              row.made_by === group.made_by &&
              row.is_used === group.is_used,
          ).length,
        );
    }),
    { numRuns: 100 },
  );
}, 120_000);
