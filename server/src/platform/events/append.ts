import type { FactType } from '@kinora/contract';
import type { Transaction } from '../database/index.ts';

export type NewEvent = {
  type: FactType;
  projectId?: string | null;
  jobId?: string | null;
  /** Small JSON of ids, states and figures: it is kept for 14 days and sent to every open screen. */
  data: Record<string, unknown>;
};

/**
 * Writes a fact. Call it LAST in a transaction: the counter's row lock, which makes the order of numbers the order of
 * commits, holds up the organization's other writers until the commit. When a transaction writes for several
 * organizations, write in the order of their ids, so that two such transactions never wait for each other in a ring.
 */
export async function appendEvent(transaction: Transaction, organizationId: string, event: NewEvent): Promise<void> {
  await transaction.query(
    `with counted as (
       insert into event_counters as c (organization_id, last_seq) values ($1, 1)
         on conflict (organization_id) do update set last_seq = c.last_seq + 1 returning last_seq),
     written as (
       insert into events (organization_id, seq, type, project_id, job_id, data)
         select $1, last_seq, $2, $3, $4, $5 from counted returning organization_id)
     select pg_notify('kinora_events', organization_id::text) from written`,
    [organizationId, event.type, event.projectId ?? null, event.jobId ?? null, event.data],
  );
}
