import pg from 'pg';
import { inject } from 'vitest';
import { type Database, deriveRolePasswords, openDatabase, toRoleUrls } from '../platform/database/index.ts';
import { newId } from '../platform/ids.ts';

export type TestDatabase = { database: Database; ownerUrl: string; drop(): Promise<void> };

/** An own copy of the migrated template. `drop` fails when a client was left open: a leak is a fault of the test or the code. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${newId().replaceAll('-', '')}`;
  await runAsOwner(`create database ${name} template template_kinora`);
  const url = new URL(inject('ownerUrl'));
  url.pathname = `/${name}`;
  const database = openDatabase({ urls: toRoleUrls(url.href, deriveRolePasswords(inject('roleSecret'))) });
  return {
    database,
    ownerUrl: url.href,
    async drop() {
      await database.close();
      const leaked = await findLeaks(name);
      await runAsOwner(`drop database ${name} with (force)`);
      if (leaked.length > 0) throw new Error(`Connections were left open: ${JSON.stringify(leaked)}`);
    },
  };
}

/** The server needs a moment to notice a connection that was closed; what is still there after two seconds was left open. */
async function findLeaks(name: string): Promise<object[]> {
  const look = () => runAsOwner(`select application_name, query from pg_stat_activity where datname = '${name}'`);
  const until = Date.now() + 2000;
  let found = await look();
  while (found.length > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = await look();
  }
  return found;
}

async function runAsOwner(sql: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: inject('ownerUrl') });
  await client.connect();
  try {
    return (await client.query(sql)).rows as object[];
  } finally {
    await client.end();
  }
}

/** An organization with its wallet-less row, for tests of slices that only need one to exist. */
export async function insertOrganization(database: Database, name = 'Test'): Promise<string> {
  const id = newId();
  await database.inOrganization(id, async (transaction) => {
    await transaction.query('insert into organizations (id, name) values ($1, $2)', [id, name]);
  });
  return id;
}
