import type { SafetyCategory } from '@kinora/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import { createSafetyGuard } from './guard.ts';
import { closeAppeal, listDecisionRows, openAppeal } from './store.ts';

let test: TestDatabase;
let organizationId: string;
let found: readonly SafetyCategory[] = [];
const asked: string[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  organizationId = await insertOrganization(test.database);
});
afterAll(() => test.drop());

it('asks vendors about words that an appeal opened all the same, and lets them refuse for children alone', async () => {
  const guard = createSafetyGuard({
    database: test.database,
    askVendors: async (_organization, text) => {
      asked.push(text);
      return [{ vendor: 'Vendor', categories: found }];
    },
  });
  const words = 'A naked man of marble by an old master';
  const checked = { organizationId, texts: [words], subject: 'generation' as const };
  await expect(guard.assertGeneration(checked)).rejects.toMatchObject({ code: 'safety.refused' });
  expect(asked).toEqual([]);
  await test.database.inOrganization(organizationId, async (transaction) => {
    const filter = { appeal: undefined, beforeId: undefined, limit: 1 };
    const [decision] = await listDecisionRows(transaction, filter);
    expect(await openAppeal(transaction, decision!.id, 'Art.')).toBe(true);
    expect(await closeAppeal(transaction, decision!.id, { outcome: 'overturned', note: '', by: null })).toBe(true);
  });
  found = ['nudity'];
  await guard.assertGeneration(checked);
  expect(asked).toEqual([words]);
  found = ['nudity', 'minors'];
  await expect(guard.assertGeneration(checked)).rejects.toMatchObject({
    code: 'safety.refused',
    details: { category: 'minors' },
  });
});
