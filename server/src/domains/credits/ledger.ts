import { KinoraError, say } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type AccountKind = 'issuer' | 'wallet' | 'held' | 'reserved' | 'revenue' | 'loss' | 'debt';
export type TransferKind =
  | 'grant'
  | 'return'
  | 'repay'
  | 'hold'
  | 'release'
  | 'reserve'
  | 'unreserve'
  | 'settle'
  | 'overrun'
  | 'refund'
  | 'dispute';

export type Transfer = {
  /** Unique in the organization. The same key moves credits once, however often it is called. */
  key: string;
  kind: TransferKind;
  from: AccountKind;
  to: AccountKind;
  /** Whole credits. Zero moves nothing and leaves no trace: free work is metered by its jobs. */
  credits: number;
  jobId?: string;
  /** Line people read in the list of movements. */
  note?: string;
};

/** Moves credits inside the transaction's organization. Keep the transaction short: one wallet is one lock. */
export async function transferCredits(transaction: Transaction, transfer: Transfer): Promise<void> {
  if (transfer.credits === 0) return;
  try {
    await transaction.query('select app.transfer_credits($1, $2, $3, $4, $5, $6, $7)', [
      transfer.key,
      transfer.kind,
      transfer.from,
      transfer.to,
      transfer.credits,
      transfer.jobId ?? null,
      transfer.note ?? '',
    ]);
  } catch (cause) {
    throw toLedgerError(cause, transfer);
  }
}

/** The two doors credits come and go by. `key` works once; each answers whether it was this call that moved them. */
export type Movement = { key: string; credits: number; note: string };

/**
 * Into the wallet. A debt left by a refund or dispute is repaid first (rulings §2.5), in the same step. `return` gives back
 * what a dispute had taken and the bank then decided otherwise.
 */
export function grantCredits(
  transaction: Transaction,
  grant: Movement & { kind?: 'grant' | 'return' },
): Promise<boolean> {
  return callLedger(transaction, 'select app.grant_credits($1, $2, $3, $4, $5) as moved', [
    grant.key,
    grant.kind ?? 'grant',
    grant.credits,
    grant.note,
    say('ledger.repaid'),
  ]);
}

/** Out of the wallet what it has; the rest becomes the organization's debt, which blocks new paid work. */
export function takeBackCredits(
  transaction: Transaction,
  taking: Movement & { kind: 'refund' | 'dispute' },
): Promise<boolean> {
  return callLedger(transaction, 'select app.take_back_credits($1, $2, $3, $4) as moved', [
    taking.key,
    taking.kind,
    taking.credits,
    taking.note,
  ]);
}

/** Of what is in the wallet, under the lock that the movement named by `key` took. */
export async function repayDebt(transaction: Transaction, key: string): Promise<void> {
  await transaction.query('select app.repay_debt($1, $2)', [key, say('ledger.repaid')]);
}

async function callLedger(transaction: Transaction, sql: string, values: [string, string, number, ...unknown[]]) {
  const [key, , credits] = values;
  if (credits === 0) return false;
  try {
    return (await transaction.query<{ moved: boolean }>(sql, values)).rows[0]!.moved;
  } catch (cause) {
    throw toLedgerError(cause, { key, kind: 'grant', from: 'issuer', to: 'wallet', credits });
  }
}

/** The database decides; here its refusals get a name that people and programs can act on. */
function toLedgerError(cause: unknown, transfer: Transfer): unknown {
  const { code, constraint } = (cause ?? {}) as { code?: string; constraint?: string };
  const what = `${transfer.kind} ${transfer.key} of ${transfer.credits}`;
  if (code === '23514' && constraint === 'ledger_no_overdraft') {
    return new KinoraError('credits.insufficient', `${what}: account ${transfer.from} is too low`, {
      details: { credits: transfer.credits },
      cause,
    });
  }
  if (code === 'KL002') return new KinoraError('credits.debt', `${what}: something is owed`, { cause });
  if (code === 'KL001') return new KinoraError('credits.key_reused', `${what}: key was used for another`, { cause });
  return cause;
}
