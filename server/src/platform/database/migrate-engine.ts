import { migrateSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs';

export const ENGINE_SCHEMA = 'dbos';

/**
 * Run by the migration login, after our own migrations (app.enqueue_job calls into this schema). Safe to run twice. It is
 * what DBOS.migrate does, with a logger that does not print every grant at each start.
 */
export async function migrateEngine(ownerUrl: string): Promise<void> {
  await migrateSystemDatabase(
    ownerUrl,
    new GlobalLogger(undefined, { logLevel: 'error' }),
    ENGINE_SCHEMA,
    'kinora_jobs',
  );
}
