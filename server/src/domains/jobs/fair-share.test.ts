import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import { admitJobs } from './dispatcher.ts';
import { insertJob } from './store.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function addWork(costs: readonly number[], slot: string): Promise<string> {
  const organizationId = await insertOrganization(test.database);
  await test.database.inOrganization(organizationId, async (transaction) => {
    for (const expectedSeconds of costs) {
      const what = { studio: 'test', kind: 'test', title: 'Test', version: 1, input: {}, slot, expectedSeconds };
      const free = {
        quotedCredits: 0,
        escrowCredits: 0,
        isFree: true,
        priority: 0,
        projectId: null,
        actorUserId: null,
      };
      await insertJob(transaction, { id: newId(), organizationId, ...what, ...free });
    }
  });
  return organizationId;
}

/** One slot, one piece at a time; answers whose piece came, in order. */
async function serve(slot: string, count: number): Promise<{ organizationId: string; cost: number }[]> {
  await test.database.jobs.query(
    `insert into executors (id, slots) values ($1, $2) on conflict (id) do update set slots = excluded.slots`,
    ['one', { [slot]: 1 }],
  );
  const served: { organizationId: string; cost: number }[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    await test.database.jobs.query('update executors set seen_at = clock_timestamp()');
    expect(await admitJobs(test.database)).toBe(1);
    const { rows } = await test.database.jobs.query<{ organizationId: string; cost: number }>(
      `update jobs set status = 'completed' where status = 'processing' and slot = $1
       returning organization_id as "organizationId", expected_seconds as cost`,
      [slot],
    );
    served.push(...rows);
  }
  return served;
}

/**
 * Start-time fair queueing promises that two organizations with work are never further apart than one largest piece of
 * each (Goyal, Vin, Cheng 1996, theorem 1): with 6 of one and 7 of the other a distance of 10 was seen.
 */
it('serves organizations that all have work equally, to within one piece of each, and everything in the end', async () => {
  const costs = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(costs, { minLength: 2, maxLength: 3 }), async (work) => {
      const slot = `test-${newId()}`;
      const [largest = 0, second = 0] = work.map((list) => Math.max(...list)).sort((a, b) => b - a);
      const left = new Map<string, number>();
      for (const list of work) left.set(await addWork(list, slot), list.length);
      const served = await serve(slot, work.flat().length);
      expect(served).toHaveLength(work.flat().length);
      const got = new Map([...left.keys()].map((id) => [id, 0]));
      for (const { organizationId, cost } of served) {
        got.set(organizationId, got.get(organizationId)! + cost);
        left.set(organizationId, left.get(organizationId)! - 1);
        if ([...left.values()].some((count) => count === 0)) break;
        const sums = [...got.values()];
        expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(largest + second);
      }
    }),
    { numRuns: 8 },
  );
});
