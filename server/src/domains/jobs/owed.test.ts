import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import { getBalances, holdForParent, openWallet } from '../credits/index.ts';
import { startLeaf } from './start-leaf.ts';
import { findJob, insertJob, updateJob } from './store.ts';
import { completeJob } from './transitions.ts';

const PRICE = 4;
let test: TestDatabase;
let organizationId: string;

const inOrganization = <Result>(run: (transaction: Transaction) => Promise<Result>) =>
  test.database.inOrganization(organizationId, run);

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** A job whose one piece was quoted at the operator's price, as it runs. */
async function startPiece(): Promise<{ parentId: string; leafId: string }> {
  organizationId = await insertOrganization(test.database);
  await inOrganization((transaction) => openWallet(transaction, organizationId));
  const parentId = newId();
  const common = { studio: 'test', title: 'Test', version: 1, slot: 'studio', input: {}, expectedSeconds: 1 };
  const nobody = { isFree: false, priority: 0, projectId: null, actorUserId: null };
  return inOrganization(async (transaction) => {
    await insertJob(transaction, {
      ...common,
      ...nobody,
      id: parentId,
      organizationId,
      kind: 'test',
      quotedCredits: PRICE,
      escrowCredits: PRICE,
    });
    await holdForParent(transaction, { jobId: parentId, run: 1, credits: PRICE, note: 'Test' });
    await updateJob(transaction, parentId, { status: 'processing' });
    const { run, attempt } = (await findJob(transaction, parentId))!;
    const leaf = await startLeaf(transaction, {
      claim: { jobId: parentId, run, attempt },
      leaf: { kind: 'test/piece', slot: 'provider', stepName: 'picture' },
      leafKey: 'one',
      input: {},
      title: 'Piece',
      price: PRICE,
      expectedSeconds: 1,
    });
    await updateJob(transaction, leaf.id, { status: 'processing' });
    return { parentId, leafId: leaf.id };
  });
}

function addIntent(jobId: string, name: string, { state, isOperators }: { state: string; isOperators: boolean }) {
  return inOrganization((transaction) =>
    transaction.query(
      `insert into intents (id, organization_id, job_id, name, number, run, is_operators, provider, model, capability, request,
         state, sends, finished_at)
       values ($1, app.org(), $2, $3, 1, 1, $4, 'replicate', 'm', 'image', '{}', $5, 1, now())`,
      [newId(), jobId, name, isOperators, state],
    ),
  );
}

async function complete(jobId: string) {
  return inOrganization(async (transaction) => {
    const { run, attempt } = (await findJob(transaction, jobId))!;
    expect(await completeJob(transaction, { jobId, run, attempt }, null)).toBe(true);
    return (await findJob(transaction, jobId))!.paid_credits;
  });
}

it('owes the operator nothing for a piece that another route answered, and gives back what was set aside', async () => {
  const { parentId, leafId } = await startPiece();
  await addIntent(leafId, 'picture', { state: 'refused', isOperators: true });
  await addIntent(leafId, 'picture~2', { state: 'finished', isOperators: false });
  expect(await complete(leafId)).toBe(0);
  expect(await complete(parentId)).toBe(0);
  expect(await inOrganization(getBalances)).toEqual({ balance: 50, reserved: 0, debt: 0 });
});

it('owes the price where the operator’s account answered, also as the one asked instead', async () => {
  const { parentId, leafId } = await startPiece();
  await addIntent(leafId, 'picture', { state: 'refused', isOperators: true });
  await addIntent(leafId, 'picture~2', { state: 'finished', isOperators: true });
  expect(await complete(leafId)).toBe(PRICE);
  expect(await complete(parentId)).toBe(PRICE);
  expect(await inOrganization(getBalances)).toEqual({ balance: 50 - PRICE, reserved: 0, debt: 0 });
});

it('owes the price of the studio’s own work, which asks no account', async () => {
  const { leafId } = await startPiece();
  expect(await complete(leafId)).toBe(PRICE);
});
