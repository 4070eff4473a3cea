import { type Preset, SIGN_UP_CREDITS } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { transferCredits } from './ledger.ts';

/** Called by accounts in the transaction that makes an organization. Safe to call twice. */
export async function openWallet(transaction: Transaction, organizationId: string): Promise<void> {
  await grantCredits(transaction, {
    key: `sign-up:${organizationId}`,
    credits: SIGN_UP_CREDITS,
    note: 'Welcome credits',
  });
}

/** A debt left by a refund or dispute is repaid first (rulings §2.5); the rest reaches the wallet. */
export async function grantCredits(
  transaction: Transaction,
  grant: { key: string; credits: number; note: string },
): Promise<void> {
  const earlier = await transaction.query('select 1 from ledger_transfers where idempotency_key = $1', [grant.key]);
  await transferCredits(transaction, { ...grant, kind: 'grant', from: 'issuer', to: 'wallet' });
  if (earlier.rowCount > 0) return;
  const debt = (await getBalances(transaction)).debt;
  const repaid = Math.min(debt, grant.credits);
  await transferCredits(transaction, {
    key: `repay:${grant.key}`,
    kind: 'repay',
    from: 'wallet',
    to: 'debt',
    credits: repaid,
    note: 'Repaid',
  });
}

export type Balances = { balance: number; reserved: number; debt: number };

/** `reserved` is all that is set aside for running work; `debt` is what is owed, as a positive number. */
export async function getBalances(transaction: Transaction): Promise<Balances> {
  const { rows } = await transaction.query<Balances>(
    `select coalesce(sum(balance) filter (where kind = 'wallet'), 0)::bigint as balance,
            coalesce(sum(balance) filter (where kind in ('held', 'reserved')), 0)::bigint as reserved,
            coalesce(-sum(balance) filter (where kind = 'debt'), 0)::bigint as debt
       from ledger_accounts where organization_id = app.org()`,
  );
  return rows[0]!;
}

export type Wallet = Balances & { spentThisMonth: number; preset: Preset };

/** Months are counted in the organization's own time zone, as people read them. */
export async function getWallet(transaction: Transaction, preset: Preset): Promise<Wallet> {
  const balances = await getBalances(transaction);
  const { rows } = await transaction.query<{ spent: number }>(
    `select coalesce(sum(t.amount), 0)::bigint as spent from ledger_transfers t join organizations o on o.id = t.organization_id
      where t.kind = 'settle' and t.created_at >= date_trunc('month', now() at time zone o.time_zone) at time zone o.time_zone`,
  );
  return { ...balances, spentThisMonth: rows[0]!.spent, preset };
}

export type TransactionRow = {
  id: string;
  entryId: number;
  kind: string;
  amount: number;
  balanceAfter: number;
  jobId: string | null;
  note: string;
  at: Date;
};

/** Every movement of the wallet, newest first. The cursor is the entry's number: entries are never changed. */
export async function listTransactions(
  transaction: Transaction,
  options: { beforeEntryId?: number; limit: number },
): Promise<TransactionRow[]> {
  const { rows } = await transaction.query<TransactionRow>(
    `select t.id, e.id as "entryId", t.kind, e.amount, e.balance_after as "balanceAfter", t.job_id as "jobId", t.note, t.created_at as at
       from ledger_entries e
       join ledger_accounts a on a.id = e.account_id and a.kind = 'wallet'
       join ledger_transfers t on t.id = e.transfer_id
      where $1::bigint is null or e.id < $1
      order by e.id desc limit $2`,
    [options.beforeEntryId ?? null, options.limit],
  );
  return rows;
}
