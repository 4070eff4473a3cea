import { repositoryFile } from '@kinora/media-node';
import pg from 'pg';
import { migrateEngine } from '../workflows/index.ts';
import { migrationLockKey, runMigrations } from './migrations.ts';
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
    await owner.query('select pg_advisory_lock($1)', [migrationLockKey]);
    if (options.passwords) await createRoles(owner, options.passwords);
    const applied = await runMigrations(owner, options.folder ?? migrationsFolder);
    await migrateEngine(options.ownerUrl);
    return { applied };
  } finally {
    await owner.end();
  }
}
