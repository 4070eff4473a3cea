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

  it('shows nothing to another organization and to none, in every table', async () => {
    const mine = await insertOrganization(test.database, 'Mine');
    const other = await insertOrganization(test.database, 'Other');
    for (const { schema, name } of await listTenantTables()) {
      const select = `select count(*)::int as count from ${schema}.${name} where organization_id = $1`;
      const asOther = await test.database.inOrganization(other, (transaction) =>
        transaction.query<{ count: number }>(select, [mine]).catch(ignoreForbidden),
      );
      expect(asOther.rows[0]?.count ?? 0, `${name} seen by another organization`).toBe(0);
      const asNobody = await test.database.app.query<{ count: number }>(select, [mine]).catch(ignoreForbidden);
      expect(asNobody.rows[0]?.count ?? 0, `${name} seen by nobody`).toBe(0);
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

/** A table the program's role may not read at all is closed more tightly than the wall asks for. */
function ignoreForbidden(error: { code?: string }): { rows: { count: number }[] } {
  if (error.code === '42501') return { rows: [] };
  throw error;
}
