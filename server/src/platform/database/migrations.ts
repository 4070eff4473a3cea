import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KinoraError } from '@kinora/contract';
import type pg from 'pg';

export type Migration = { number: number; name: string; sql: string; sha256: string };
export type AppliedMigration = { number: number; name: string; sha256: string };

const fileName = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** Any constant does, as long as no other program on the same database uses it. */
export const migrationLockKey = 4_611_686_018;

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const match = fileName.exec(name);
      if (!match) throw new KinoraError('database.migration_name', `${name} is not NNNN_name.sql`);
      const sql = await readFile(join(folder, name), 'utf8');
      return { number: Number(match[1]), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
  const twice = migrations.find((one, index) => migrations[index + 1]?.number === one.number);
  if (twice) throw new KinoraError('database.migration_name', `two migrations share number ${twice.number}`);
  return migrations;
}

/** What is still to run, or why this program must not touch this database. */
export function planMigrations(files: Migration[], applied: AppliedMigration[]): Migration[] {
  const byNumber = new Map(files.map((file) => [file.number, file]));
  for (const row of applied) {
    const file = byNumber.get(row.number);
    if (!file) {
      throw new KinoraError('database.newer', `migration ${row.name} is in the database and not in this program`, {
        sentence:
          'This database was made by a newer Kinora. Start the newer version, or restore a backup made by this one.',
      });
    }
    if (file.sha256 !== row.sha256) {
      throw new KinoraError('database.drift', `migration ${row.name} differs from the one that was applied`, {
        sentence: `The file ${row.name} was changed after it was applied. Put the original file back; changes belong in a new migration.`,
      });
    }
  }
  const done = new Set(applied.map((row) => row.number));
  return files.filter((file) => !done.has(file.number));
}

/** The caller holds the migration lock (see prepareDatabase), so a second program waits and then finds nothing to do. */
export async function runMigrations(owner: pg.Client, folder: string): Promise<string[]> {
  await owner.query('create schema if not exists app');
  await owner.query(
    `create table if not exists app.migrations (
       number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`,
  );
  const applied = await owner.query<AppliedMigration>(
    'select number, name, sha256 from app.migrations order by number',
  );
  const pending = planMigrations(await readMigrations(folder), applied.rows);
  for (const migration of pending) await applyMigration(owner, migration);
  // A new function is open to everybody, and per-schema default privileges cannot change that; migrations grant by name.
  await owner.query('revoke execute on all functions in schema app from public');
  return pending.map((migration) => migration.name);
}

async function applyMigration(owner: pg.Client, migration: Migration): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(migration.sql);
    await owner.query('insert into app.migrations (number, name, sha256) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.sha256,
    ]);
    await owner.query('commit');
  } catch (cause) {
    await owner.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KinoraError('database.migration_failed', `${migration.name}: ${reason}`, { cause });
  }
}
