import type { Budget } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type BudgetRow = {
  id: string;
  scope: Budget['scope'];
  project_id: string | null;
  project_name: string | null;
  user_id: string | null;
  person_name: string | null;
  period: Budget['period'];
  unit: string;
  limit_amount: number;
  mode: Budget['mode'];
  allows_unpriced: boolean;
  used: number;
  period_start: Date;
  created_at: Date;
};

/** Whom new work is for: whose caps count. */
export type SpendScope = { projectId: string | null; userId: string | null };

/**
 * Caps with what is used of each: settled credits and those set aside for open jobs, or costs of vendors, expected ones too.
 * A budget without an end began with the studio.
 */
const SHOWN = `
  select b.id, b.scope, b.project_id, p.name as project_name, b.user_id, app.member_name(b.user_id) as person_name, b.period, b.unit,
    b.limit_amount, b.mode, b.allows_unpriced, b.created_at, s.start as period_start, case when b.unit = 'credits' then (
      select coalesce(sum(t.amount), 0) from ledger_transfers t left join jobs j on j.id = t.job_id
        where t.kind = 'settle' and t.created_at >= s.start
          and (b.project_id is null or j.project_id = b.project_id) and (b.user_id is null or j.actor_user_id = b.user_id)
      ) + (
      select coalesce(sum(j.escrow_credits), 0) from jobs j where j.status in ('pending', 'processing', 'waiting') and j.escrow_credits > 0
          and (b.project_id is null or j.project_id = b.project_id) and (b.user_id is null or j.actor_user_id = b.user_id)
      ) else (
      select coalesce(sum(c.cost_micros), 0) from job_costs c where c.currency = b.unit and c.incurred_at >= s.start
          and (b.project_id is null or c.project_id = b.project_id) and (b.user_id is null or c.user_id = b.user_id)
      ) end::bigint as used
  from budgets b
  join organizations o on o.id = b.organization_id
  left join projects p on p.id = b.project_id
  cross join lateral (select case b.period when 'month'
    then date_trunc('month', now() at time zone o.time_zone) at time zone o.time_zone else '-infinity'::timestamptz end as start) s`;

/**
 * Locks the caps that new work falls under, then reads what is used of them: whoever comes second waits here, and the read
 * after it sees what the first one committed. Taken before the ledger's locks, by everybody.
 */
export async function lockCaps(transaction: Transaction, scope: SpendScope): Promise<BudgetRow[]> {
  const { rows: locked } = await transaction.query<{ id: string }>(
    `select id from budgets where scope = 'organization' or project_id = $1 or user_id = $2 order by id for update`,
    [scope.projectId, scope.userId],
  );
  if (locked.length === 0) return [];
  const { rows } = await transaction.query<BudgetRow>(`${SHOWN} where b.id = any($1::uuid[]) order by b.id`, [
    locked.map(({ id }) => id),
  ]);
  return rows;
}

/** What budgets that stop still let through, in millionths; null where none does. Read without a lock: a hint, no promise. */
export async function readLeft(transaction: Transaction, scope: SpendScope, currency: string): Promise<number | null> {
  const { rows } = await transaction.query<{ used: number; limit_amount: number }>(
    `${SHOWN} where (b.scope = 'organization' or b.project_id = $1 or b.user_id = $2) and b.mode = 'stop' and b.unit = $3`,
    [scope.projectId, scope.userId, currency],
  );
  return rows.length === 0 ? null : Math.min(...rows.map(({ used, limit_amount: limit }) => limit - used));
}

/** A budget in a currency that stops what it cannot count; undefined where none does. */
export async function findUnpricedStop(transaction: Transaction, scope: SpendScope): Promise<string | undefined> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from budgets where (scope = 'organization' or project_id = $1 or user_id = $2)
       and mode = 'stop' and unit <> 'credits' and not allows_unpriced order by id limit 1`,
    [scope.projectId, scope.userId],
  );
  return rows[0]?.id;
}

export async function listBudgetRows(transaction: Transaction): Promise<BudgetRow[]> {
  const { rows } = await transaction.query<BudgetRow>(
    `${SHOWN} where p.id is null or p.deleted_at is null order by b.scope = 'organization' desc, b.scope, p.name, person_name, b.unit, b.period, b.id`,
  );
  return rows;
}

export async function findBudgetRow(transaction: Transaction, id: string): Promise<BudgetRow | undefined> {
  return (await transaction.query<BudgetRow>(`${SHOWN} where b.id = $1`, [id])).rows[0];
}

export type NewBudget = {
  id: string;
  scope: Budget['scope'];
  projectId: string | null;
  userId: string | null;
  period: Budget['period'];
  unit: string;
  limit: number;
  mode: Budget['mode'];
  allowsUnpriced?: boolean;
};

/** @returns false when there is one of this kind already */
export async function insertBudget(transaction: Transaction, budget: NewBudget): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into budgets (id, organization_id, scope, project_id, user_id, period, unit, limit_amount, mode, allows_unpriced)
     values ($1, app.org(), $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      budget.id,
      budget.scope,
      budget.projectId,
      budget.userId,
      budget.period,
      budget.unit,
      budget.limit,
      budget.mode,
      budget.allowsUnpriced ?? false,
    ],
  );
  return rowCount > 0;
}

/** A limit that moved has its steps told anew. @returns false when there is no such budget */
export async function updateBudgetRow(
  transaction: Transaction,
  id: string,
  change: { limit?: number | undefined; mode?: Budget['mode'] | undefined; allowsUnpriced?: boolean | undefined },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update budgets set limit_amount = coalesce($2, limit_amount), mode = coalesce($3, mode),
       allows_unpriced = coalesce($4, allows_unpriced) where id = $1`,
    [id, change.limit ?? null, change.mode ?? null, change.allowsUnpriced ?? null],
  );
  if (change.limit !== undefined) await transaction.query('delete from budget_marks where budget_id = $1', [id]);
  return rowCount > 0;
}

export async function deleteBudgetRow(transaction: Transaction, id: string): Promise<boolean> {
  return (await transaction.query('delete from budgets where id = $1', [id])).rowCount > 0;
}

/** @returns true for the first time in the period */
export async function markReached(
  transaction: Transaction,
  budget: Pick<BudgetRow, 'id' | 'period_start'>,
  percent: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into budget_marks (organization_id, budget_id, period_start, percent) values (app.org(), $1, $2, $3)
       on conflict do nothing`,
    [budget.id, budget.period_start, percent],
  );
  return rowCount > 0;
}

export async function isInOrganization(transaction: Transaction, scope: SpendScope): Promise<boolean> {
  const { rows } = await transaction.query<{ known: boolean }>(
    `select ($1::uuid is null or exists (select 1 from projects where id = $1 and deleted_at is null))
        and ($2::uuid is null or exists (select 1 from memberships where user_id = $2)) as known`,
    [scope.projectId, scope.userId],
  );
  return rows[0]!.known;
}
