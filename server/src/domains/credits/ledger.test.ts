import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import {
  type AccountKind,
  type EscrowJob,
  getBalances,
  grantCredits,
  holdForParent,
  listTransactions,
  openWallet,
  planPriceCheck,
  releaseFromParent,
  reserveForLeaf,
  settleLeaf,
  type TransferKind,
  takeBackCredits,
  transferCredits,
} from './index.ts';

let test: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  test = await createTestDatabase();
  owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await test.drop();
});

async function addOrganization(): Promise<string> {
  const id = await insertOrganization(test.database);
  await test.database.inOrganization(id, (tx) => openWallet(tx, id));
  return id;
}

/** The ledger names jobs that are there. */
const addJob =
  (credits: number) =>
  async (transaction: Transaction): Promise<EscrowJob> => {
    const jobId = newId();
    await transaction.query(
      `insert into jobs (id, organization_id, studio, kind, title, version, slot, input)
       values ($1, app.org(), 'test', 'test', 'Test', 1, 'studio', '{}')`,
      [jobId],
    );
    return { jobId, run: 1, credits, note: 'Job' };
  };

/** Sum of all entries, accounts whose balance is not the sum of their entries, and accounts below what they may be. */
async function audit() {
  const { rows } = await owner.query<{ sum: string; drift: string; negative: string }>(`select
    (select coalesce(sum(amount), 0) from ledger_entries) as sum,
    (select count(*) from ledger_accounts a where balance <> (select coalesce(sum(amount), 0) from ledger_entries e where e.account_id = a.id)) as drift,
    (select count(*) from ledger_accounts where balance < 0 and not allow_negative) as negative`);
  return { sum: Number(rows[0]!.sum), drift: Number(rows[0]!.drift), negative: Number(rows[0]!.negative) };
}
const clean = { sum: 0, drift: 0, negative: 0 };

const ways: readonly [TransferKind, AccountKind, AccountKind][] = [
  ['grant', 'issuer', 'wallet'],
  ['hold', 'wallet', 'held'],
  ['release', 'held', 'wallet'],
  ['reserve', 'held', 'reserved'],
  ['unreserve', 'reserved', 'held'],
  ['settle', 'reserved', 'revenue'],
  ['overrun', 'loss', 'revenue'],
  ['refund', 'wallet', 'issuer'],
  ['dispute', 'debt', 'issuer'],
];

