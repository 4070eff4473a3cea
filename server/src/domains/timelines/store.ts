import { type Timeline, timeline } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

export type StoredTimeline = { revision: number; timeline: Timeline };

export async function findTimeline(transaction: Transaction, projectId: string): Promise<StoredTimeline | undefined> {
  const { rows } = await transaction.query<{ revision: number; snapshot: unknown }>(
    'select revision, snapshot from timelines where project_id = $1',
    [projectId],
  );
  return rows[0] && { revision: rows[0].revision, timeline: timeline.parse(rows[0].snapshot) };
}

/** The revision moves only when the cut does, so that saving the same cut twice says the same. */
export async function saveTimeline(
  transaction: Transaction,
  organizationId: string,
  projectId: string,
  snapshot: Timeline,
): Promise<{ revision: number; isChanged: boolean }> {
  const { rows } = await transaction.query<{ revision: number }>(
    `insert into timelines (id, organization_id, project_id, revision, snapshot) values ($1, $2, $3, 1, $4)
     on conflict (organization_id, project_id) do update set snapshot = excluded.snapshot, revision = timelines.revision + 1
       where timelines.snapshot <> excluded.snapshot
     returning revision`,
    [newId(), organizationId, projectId, snapshot],
  );
  if (rows[0]) return { revision: rows[0].revision, isChanged: true };
  const known = await findTimeline(transaction, projectId);
  return { revision: known?.revision ?? 1, isChanged: false };
}
