import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../../platform/database/index.ts';

export const LEASE_SECONDS = 60;
/** Takes of one piece of work before it is given up: something about it ends its agents. */
const MOST_LEASES = 3;

export type TaskPicture = { name: string; hash: string; mediaType: string };
export type TaskFile = { name: string; hash: string; mediaType: string };
export type TaskRow = {
  id: string;
  server_id: string;
  graph: Record<string, { class_type: string; inputs: Record<string, unknown> }>;
  pictures: TaskPicture[];
  state: 'waiting' | 'leased' | 'done' | 'failed' | 'cancelled';
  lease_id: string | null;
  lease_until: Date | null;
  leases: number;
  share: number | null;
  files: TaskFile[];
  fault: string | null;
  preview: Buffer | null;
  /** Counts the frames that came. */
  preview_number: number;
};

export async function findTask(transaction: Transaction, id: string): Promise<TaskRow | undefined> {
  return (await transaction.query<TaskRow>('select * from comfy_tasks where id = $1', [id])).rows[0];
}

/** Under the intent's id: written twice it is one. */
export async function insertTask(
  transaction: Transaction,
  task: Pick<TaskRow, 'id' | 'server_id' | 'graph' | 'pictures'>,
): Promise<void> {
  await transaction.query(
    `insert into comfy_tasks (id, organization_id, server_id, graph, pictures) values ($1, app.org(), $2, $3, $4)
     on conflict (id) do nothing`,
    [task.id, task.server_id, task.graph, JSON.stringify(task.pictures)],
  );
}

/** The oldest that nobody has, or that somebody had and let run out. Two agents that ask at once get two, or one gets none. */
export async function leaseNext(transaction: Transaction, serverId: string): Promise<TaskRow | undefined> {
  await transaction.query(
    `update comfy_tasks set state = 'failed', fault = 'leases ran out'
      where server_id = $1 and state = 'leased' and lease_until < clock_timestamp() and leases >= $2`,
    [serverId, MOST_LEASES],
  );
  const { rows } = await transaction.query<TaskRow>(
    `update comfy_tasks set state = 'leased', lease_id = $2, leases = leases + 1, share = null,
       lease_until = clock_timestamp() + make_interval(secs => $3)
      where id = (select id from comfy_tasks where server_id = $1
          and (state = 'waiting' or (state = 'leased' and lease_until < clock_timestamp()))
        order by created_at for update skip locked limit 1)
     returning *`,
    [serverId, randomUUID(), LEASE_SECONDS],
  );
  return rows[0];
}

/** By the lease alone: after another has taken the work, the old lease names nothing. */
export async function findLeased(
  transaction: Transaction,
  serverId: string,
  leaseId: string,
): Promise<TaskRow | undefined> {
  const { rows } = await transaction.query<TaskRow>(
    'select * from comfy_tasks where server_id = $1 and lease_id = $2 for update',
    [serverId, leaseId],
  );
  return rows[0];
}

/** Also a lease that has run out, as long as nobody else has taken the work. */
export async function renewLease(
  transaction: Transaction,
  leaseId: string,
  { share, preview }: { share: number | null; preview: Buffer | null },
): Promise<void> {
  await transaction.query(
    `update comfy_tasks set share = coalesce($2, share), lease_until = clock_timestamp() + make_interval(secs => $3),
       preview = coalesce($4, preview), preview_number = preview_number + ($4::bytea is not null)::int
      where lease_id = $1 and state = 'leased'`,
    [leaseId, share, LEASE_SECONDS, preview],
  );
}

/** By the work and not by its lease, which may be lost while a large file comes in. */
export async function noteSent(transaction: Transaction, id: string, hash: string): Promise<void> {
  await transaction.query('update comfy_tasks set sent = array_append(sent, $2) where id = $1', [id, hash]);
}

export async function endTask(
  transaction: Transaction,
  id: string,
  end: { files: TaskFile[]; fault: string | null },
): Promise<void> {
  await transaction.query(
    `update comfy_tasks set state = case when $3::text is null then 'done' else 'failed' end, files = $2, fault = $3
      where id = $1 and state = 'leased'`,
    [id, JSON.stringify(end.files), end.fault],
  );
}

/** @returns whether there was anything left to cancel */
export async function cancelTask(transaction: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update comfy_tasks set state = 'cancelled' where id = $1 and state in ('waiting', 'leased')`,
    [id],
  );
  return rowCount === 1;
}
