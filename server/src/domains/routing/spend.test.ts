import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { expectIntentCost } from './spend.ts';
import { createRoutingHarness, type RoutingHarness } from './testing/harness.ts';

let harness: RoutingHarness;
let intent: Parameters<typeof expectIntentCost>[1];
beforeAll(async () => {
  harness = await createRoutingHarness();
  intent = {
    id: newId(),
    organization_id: harness.organizationId,
    job_id: await harness.addJob(),
    connection_id: newId(),
    is_operators: false,
    provider: 'openrouter',
    model: 'without-a-price',
  };
});
afterAll(() => harness.close());

const inOrganization = <Result>(run: (transaction: Transaction) => Promise<Result>) =>
  harness.database.inOrganization(harness.organizationId, run);
const limit = (change: { mode: string; allowsUnpriced: boolean }) =>
  inOrganization(async (transaction) => {
    await transaction.query('delete from budgets');
    await transaction.query(
      `insert into budgets (id, organization_id, scope, period, unit, limit_amount, mode, allows_unpriced)
       values ($1, app.org(), 'organization', 'month', 'USD', 5000000, $2, $3)`,
      [newId(), change.mode, change.allowsUnpriced],
    );
  });
const send = (of = intent) => inOrganization((transaction) => expectIntentCost(transaction, of, null));

it('sends nothing without a price once a budget stops in money, although it was agreed to before', async () => {
  await expect(send()).resolves.toBeUndefined();
  await limit({ mode: 'stop', allowsUnpriced: false });
  await expect(send()).rejects.toMatchObject({ code: 'budget.unpriced' });
});

it.each([
  ['its owner lets through what has no price', { mode: 'stop', allowsUnpriced: true }, true],
  ['it only warns', { mode: 'warn', allowsUnpriced: false }, true],
  ['the work is on the operator’s account, which is paid in credits', { mode: 'stop', allowsUnpriced: false }, false],
])('sends it where %s', async (_where, budget, isOwn) => {
  await limit(budget);
  await expect(send({ ...intent, is_operators: !isOwn })).resolves.toBeUndefined();
});
