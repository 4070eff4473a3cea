import type { Database } from '../../../platform/database/index.ts';
import type { Storage } from '../../../platform/storage/index.ts';
import { deleteUnusedContent } from '../../assets/index.ts';

export type TaskFiles = Pick<Storage, 'putStream' | 'open' | 'find' | 'delete'>;

/** Work whose intent has ended is forgotten; a file of it that became no asset goes with it. */
export async function sweepTasks(
  database: Pick<Database, 'inOrganization'>,
  storage: TaskFiles,
  organizationId: string,
): Promise<void> {
  const hashes = await database.inOrganization(organizationId, async (transaction) => {
    const { rows } = await transaction.query<{ files: { hash: string }[] }>(
      `delete from comfy_tasks t using intents i where i.id = t.id and i.finished_at < clock_timestamp() - interval '10 minutes'
       returning t.files`,
    );
    return rows.flatMap((row) => row.files.map(({ hash }) => hash));
  });
  await deleteUnusedContent({ database, storage }, organizationId, hashes);
}
