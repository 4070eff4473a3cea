import { KinoraError, type Money } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

/** One paid answer wanted of a vendor, for the leaf that wants it. */
export type JobCost = {
  /** The same key is the same money, however often it is written. */
  key: string;
  jobId: string;
  provider: string;
  model?: string;
  cost: Money;
  isOwnConnection: boolean;
};

/**
 * Money's way beside the credits: `expected` before a vendor is asked (see `budgets/spend.ts`, which looks at the caps at both moments),
 * then `final` with what it came to, or dropped when the vendor certainly did not take the work.
 */
export async function insertExpectedCost(transaction: Transaction, cost: JobCost): Promise<void> {
  await insertCost(transaction, cost, 'expected');
}

/** What an answer came to. Its key need not have been expected: prices known only afterwards are written as they come. */
export async function settleCost(transaction: Transaction, cost: JobCost): Promise<void> {
  const { rowCount } = await transaction.query(
    `update job_costs set state = 'final', cost_micros = $2, currency = $3 where key = $1 and state = 'expected'`,
    [cost.key, cost.cost.micros, cost.cost.currency],
  );
  if (rowCount === 0) await insertCost(transaction, cost, 'final');
}

/** Only for what was certainly not accepted; a doubt keeps its expected cost until it is settled. */
export async function dropCost(transaction: Transaction, key: string): Promise<void> {
  await transaction.query(`delete from job_costs where key = $1 and state = 'expected'`, [key]);
}

async function insertCost(transaction: Transaction, cost: JobCost, state: 'expected' | 'final'): Promise<void> {
  const { rowCount } = await transaction.query(
    `insert into job_costs (id, organization_id, key, job_id, project_id, user_id, provider, model, currency, cost_micros, is_own_connection, state)
     select $1, j.organization_id, $2, j.id, j.project_id, j.actor_user_id, $4, $5, $6, $7, $8, $9 from jobs j where j.id = $3
     on conflict (organization_id, key) do update set updated_at = now()`,
    [
      newId(),
      cost.key,
      cost.jobId,
      cost.provider,
      cost.model ?? null,
      cost.cost.currency,
      cost.cost.micros,
      cost.isOwnConnection,
      state,
    ],
  );
  if (rowCount === 0)
    throw new KinoraError('jobs.not_found', `cost ${cost.key} of job ${cost.jobId}, which is not there`);
}

export type CostRow = {
  id: string;
  jobId: string | null;
  projectId: string | null;
  userId: string | null;
  provider: string;
  model: string | null;
  currency: string;
  micros: number;
  isOwnConnection: boolean;
  isFinal: boolean;
  at: Date;
};

/** Newest first; ids are made in time's order. */
export async function listCosts(
  transaction: Transaction,
  query: { beforeId?: string; projectId?: string; limit: number },
): Promise<CostRow[]> {
  const { rows } = await transaction.query<CostRow>(
    `select id, job_id as "jobId", project_id as "projectId", user_id as "userId", provider, model, currency,
       cost_micros as micros, is_own_connection as "isOwnConnection", state = 'final' as "isFinal", incurred_at as at
     from job_costs where ($1::uuid is null or id < $1) and ($2::uuid is null or project_id = $2) order by id desc limit $3`,
    [query.beforeId ?? null, query.projectId ?? null, query.limit],
  );
  return rows;
}

/** Of the running month in the organization's time zone, each currency by itself. */
export async function sumCostsThisMonth(transaction: Transaction): Promise<Money[]> {
  const { rows } = await transaction.query<Money>(
    `select c.currency, sum(c.cost_micros)::bigint as micros from job_costs c join organizations o on o.id = c.organization_id
      where c.incurred_at >= date_trunc('month', now() at time zone o.time_zone) at time zone o.time_zone
      group by 1 order by 1`,
  );
  return rows;
}
