import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { ASSET_REFERENCES, OTHER_ASSET_COLUMNS } from './references.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const KNOWN = new Set([...ASSET_REFERENCES.flatMap(({ columns }) => columns), ...Object.keys(OTHER_ASSET_COLUMNS)]);

async function readColumns(sql: string): Promise<string[]> {
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  try {
    return (await owner.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  } finally {
    await owner.end();
  }
}

it('knows every foreign key to assets: what it does not know could be deleted while it is in use', async () => {
  const keys = await readColumns(`
    select c.conrelid::regclass::text || '.' || a.attname as name
    from pg_constraint c cross join lateral unnest(c.conkey) as k (number)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
    where c.contype = 'f' and c.confrelid = 'public.assets'::regclass and a.attname <> 'organization_id' order by 1`);
  expect(keys.length).toBeGreaterThan(9);
  expect(keys.filter((name) => !KNOWN.has(name))).toEqual([]);
});

it('knows every column whose name says that it holds ids of assets, also without a foreign key', async () => {
  const columns = await readColumns(`
    select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attname ~ 'asset_ids?$' and not a.attisdropped order by 1`);
  expect(columns).toContain('takes.preview_asset_ids');
  expect(columns.filter((name) => !KNOWN.has(name))).toEqual([]);
});

it('names no column that is gone', async () => {
  const columns = await readColumns(`
    select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and not a.attisdropped`);
  expect([...KNOWN].filter((name) => !columns.includes(name))).toEqual([]);
});
