import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { newId } from '../ids.ts';
import { planMigrations, readMigrations } from './migrations.ts';
import { prepareDatabase } from './prepare.ts';

let folder: string;
let name: string;
let ownerUrl: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-migrations-'));
  name = `migrations_${newId().replaceAll('-', '')}`;
  await query(inject('ownerUrl'), `create database ${name}`);
  const url = new URL(inject('ownerUrl'));
  url.pathname = `/${name}`;
  ownerUrl = url.href;
});

afterEach(async () => {
  await query(inject('ownerUrl'), `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function write(file: string, sql: string): void {
  writeFileSync(join(folder, file), sql);
}

const prepare = () => prepareDatabase({ ownerUrl, folder });

describe('migrations', () => {
  it('run once, in the order of their numbers', async () => {
    write('0002_add.sql', 'alter table films add column title text;');
    write('0001_films.sql', 'create table films (id integer);');
    expect((await prepare()).applied).toEqual(['0001_films.sql', '0002_add.sql']);
    expect((await prepare()).applied).toEqual([]);
    write('0003_more.sql', 'alter table films add column length integer;');
    expect((await prepare()).applied).toEqual(['0003_more.sql']);
  });

  it('wait for each other when several programs start at once', async () => {
    write('0001_films.sql', 'create table films (id integer); select pg_sleep(0.2);');
    write('0002_add.sql', 'alter table films add column title text;');
    const results = await Promise.all([prepare(), prepare(), prepare(), prepare()]);
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 2]);
  });

  it('keep nothing of a file that fails, keep the ones before it, and go on once it is repaired', async () => {
    write('0001_films.sql', 'create table films (id integer);');
    write('0002_broken.sql', 'create table half (id integer); select no_such_function();');
    await expect(prepare()).rejects.toMatchObject({
      code: 'database.migration_failed',
      message: expect.stringContaining('0002_broken.sql'),
    });
    const tables = await query<{ name: string | null }>(ownerUrl, "select to_regclass('half')::text as name");
    expect(tables).toEqual([{ name: null }]);
    write('0002_broken.sql', 'create table half (id integer);');
    expect((await prepare()).applied).toEqual(['0002_broken.sql']);
  });

  it('refuse to start when an applied file was changed', async () => {
    write('0001_films.sql', 'create table films (id integer);');
    await prepare();
    write('0001_films.sql', 'create table films (id bigint);');
    write('0002_add.sql', 'alter table films add column title text;');
    await expect(prepare()).rejects.toMatchObject({ code: 'database.drift' });
    const columns = await query(ownerUrl, "select 1 from information_schema.columns where table_name = 'films'");
    expect(columns).toHaveLength(1);
  });

  it('refuse a database made by a newer program', async () => {
    write('0001_films.sql', 'create table films (id integer);');
    write('0002_new.sql', 'create table later (id integer);');
    await prepare();
    rmSync(join(folder, '0002_new.sql'));
    await expect(prepare()).rejects.toMatchObject({
      code: 'database.newer',
      sentence: expect.stringContaining('newer Kinora'),
    });
  });

  it('refuse wrong names and numbers used twice', async () => {
    write('1_films.sql', 'select 1;');
    await expect(readMigrations(folder)).rejects.toMatchObject({ code: 'database.migration_name' });
    rmSync(join(folder, '1_films.sql'));
    write('0001_films.sql', 'select 1;');
    write('0001_shots.sql', 'select 1;');
    await expect(readMigrations(folder)).rejects.toMatchObject({ code: 'database.migration_name' });
  });

  it('take a file whose number lies between applied ones: slices number in their own ranges', () => {
    const file = (number: number) => ({ number, name: `${number}.sql`, sql: '', sha256: String(number) });
    expect(planMigrations([file(1), file(2), file(20)], [file(1), file(20)])).toEqual([file(2)]);
  });

  it('leave nothing to do on a database made from the committed ones', async () => {
    const test = await createTestDatabase();
    try {
      expect((await prepareDatabase({ ownerUrl: test.ownerUrl })).applied).toEqual([]);
    } finally {
      await test.drop();
    }
  });
});
