import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from './test-database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

type Table = { schema: string; name: string; enabled: boolean; forced: boolean; policies: number };

async function listTenantTables(): Promise<Table[]> {
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<Table>(`
    select n.nspname as schema, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'app')
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped)
    order by 1, 2`);
  await owner.end();
  return rows;
}

describe('the tenant wall', () => {
  it('stands on every table with an organization', async () => {
    const tables = await listTenantTables();
    expect(tables.length).toBeGreaterThan(3);
    const open = tables
      .filter((table) => !table.enabled || !table.forced || table.policies === 0)
      .map((table) => `${table.schema}.${table.name}`);
    expect(open).toEqual([]);
  });

  it('shows, changes, moves and deletes nothing of another organization, in every table', async () => {
    const mine = await insertOrganization(test.database, 'Mine');
    const other = await insertOrganization(test.database, 'Other');
    const tables = await listTenantTables();
    await fillTables(tables, mine);
    for (const { schema, name } of tables) {
      const table = `${schema}.${name}`;
      const count = `select count(*)::int as count from ${table} where organization_id = '${mine}'`;
      const asOther = (sql: string) => test.database.inOrganization(other, (transaction) => transaction.query(sql));
      const touches = [
        count.replace('count(*)::int as count', '1'),
        `update ${table} set organization_id = organization_id where organization_id = '${mine}'`,
        `delete from ${table} where organization_id = '${mine}'`,
      ];
      for (const sql of touches) {
        expect(await countTouched(asOther(sql)), `as another organization: ${sql}`).toBe(0);
        expect(await countTouched(test.database.app.query(sql)), `as nobody: ${sql}`).toBe(0);
      }
      const moving = test.database.inOrganization(mine, (transaction) =>
        transaction.query(`update ${table} set organization_id = '${other}'`),
      );
      await expect(moving, `moving rows of ${table}`).rejects.toHaveProperty('code', '42501');
      expect((await queryAsOwner<{ count: number }>(count))[0]?.count, `${table} was filled`).toBeGreaterThan(0);
    }
  });

  it('lets nobody write into or move rows to another organization', async () => {
    const mine = await insertOrganization(test.database, 'Mine');
    const other = await insertOrganization(test.database, 'Other');
    await expect(
      test.database.inOrganization(mine, (transaction) =>
        transaction.query('insert into organizations (id, name) values ($1, $2)', [newId(), 'Foreign']),
      ),
    ).rejects.toHaveProperty('code', '42501');
    await test.database.inOrganization(mine, async (transaction) => {
      const { rowCount } = await transaction.query('update organizations set name = $2 where id = $1', [
        other,
        'taken',
      ]);
      expect(rowCount).toBe(0);
    });
    await expect(
      test.database.app.query('insert into organizations (id, name) values ($1, $2)', [newId(), 'Nobody']),
    ).rejects.toHaveProperty('code', '42501');
  });

  it('is not lifted for the program by any attribute of its role', async () => {
    const { rows } = await test.database.app.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
      'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    );
    expect(rows[0]).toEqual({ rolsuper: false, rolbypassrls: false });
  });
});

/** A table the program's role may not touch at all is closed more tightly than the wall asks for. */
async function countTouched(query: Promise<{ rowCount: number }>): Promise<number> {
  try {
    return (await query).rowCount;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 0;
    throw error;
  }
}

async function queryAsOwner<Row extends object>(sql: string): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  try {
    return (await owner.query(sql)).rows as Row[];
  } finally {
    await owner.end();
  }
}

type Column = { name: string; type: string };

/** One row in each table, whatever the table asks of it: keys, triggers and checks of this copy do not matter here. */
async function fillTables(tables: readonly Table[], organizationId: string): Promise<void> {
  for (const { schema, name } of tables) {
    const table = `${schema}.${name}`;
    const checks = await queryAsOwner<{ name: string }>(
      `select conname as name from pg_constraint where conrelid = '${table}'::regclass and contype = 'c' and conislocal`,
    );
    const columns = await queryAsOwner<Column>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attnotnull and not atthasdef
         and attidentity = '' and attname <> 'organization_id'`,
    );
    const names = ['organization_id', ...columns.map((column) => `"${column.name}"`)];
    const values = [`'${organizationId}'`, ...columns.map(({ type }) => sampleValue(type))];
    await queryAsOwner(
      [
        ...checks.map((check) => `alter table ${table} drop constraint "${check.name}" cascade`),
        `alter table ${table} disable trigger user`,
        'set session_replication_role = replica',
        `insert into ${table} (${names}) values (${values}) on conflict do nothing`,
      ].join('; '),
    );
  }
}

function sampleValue(type: string): string {
  if (type.endsWith('[]')) return `'{}'::${type}`;
  if (type === 'uuid') return `'${newId()}'`;
  if (type === 'jsonb' || type === 'json') return `'{}'`;
  if (type === 'boolean') return 'false';
  if (type === 'bytea') return `'\\x00'`;
  if (/^(timestamp|date|time)/.test(type)) return 'now()';
  if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return '1';
  if (type === 'app.sealed') return `'v2.00000000.x.x'`;
  return `'x'`;
}
