import type { Transaction } from '../../platform/database/index.ts';
import { assertUnpricedAllowed, expectCost, settleSpend } from '../budgets/index.ts';
import { assertJob } from '../jobs/index.ts';
import type { IntentRow } from './intent-store.ts';

type Paid = Pick<
  IntentRow,
  'id' | 'organization_id' | 'job_id' | 'connection_id' | 'is_operators' | 'provider' | 'model'
>;

/**
 * Real money of an intent, beside the credits of its job: expected in the transaction that lets it be sent, so that a budget
 * stops it before it is paid, then what it came to. Only on the organization's own account: on the operator's it pays credits
 * (rulings §2.2). A vendor without a price (null) can be counted only once it says what it charged, so that a budget that
 * stops lets it through only where its owner said so.
 *
 * @throws `budget.reached`, `budget.unpriced`
 */
export async function expectIntentCost(transaction: Transaction, intent: Paid, micros: number | null): Promise<void> {
  if (!intent.is_operators && micros === null) {
    const { project_id: projectId, actor_user_id: userId } = await assertJob(transaction, intent.job_id);
    await assertUnpricedAllowed(transaction, { projectId, userId });
  }
  const work = await toWork(transaction, intent, micros);
  if (work) await expectCost(transaction, work);
}

/** Called after the intent's own row was changed, and right for an end that somebody else wrote: what is paid is paid. */
export async function settleIntentCost(transaction: Transaction, intent: Paid, micros: number | null): Promise<void> {
  const work = await toWork(transaction, intent, micros);
  if (work) await settleSpend(transaction, work);
}

async function toWork(transaction: Transaction, intent: Paid, micros: number | null) {
  if (intent.is_operators || micros === null) return undefined;
  const job = await assertJob(transaction, intent.job_id);
  const { id: key, job_id: jobId, provider, model } = intent;
  const cost = { key, jobId, provider, model, cost: { currency: 'USD', micros }, isOwnConnection: true };
  const { organization_id: organizationId } = intent;
  return { organizationId, projectId: job.project_id, userId: job.actor_user_id, cost };
}
