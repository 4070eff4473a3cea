import type { OperatorQueues } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';

type Row = Omit<OperatorQueues['organizations'][number], 'lastHour'> & { completed: number; failed: number };

/** The look over all organizations; the function in the database answers nothing to anybody but an operator. */
export async function readOperatorQueues({ app }: Pick<Database, 'app'>, userId: string): Promise<OperatorQueues> {
  const organizations = await app.query<Row>(
    `select organization_id as id, name, is_paused as "isPaused", pending, processing, waiting, completed, failed,
       oldest_pending_seconds as "oldestPendingSeconds" from app.operator_queues($1)`,
    [userId],
  );
  const slots = await app.query<OperatorQueues['slots'][number]>(
    'select slot as kind, used::int as used, total::int as total from app.queue_slots()',
  );
  const studio = await app.query<Pick<OperatorQueues, 'mode' | 'executors'>>(
    'select (select mode from queue_mode) as mode, app.living_executors() as executors',
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
