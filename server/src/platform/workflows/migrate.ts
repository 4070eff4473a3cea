import { DBOS } from '@dbos-inc/dbos-sdk';

export const ENGINE_SCHEMA = 'dbos';

/** Run by the migration login, after our own migrations (app.enqueue_job calls into this schema). Safe to run twice. */
export async function migrateEngine(ownerUrl: string): Promise<void> {
  await DBOS.migrate(ownerUrl, { schemaName: ENGINE_SCHEMA, applicationRole: 'kinora_jobs' });
}
