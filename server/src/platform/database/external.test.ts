import { rmSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeQuickFolder } from '../../testing/quick-folder.ts';
import { insertOrganization } from '../../testing/test-database.ts';
import { newId } from '../ids.ts';
import { openDatabase } from './connection.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded.ts';
import { assertUsableServer } from './external.ts';
import { prepareDatabase } from './prepare.ts';
import { deriveRolePasswords, toRoleUrls } from './roles.ts';

/** A server of its own, because on the shared one the logins exist already and belong to a superuser. */
let folder: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  folder = makeQuickFolder('external');
  server = await startEmbeddedPostgres({ dataFolder: folder });
  await asSuperuser("create role studio login createrole nosuperuser nobypassrls password 'studio'");
  await asSuperuser('create database studio owner studio');
  await asSuperuser("create database plain_c template template0 locale_provider libc lc_collate 'C' lc_ctype 'C'");
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function urlOf(database: string, user?: string): string {
  const url = new URL(server.ownerUrl);
  url.pathname = `/${database}`;
  if (user) {
    url.username = user;
    url.password = user;
  }
  return url.href;
}

describe('an own PostgreSQL', () => {
  it('needs only a login that may make roles, and starts again and again', async () => {
    const ownerUrl = urlOf('studio', 'studio');
    await assertUsableServer(ownerUrl);
    const passwords = deriveRolePasswords('a secret');
    expect((await prepareDatabase({ ownerUrl, passwords })).applied.length).toBeGreaterThan(3);
    expect((await prepareDatabase({ ownerUrl, passwords })).applied).toEqual([]);
    const database = openDatabase({ urls: toRoleUrls(ownerUrl, passwords) });
    try {
      const mine = await insertOrganization(database, 'Mine');
      const seen = (id: string) =>
        database.inOrganization(id, (transaction) => transaction.query('select 1 from organizations'));
      expect((await seen(mine)).rowCount).toBe(1);
      expect((await seen(newId())).rowCount).toBe(0);
    } finally {
      await database.close();
    }
  });

  it('takes new passwords when the secret changed', async () => {
    const ownerUrl = urlOf('studio', 'studio');
    const passwords = deriveRolePasswords('another secret');
    await prepareDatabase({ ownerUrl, passwords });
    const database = openDatabase({ urls: toRoleUrls(ownerUrl, passwords) });
    try {
      expect((await database.app.query('select 1')).rowCount).toBe(1);
    } finally {
      await database.close();
    }
  });

  it('is refused when a role could look past the wall, or is not ours to change', async () => {
    const ownerUrl = urlOf('studio', 'studio');
    const passwords = deriveRolePasswords('a secret');
    await asSuperuser('alter role kinora_jobs bypassrls');
    await expect(prepareDatabase({ ownerUrl, passwords })).rejects.toMatchObject({
      code: 'database.role_bypasses_wall',
    });
    await asSuperuser('alter role kinora_jobs nobypassrls');
    await asSuperuser("create role stranger login createrole password 'stranger'");
    await asSuperuser('create database strange owner stranger');
    await expect(prepareDatabase({ ownerUrl: urlOf('strange', 'stranger'), passwords })).rejects.toMatchObject({
      code: 'database.roles_refused',
    });
  });

  it('is refused with ctype C, and when it does not answer', async () => {
    await expect(assertUsableServer(urlOf('plain_c'))).rejects.toMatchObject({ code: 'database.ctype_c' });
    await expect(assertUsableServer('postgres://studio:studio@127.0.0.1:9/studio')).rejects.toMatchObject({
      code: 'database.unreachable',
    });
  });
});
