import { KinoraError } from '@kinora/contract';
import { repositoryFile } from '@kinora/media-node';
import pg from 'pg';
import { migrateEngine } from './migrate-engine.ts';
import {
  type AppliedMigration,
  migrationLockKey,
  planMigrations,
  readMigrations,
  runMigrations,
} from './migrations.ts';
import { createRoles, type RolePasswords } from './roles.ts';

const migrationsFolder = repositoryFile('server/src/migrations');

export type PrepareOptions = {
  ownerUrl: string;
  /** Absent when the operator made the roles and passes their URLs. */
  passwords?: RolePasswords;
  folder?: string;
};

/** Roles, then migrations, under one lock: programs that start together wait for each other instead of failing. */
export async function prepareDatabase(options: PrepareOptions): Promise<{ applied: string[] }> {
  const owner = new pg.Client({ connectionString: options.ownerUrl, application_name: 'kinora migrations' });
  await owner.connect();
  try {
    await takeMigrationLock(owner);
    if (options.passwords) await createRoles(owner, options.passwords);
    const applied = await runMigrations(owner, options.folder ?? migrationsFolder);
    await migrateEngine(options.ownerUrl);
    return { applied };
  } finally {
    await owner.end();
  }
}

/** For a program that joins a database others keep: refuses one that is older or newer than this program, and changes nothing. */
export async function assertSameSchema(ownerUrl: string, folder = migrationsFolder): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'kinora check' });
  await owner.connect();
  try {
    const applied = await owner.query<AppliedMigration>('select number, name, sha256 from app.migrations');
    const pending = planMigrations(await readMigrations(folder), applied.rows);
    if (pending.length > 0) throw new KinoraError('database.older', `${pending[0]?.name} is not applied`);
  } finally {
    await owner.end();
  }
}

const LOCK_POLL_MS = 50;

/**
 * Asked again and again instead of waiting inside one statement: a waiting statement keeps its snapshot, the engine's
 * migrations build indexes concurrently, which waits for all snapshots, and so two programs would wait for each other for ever.
 */
async function takeMigrationLock(owner: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      migrationLockKey,
    ]);
    if (rows[0]?.taken) return;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}
