import type { Database } from '../../../platform/database/index.ts';
import type { Storage } from '../../../platform/storage/index.ts';
import { deleteUnusedContent } from '../../assets/index.ts';

export type TaskFiles = Pick<Storage, 'putStream' | 'open' | 'find' | 'delete'>;

/** Work whose intent has ended is forgotten; a file that came in for it and became no asset goes with it, also one that a lost lease left. */
export async function sweepTasks(
  database: Pick<Database, 'inOrganization'>,
  storage: TaskFiles,
  organizationId: string,
): Promise<void> {
  const hashes = await database.inOrganization(organizationId, async (transaction) => {
    const { rows } = await transaction.query<{ sent: string[] }>(
      `delete from comfy_tasks t using intents i where i.id = t.id and i.finished_at < clock_timestamp() - interval '10 minutes'
       returning t.sent`,
    );
    return rows.flatMap(({ sent }) => sent);
  });
  await deleteUnusedContent({ database, storage }, organizationId, hashes);
}
