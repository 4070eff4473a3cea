import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { insertOrganization } from '../../testing/test-database.ts';
import { getBalances, grantCredits, openWallet } from '../credits/index.ts';
import type { JobActor } from '../jobs/index.ts';
import { createHarness, type Harness, until } from '../jobs/testing/harness.ts';
import { expectCost, settleSpend } from './index.ts';
import { type Cap, planSpend } from './plan-spend.ts';
import { insertBudget, listBudgetRows, type NewBudget, updateBudgetRow } from './store.ts';

let harness: Harness;
let actor: JobActor;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  actor = await harness.addOrganization();
});

const inOrganization = <Result>(work: Parameters<Harness['database']['inOrganization']>[1]) =>
  harness.database.inOrganization(actor.organizationId, work) as Promise<Result>;

async function addBudget(change: Partial<NewBudget> = {}): Promise<string> {
  const id = newId();
  const whose = { scope: 'organization', projectId: null, userId: null, period: 'month', unit: 'credits' } as const;
  await inOrganization((tx) => insertBudget(tx, { id, ...whose, limit: 10, mode: 'stop', ...change }));
  return id;
}

const start = (pieces: number, ms = 20) =>
  harness.jobs.create(actor, {
    studio: 'test',
    input: {
      folder: harness.folder,
      text: 'words',
      pieces: Array.from({ length: pieces }, (_, index) => ({ name: `${newId()}-${index}`, ms })),
      kind: 'light',
    },
    consent: { maxCredits: 40 },
    requestKey: newId(),
  });
const usedOf = async (id: string) =>
  (await inOrganization<Awaited<ReturnType<typeof listBudgetRows>>>(listBudgetRows)).find((row) => row.id === id)?.used;
/** Percents told of, in their order. */
const told = async () =>
  (
    await inOrganization<{ rows: { percent: number }[] }>((tx) =>
      tx.query(`select (data ->> 'percent')::int as percent from events where type = 'budget.updated' order by seq`),
    )
  ).rows.map((row) => row.percent);

describe('the plan of new spend', () => {
  const cap = fc.record({
    id: fc.uuid(),
    unit: fc.constantFrom('credits', 'USD'),
    limit: fc.integer({ min: 0, max: 100 }),
    mode: fc.constantFrom('observe', 'warn', 'stop'),
    used: fc.integer({ min: 0, max: 120 }),
  }) as fc.Arbitrary<Cap>;

  it('refuses exactly what a stopping cap of the same unit does not hold', () => {
    fc.assert(
      fc.property(fc.array(cap, { maxLength: 5 }), fc.integer({ min: 0, max: 50 }), (caps, credits) => {
        const { refusedBy, reached } = planSpend(caps, { credits });
        const breaks = (each: Cap) =>
          each.mode === 'stop' && each.unit === 'credits' && credits > 0 && each.used + credits > each.limit;
        expect(refusedBy !== null).toBe(caps.some(breaks));
        for (const { cap: told, percent } of reached) {
          expect(told.mode).not.toBe('observe');
          expect((told.used + credits) * 100).toBeGreaterThanOrEqual(told.limit * percent);
        }
      }),
    );
  });
});

