import { type Money, type Preset, SIGN_UP_CREDITS, say } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { sumCostsThisMonth } from './costs.ts';
import { grantCredits } from './ledger.ts';

/** Called by accounts in the transaction that makes an organization. Safe to call twice. */
export async function openWallet(transaction: Transaction, organizationId: string): Promise<void> {
  await grantCredits(transaction, {
    key: `sign-up:${organizationId}`,
    credits: SIGN_UP_CREDITS,
    note: say('ledger.welcome'),
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

export type Wallet = Balances & {
  spentThisMonth: number;
  costsThisMonth: Money[];
  preset: Preset;
  ledgerSum: number;
};

/** Months are counted in the organization's own time zone, as people read them. */
export async function getWallet(transaction: Transaction, preset: Preset): Promise<Wallet> {
  const balances = await getBalances(transaction);
  const { rows } = await transaction.query<{ spent: number }>(
    `select coalesce(sum(t.amount), 0)::bigint as spent from ledger_transfers t join organizations o on o.id = t.organization_id
      where t.kind = 'settle' and t.created_at >= date_trunc('month', now() at time zone o.time_zone) at time zone o.time_zone`,
  );
  const costsThisMonth = await sumCostsThisMonth(transaction);
  const ledgerSum = await sumLedger(transaction);
  return { ...balances, spentThisMonth: rows[0]!.spent, costsThisMonth, preset, ledgerSum };
}

/** Of every account, the operator's side included: 0, or the books are wrong. */
async function sumLedger(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ sum: number }>(
    'select coalesce(sum(balance), 0)::bigint as sum from ledger_accounts where organization_id = app.org()',
  );
  return rows[0]!.sum;
}
