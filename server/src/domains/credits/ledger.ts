import { KinoraError } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type AccountKind = 'issuer' | 'wallet' | 'held' | 'reserved' | 'revenue' | 'loss' | 'debt';
export type TransferKind = 'grant' | 'hold' | 'release' | 'reserve' | 'unreserve' | 'settle' | 'overrun' | 'repay';

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
  if (code === 'KL001') return new KinoraError('credits.key_reused', `${what}: key was used for another`, { cause });
  return cause;
}
