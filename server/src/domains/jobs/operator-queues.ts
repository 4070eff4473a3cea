import type { OperatorQueues } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';

type Row = Omit<OperatorQueues['organizations'][number], 'lastHour'> & { completed: number; failed: number };

/** The look over all organizations; the function in the database answers nothing to anybody but an operator. */
export async function readOperatorQueues({ app }: Pick<Database, 'app'>, userId: string): Promise<OperatorQueues> {
  const organizations = await app.query<Row>(
    `select organization_id as id, name, is_paused as "isPaused", pending, processing, waiting, completed, failed,
       oldest_pending_seconds as "oldestPendingSeconds", max_running as "maxRunning" from app.operator_queues($1)`,
    [userId],
  );
  const slots = await app.query<OperatorQueues['slots'][number]>(
    'select slot as kind, used::int as used, total::int as total from app.queue_slots()',
  );
  const studio = await app.query<Pick<OperatorQueues, 'mode' | 'executors' | 'maxRunning'>>(
    'select mode, max_running as "maxRunning", app.living_executors() as executors from queue_mode',
  );
  return {
    ...studio.rows[0]!,
    slots: slots.rows,
    organizations: organizations.rows.map(({ completed, failed, ...row }) => ({
      ...row,
      lastHour: { completed, failed },
    })),
  };
}

/** @returns false where the person is no operator, or the organization is not there: to the caller both are the same */
export async function setRunningLimit(
  { app }: Pick<Database, 'app'>,
  userId: string,
  { organizationId, maxRunning }: { organizationId: string | null; maxRunning: number | null },
): Promise<boolean> {
  const { rows } = await app.query<{ is_set: boolean }>('select app.set_running_limit($1, $2, $3) as is_set', [
    userId,
    organizationId,
    maxRunning,
  ]);
  return rows[0]!.is_set;
}