describe('a budget', () => {
  it('stops what goes above it, and nothing is held for it', async () => {
    const id = await addBudget({ limit: 5 });
    await start(3);
    await expect(start(3)).rejects.toMatchObject({ code: 'budget.reached', details: { limit: 5, used: 3, asked: 3 } });
    expect(await usedOf(id)).toBe(3);
    expect(await inOrganization(getBalances)).toEqual({ balance: 47, reserved: 3, debt: 0 });
    await start(2);
  });

  it('holds for jobs that are started at the same moment', async () => {
    const id = await addBudget({ limit: 10 });
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => start(3)));
    const refused = tries.filter((one) => one.status === 'rejected');
    expect(refused.map((one) => one.reason.code)).toEqual(Array.from({ length: 9 }, () => 'budget.reached'));
    expect(await usedOf(id)).toBe(9);
    expect(await inOrganization(getBalances)).toEqual({ balance: 41, reserved: 9, debt: 0 });
  });

  it('of another person or project does not count, and free work runs under a limit of nothing', async () => {
    const userId = newId();
    await harness.database.asIdentity((tx) =>
      tx.query('insert into auth.users (id, email, name) values ($1, $2, $3)', [
        userId,
        `${userId}@example.test`,
        'Dana',
      ]),
    );
    await inOrganization((tx) =>
      tx.query('insert into memberships (id, organization_id, user_id, role) values ($1, app.org(), $2, $3)', [
        newId(),
        userId,
        'editor',
      ]),
    );
    await addBudget({ scope: 'person', userId, limit: 0 });
    await start(2);
    actor = { ...actor, userId };
    await expect(start(1)).rejects.toMatchObject({ code: 'budget.reached' });
    await start(0);
  });

  it('refuses the next paid piece when its limit is lowered under what runs', async () => {
    const id = await addBudget({ limit: 20 });
    const job = await start(3, 20);
    await inOrganization((tx) => updateBudgetRow(tx, id, { limit: 1 }));
    const worker = await harness.startWorker();
    const ended = await until(async () => {
      const tree = await harness.jobs.get(actor.organizationId, job.id);
      return ['failed', 'completed'].includes(tree.job.status) ? tree.job : undefined;
    }, 'the job ends');
    await worker.stop();
    expect(ended).toMatchObject({ status: 'failed', failure: { code: 'budget.reached' } });
    expect(await inOrganization(getBalances)).toEqual({ balance: 50, reserved: 0, debt: 0 });
    expect(await usedOf(id)).toBe(0);
  });

  it('is told of at 80 and 100 %, once a month, and anew when its limit moves', async () => {
    const id = await addBudget({ limit: 5, mode: 'warn' });
    await addBudget({ scope: 'organization', unit: 'USD', limit: 1, mode: 'warn' });
    await start(3);
    expect(await told()).toEqual([]);
    await start(1);
    await start(1);
    await start(4);
    expect(await told()).toEqual([80, 100]);
    await inOrganization((tx) => updateBudgetRow(tx, id, { limit: 10 }));
    await start(1);
    expect(await told()).toEqual([80, 100, 80, 100]);
  });

  it('is told of while other work ends, and neither waits for the other for ever', async () => {
    const id = await addBudget({ limit: 40, mode: 'warn' });
    await inOrganization((tx) => grantCredits(tx, { key: 'more', credits: 1000, note: '' }));
    let before = await Promise.all(Array.from({ length: 3 }, () => start(1)));
    for (let round = 0; round < 25; round += 1) {
      await inOrganization((tx) => updateBudgetRow(tx, id, { limit: round % 2 }));
      const ended = before.map((job) => harness.jobs.cancel(actor, job.id));
      [before] = await Promise.all([Promise.all(Array.from({ length: 3 }, () => start(1))), ...ended]);
    }
    expect(await usedOf(id)).toBe(3);
  });

  it('in real money counts what is asked for before it is paid, also at the same moment', async () => {
    const id = await addBudget({ unit: 'USD', limit: 1_000_000 });
    const { id: jobId } = await start(1);
    const cost = (key: string, micros: number) => ({
      key,
      jobId,
      provider: 'emulator',
      cost: { currency: 'USD', micros },
      isOwnConnection: true,
    });
    const scope = { organizationId: actor.organizationId, projectId: null, userId: null };
    const asks = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        inOrganization((tx) => expectCost(tx, { ...scope, cost: cost(`a${index}`, 300_000) })),
      ),
    );
    expect(asks.filter((one) => one.status === 'fulfilled')).toHaveLength(3);
    expect(await usedOf(id)).toBe(900_000);
    const taken = asks.findIndex((one) => one.status === 'fulfilled');
    for (let times = 0; times < 2; times += 1)
      await inOrganization((tx) => settleSpend(tx, { ...scope, cost: cost(`a${taken}`, 250_000) }));
    expect(await usedOf(id)).toBe(850_000);
    expect(await told()).toEqual([80]);
    // Dearer than anybody expected: it was paid, so it is counted and told of.
    await inOrganization((tx) => settleSpend(tx, { ...scope, cost: cost('unexpected', 400_000) }));
    expect(await usedOf(id)).toBe(1_250_000);
    expect(await told()).toEqual([80, 100]);
  });

  it('is a tenant’s own', async () => {
    const id = await addBudget();
    const other = await insertOrganization(harness.database);
    await harness.database.inOrganization(other, (tx) => openWallet(tx, other));
    await harness.database.inOrganization(other, (tx) => grantCredits(tx, { key: 'g', credits: 1, note: '' }));
    const rows = await harness.database.inOrganization(other, listBudgetRows);
    expect(rows.map((row) => row.id)).not.toContain(id);
  });
});
