import { KinoraError, say } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { appendEvent } from '../../platform/events/index.ts';
import { insertExpectedCost, type JobCost, settleCost } from '../credits/index.ts';
import { notifyKeepers } from '../notifications/index.ts';
import { budgetErrors } from './errors.ts';
import { type Asked, planReached, planSpend, type SpendPlan } from './plan-spend.ts';
import { type BudgetRow, findUnpricedStop, lockCaps, markReached, type SpendScope } from './store.ts';

/** Steps that new work reached, to be told by `tellBudgets` once its credits have moved. */
export type ReachedStep = { budget: BudgetRow; percent: number };

/**
 * Called in the transaction that sets money aside for new work, before it is set aside. Two jobs at once wait for each other
 * at the caps' rows, so that together they never go above a limit that each alone would keep. Locks are taken in one order by
 * everybody: jobs, caps, ledger, events; to tell of a step before the credits move would turn the last two round.
 * @throws `budget.reached`
 */
export async function assertBudgetsAllow(
  transaction: Transaction,
  work: SpendScope & { organizationId: string; asked: Asked },
): Promise<ReachedStep[]> {
  if (!Object.values(work.asked).some((amount) => amount > 0)) return [];
  const rows = await lockCaps(transaction, work);
  const caps = rows.map((row) => ({ ...row, limit: row.limit_amount }));
  const { refusedBy, reached } = planSpend(caps, work.asked);
  if (refusedBy) throw refuse(refusedBy.id, refusedBy.unit, refusedBy, work.asked);
  return markSteps(transaction, rows, reached);
}

/** Of the steps reached, those that were not told of in this period. */
async function markSteps(
  transaction: Transaction,
  rows: readonly BudgetRow[],
  reached: SpendPlan['reached'],
): Promise<ReachedStep[]> {
  const steps: ReachedStep[] = [];
  for (const { cap, percent } of reached) {
    const budget = rows.find(({ id }) => id === cap.id)!;
    if (await markReached(transaction, budget, percent)) steps.push({ budget, percent });
  }
  return steps;
}

/** Owners and admins are told, and whoever has the budgets open sees it. */
export async function tellBudgets(
  transaction: Transaction,
  organizationId: string,
  steps: readonly ReachedStep[],
): Promise<void> {
  for (const step of steps) await tell(transaction, organizationId, step);
}

/**
 * A piece of work that was allowed as a whole begins: refused only where a limit was lowered under what is set aside already.
 * @throws `budget.reached`
 */
export async function assertBudgetsHold(transaction: Transaction, scope: SpendScope): Promise<void> {
  const broken = (await lockCaps(transaction, scope)).find(
    ({ mode, unit, used, limit_amount: limit }) => mode === 'stop' && unit === 'credits' && used > limit,
  );
  if (broken) throw refuse(broken.id, broken.unit, { used: broken.used, limit: broken.limit_amount }, {});
}

/**
 * Before a vendor is asked for something it will be paid for, in a transaction that moves no credits after it: the caps are looked at and the expected cost is written under
 * their lock. Afterwards `settleSpend` writes what it came to, or `dropCost` that it was certainly not accepted.
 * @throws `budget.reached`
 */
export async function expectCost(
  transaction: Transaction,
  work: SpendScope & { organizationId: string; cost: JobCost },
): Promise<void> {
  const { currency, micros } = work.cost.cost;
  const steps = await assertBudgetsAllow(transaction, { ...work, asked: { [currency]: micros } });
  await insertExpectedCost(transaction, work.cost);
  await tellBudgets(transaction, work.organizationId, steps);
}

/**
 * Real money nobody can count beforehand: a budget in a currency that stops, stops it too, unless its owner lets it through.
 * @throws `budget.unpriced`
 */
export async function assertUnpricedAllowed(transaction: Transaction, scope: SpendScope): Promise<void> {
  const id = await findUnpricedStop(transaction, scope);
  if (id !== undefined)
    throw new KinoraError('budget.unpriced', `budget ${id} stops what has no price`, {
      sentence: budgetErrors['budget.unpriced'].sentence,
      details: { budgetId: id },
    });
}

/**
 * What an answer came to, whether it was expected or not. It was paid, so nothing is refused any more; but a price known only
 * afterwards may be what reaches a step.
 */
export async function settleSpend(
  transaction: Transaction,
  work: SpendScope & { organizationId: string; cost: JobCost },
): Promise<void> {
  await settleCost(transaction, work.cost);
  const rows = await lockCaps(transaction, work);
  const caps = rows.map((row) => ({ ...row, limit: row.limit_amount }));
  const reached = planReached(caps, { [work.cost.cost.currency]: 0 });
  await tellBudgets(transaction, work.organizationId, await markSteps(transaction, rows, reached));
}

function refuse(budgetId: string, unit: string, cap: { used: number; limit: number }, asked: Asked): KinoraError {
  return new KinoraError('budget.reached', `budget ${budgetId}: ${cap.used} of ${cap.limit} ${unit} used`, {
    details: { budgetId, unit, limit: cap.limit, used: cap.used, asked: asked[unit] ?? 0 },
  });
}

async function tell(transaction: Transaction, organizationId: string, step: ReachedStep): Promise<void> {
  const { budget, percent } = step;
  const sentence = percent === 100 ? say('notice.budget_reached') : say('notice.budget_warned', { percent });
  const title = budget.project_name ?? budget.person_name ?? (await readOrganizationName(transaction));
  await notifyKeepers(transaction, organizationId, {
    kind: 'budget',
    title,
    sentence,
    projectId: budget.project_id,
    aboutId: budget.id,
  });
  await appendEvent(transaction, organizationId, { type: 'budget.updated', data: { budgetId: budget.id, percent } });
}

async function readOrganizationName(transaction: Transaction): Promise<string> {
  const { rows } = await transaction.query<{ name: string }>('select name from organizations where id = app.org()');
  return rows[0]!.name;
}