describe('the ledger', () => {
  it('opens a wallet once', async () => {
    const id = await addOrganization();
    await test.database.inOrganization(id, (tx) => openWallet(tx, id));
    expect(await test.database.inOrganization(id, getBalances)).toEqual({ balance: 50, reserved: 0, debt: 0 });
  });

  it('sums to zero and overdraws nothing, whatever is asked of it', async () => {
    const move = fc.record({
      way: fc.constantFrom(...ways),
      credits: fc.integer({ min: 1, max: 40 }),
      key: fc.integer({ min: 0, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), async (moves) => {
        const id = await addOrganization();
        const refusals = new Set<string>();
        for (const { way, credits, key } of moves) {
          const [kind, from, to] = way;
          await test.database
            .inOrganization(id, (tx) => transferCredits(tx, { key: `k${key}`, kind, from, to, credits }))
            .catch((error: { code: string }) => refusals.add(error.code));
        }
        expect(
          [...refusals].filter(
            (code) => !['credits.insufficient', 'credits.key_reused', 'credits.debt'].includes(code),
          ),
        ).toEqual([]);
        expect(await audit()).toEqual(clean);
      }),
      { numRuns: 20 },
    );
  });

  it('lets concurrent writers take exactly what is there', async () => {
    const id = await addOrganization();
    const takes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        test.database.inOrganization(id, (tx) =>
          transferCredits(tx, { key: `take-${index}`, kind: 'hold', from: 'wallet', to: 'held', credits: 7 }),
        ),
      ),
    );
    expect(takes.filter((take) => take.status === 'fulfilled').length).toBe(7);
    expect(await test.database.inOrganization(id, getBalances)).toEqual({ balance: 1, reserved: 49, debt: 0 });
    expect(await audit()).toEqual(clean);
  });

  it('moves once for one key, and refuses the key for anything else', async () => {
    const id = await addOrganization();
    const hold = { key: 'one', kind: 'hold', from: 'wallet', to: 'held', credits: 5 } as const;
    await Promise.all(
      Array.from({ length: 10 }, () => test.database.inOrganization(id, (tx) => transferCredits(tx, hold))),
    );
    expect((await test.database.inOrganization(id, getBalances)).reserved).toBe(5);
    const other = test.database.inOrganization(id, (tx) => transferCredits(tx, { ...hold, credits: 6 }));
    await expect(other).rejects.toMatchObject({ code: 'credits.key_reused' });
  });

  it('is written by its function only, and never rewritten, even by the owner', async () => {
    const id = await addOrganization();
    for (const statement of [
      'update ledger_entries set amount = 1',
      'delete from ledger_transfers',
      'truncate ledger_entries cascade',
      'truncate ledger_accounts cascade',
    ]) {
      await expect(owner.query(statement), statement).rejects.toHaveProperty('code', '42501');
    }
    const forged = test.database.inOrganization(id, (tx) => tx.query(`update ledger_accounts set balance = 1000`));
    await expect(forged).rejects.toHaveProperty('code', '42501');
  });

  it('refuses a transfer that does not balance when it is committed', async () => {
    const id = await addOrganization();
    await owner.query('begin');
    const transfer = await owner.query<{ id: string }>(
      `insert into ledger_transfers (organization_id, idempotency_key, kind, from_kind, to_kind, amount) values ($1, 'bad', 'grant', 'issuer', 'wallet', 5) returning id`,
      [id],
    );
    await owner.query(
      `insert into ledger_entries (organization_id, transfer_id, account_id, amount) select $1, $2, id, 5 from ledger_accounts where organization_id = $1 and kind = 'wallet'`,
      [id, transfer.rows[0]!.id],
    );
    await expect(owner.query('commit')).rejects.toHaveProperty('constraint', 'ledger_zero_sum');
    await owner.query('rollback');
  });

  it('takes back what the wallet has, owes the rest, refuses new holds, and repays first', async () => {
    const id = await addOrganization();
    const inOrganization = <Result>(work: Parameters<typeof test.database.inOrganization<Result>>[1]) =>
      test.database.inOrganization(id, work);
    const hold = (key: string, credits: number) =>
      inOrganization((tx) => transferCredits(tx, { key, kind: 'hold', from: 'wallet', to: 'held', credits }));
    await hold('running', 30);
    const refund = { key: 'refund', kind: 'refund', credits: 28, note: 'Refunded' } as const;
    expect(await inOrganization((tx) => takeBackCredits(tx, refund))).toBe(true);
    expect(await inOrganization((tx) => takeBackCredits(tx, refund))).toBe(false);
    expect(await inOrganization(getBalances)).toEqual({ balance: 0, reserved: 30, debt: 8 });
    await inOrganization((tx) =>
      transferCredits(tx, { key: 'back', kind: 'release', from: 'held', to: 'wallet', credits: 20 }),
    );
    await expect(hold('next', 1)).rejects.toMatchObject({ code: 'credits.debt' });
    const bought = { key: 'bought', credits: 5, note: 'Bought' };
    expect(await inOrganization((tx) => grantCredits(tx, bought))).toBe(true);
    expect(await inOrganization((tx) => grantCredits(tx, bought))).toBe(false);
    expect(await inOrganization(getBalances)).toEqual({ balance: 20, reserved: 10, debt: 3 });
    await inOrganization((tx) => grantCredits(tx, { ...bought, key: 'more', kind: 'return' }));
    expect(await inOrganization(getBalances)).toEqual({ balance: 22, reserved: 10, debt: 0 });
    await hold('next', 22);
    expect(await audit()).toEqual(clean);
  });

  it('repays a debt first with what a job gives back, once', async () => {
    const id = await addOrganization();
    const inOrganization = <Result>(work: Parameters<typeof test.database.inOrganization<Result>>[1]) =>
      test.database.inOrganization(id, work);
    const [small, large] = [await inOrganization(addJob(12)), await inOrganization(addJob(30))];
    await inOrganization((tx) => holdForParent(tx, small));
    await inOrganization((tx) => holdForParent(tx, large));
    const refund = { key: 'refund', kind: 'refund', credits: 28, note: 'Refunded' } as const;
    await inOrganization((tx) => takeBackCredits(tx, refund));
    expect(await inOrganization(getBalances)).toEqual({ balance: 0, reserved: 42, debt: 20 });
    await inOrganization((tx) => releaseFromParent(tx, small));
    await inOrganization((tx) => releaseFromParent(tx, small));
    expect(await inOrganization(getBalances)).toEqual({ balance: 0, reserved: 30, debt: 8 });
    await inOrganization((tx) => releaseFromParent(tx, large));
    await inOrganization((tx) => releaseFromParent(tx, small));
    expect(await inOrganization(getBalances)).toEqual({ balance: 22, reserved: 0, debt: 0 });
    expect(await audit()).toEqual(clean);
  });

  it('asks nobody for what a piece costs above what was set aside: it is the operator’s loss, once', async () => {
    const id = await addOrganization();
    const inOrganization = <Result>(work: Parameters<typeof test.database.inOrganization<Result>>[1]) =>
      test.database.inOrganization(id, work);
    const job = await inOrganization(addJob(12));
    await inOrganization((tx) => holdForParent(tx, job));
    await inOrganization((tx) => reserveForLeaf(tx, job));
    for (let time = 0; time < 2; time += 1) await inOrganization((tx) => settleLeaf(tx, job, 17));
    expect(await inOrganization(getBalances)).toEqual({ balance: 38, reserved: 0, debt: 0 });
    const { rows } = await owner.query<{ kind: string; balance: string }>(
      `select kind, balance from ledger_accounts where organization_id = $1 and kind in ('revenue', 'loss') order by kind`,
      [id],
    );
    expect(rows.map(({ kind, balance }) => [kind, Number(balance)])).toEqual([
      ['loss', -5],
      ['revenue', 17],
    ]);
    expect(await audit()).toEqual(clean);
  });

  it('refuses a way that no money goes', async () => {
    const id = await addOrganization();
    const wrong = { key: 'wrong', kind: 'grant', from: 'revenue', to: 'wallet', credits: 1 } as const;
    const moved = test.database.inOrganization(id, (tx) => transferCredits(tx, wrong));
    await expect(moved).rejects.toHaveProperty('constraint', 'ledger_ways');
  });

  it('explains every credit, whatever comes at once and twice', async () => {
    const step = fc.record({
      act: fc.constantFrom('hold', 'release', 'grant', 'refund', 'dispute', 'return'),
      credits: fc.integer({ min: 1, max: 60 }),
      key: fc.integer({ min: 0, max: 12 }),
    });
    const steps = fc.array(step, { minLength: 4, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(steps, async (acts) => {
        const id = await addOrganization();
        const results = await Promise.allSettled(
          acts.map(({ act, credits, key: number }) =>
            test.database.inOrganization<unknown>(id, (tx) => {
              const key = `${act}-${number}`;
              if (act === 'hold') return transferCredits(tx, { key, kind: act, from: 'wallet', to: 'held', credits });
              if (act === 'release')
                return transferCredits(tx, { key, kind: act, from: 'held', to: 'wallet', credits });
              if (act === 'grant' || act === 'return') return grantCredits(tx, { key, kind: act, credits, note: '' });
              return takeBackCredits(tx, { key, kind: act, credits, note: '' });
            }),
          ),
        );
        const refusals = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
        const known = ['credits.insufficient', 'credits.key_reused', 'credits.debt'];
        expect(refusals.filter((code) => !known.includes(code))).toEqual([]);
        expect(await audit()).toEqual(clean);
        const { balance, reserved, debt } = await test.database.inOrganization(id, getBalances);
        const { rows } = await owner.query<{ given: string }>(
          `select -balance as given from ledger_accounts where kind = 'issuer' and organization_id = $1`,
          [id],
        );
        expect(balance + reserved - debt).toBe(Number(rows[0]!.given));
      }),
      { numRuns: 12 },
    );
  });

  it('lists the wallet’s movements newest first and shows none to another organization', async () => {
    const [mine, other] = [await addOrganization(), await addOrganization()];
    await test.database.inOrganization(mine, (tx) =>
      transferCredits(tx, {
        key: 'h',
        kind: 'hold',
        from: 'wallet',
        to: 'held',
        credits: 5,
        note: 'Linen',
        jobId: newId(),
      }),
    );
    const rows = await test.database.inOrganization(mine, (tx) => listTransactions(tx, { limit: 10 }));
    expect(rows.map((row) => [row.kind, row.amount, row.balanceAfter])).toEqual([
      ['hold', -5, 45],
      ['grant', 50, 50],
    ]);
    const older = await test.database.inOrganization(mine, (tx) =>
      listTransactions(tx, { limit: 10, beforeEntryId: rows[0]!.entryId }),
    );
    expect(older.map((row) => row.kind)).toEqual(['grant']);
    expect((await test.database.inOrganization(other, (tx) => listTransactions(tx, { limit: 10 }))).length).toBe(1);
  });
});

describe('a price that was agreed to', () => {
  const now = new Date('2026-01-01T12:00:00Z');
  const current = { studio: 'film', inputHash: 'a', totalCredits: 5, now };
  const seen = { studio: 'film', inputHash: 'a', totalCredits: 5, expiresAt: new Date('2026-01-01T12:10:00Z') };
  it.each([
    ['holds', { quoteId: 'q' }, seen, null],
    ['is gone after its time', { quoteId: 'q' }, { ...seen, expiresAt: now }, 'expired'],
    ['is unknown', { quoteId: 'q' }, undefined, 'expired'],
    ['was for other work', { quoteId: 'q' }, { ...seen, inputHash: 'b' }, 'other_work'],
    ['was lower', { quoteId: 'q' }, { ...seen, totalCredits: 4 }, 'dearer'],
    ['has a limit above', { maxCredits: 5 }, undefined, null],
    ['has a limit below', { maxCredits: 4 }, undefined, 'dearer'],
    ['was never asked for', {}, undefined, 'dearer'],
  ] as const)('%s', (_title, consent, quote, fault) => {
    expect(planPriceCheck(consent, quote, current)).toBe(fault);
  });
});
