import type { Transaction } from '../../platform/database/index.ts';
import { repayDebt, transferCredits } from './ledger.ts';

/**
 * The way of a job's money. A parent that starts holds its whole quote (wallet → held), so that no leaf can fail later for
 * want of credits. Each leaf takes its price from there (held → reserved) and alone is paid (reserved → revenue) or given
 * back (reserved → held). What the parent did not use returns when it ends (held → wallet). Every key names the job and the
 * run, so a step that happens twice moves once; a crash between two of them leaves the credits where the row says they are.
 */
export type EscrowJob = { jobId: string; run: number; credits: number; note: string };

export function holdForParent(transaction: Transaction, job: EscrowJob): Promise<void> {
  return move(transaction, job, { kind: 'hold', from: 'wallet', to: 'held' });
}

/** What is owed is repaid first by whatever comes back (docs/decisions/0218). */
export async function releaseFromParent(transaction: Transaction, job: EscrowJob): Promise<void> {
  const release = { kind: 'release', from: 'held', to: 'wallet' } as const;
  await move(transaction, job, release);
  await repayDebt(transaction, toKey(job, release));
}

export function reserveForLeaf(transaction: Transaction, job: EscrowJob): Promise<void> {
  return move(transaction, job, { kind: 'reserve', from: 'held', to: 'reserved' });
}

export function giveBackFromLeaf(transaction: Transaction, job: EscrowJob): Promise<void> {
  return move(transaction, job, { kind: 'unreserve', from: 'reserved', to: 'held' });
}

/** The customer never pays above the quote: what a leaf costs beyond its reservation is the operator's loss. */
export async function settleLeaf(transaction: Transaction, job: EscrowJob, price: number): Promise<void> {
  await move(transaction, job, { kind: 'settle', from: 'reserved', to: 'revenue' });
  const overrun = { ...job, credits: Math.max(0, price - job.credits) };
  await move(transaction, overrun, { kind: 'overrun', from: 'loss', to: 'revenue' });
}

type Direction = {
  kind: 'hold' | 'release' | 'reserve' | 'unreserve' | 'settle' | 'overrun';
  from: 'wallet' | 'held' | 'reserved' | 'loss';
  to: 'wallet' | 'held' | 'reserved' | 'revenue';
};

const toKey = ({ jobId, run }: EscrowJob, { kind }: Pick<Direction, 'kind'>) => `${kind}:${jobId}:${run}`;

function move(transaction: Transaction, job: EscrowJob, direction: Direction): Promise<void> {
  return transferCredits(transaction, {
    ...direction,
    key: toKey(job, direction),
    credits: job.credits,
    jobId: job.jobId,
    note: job.note,
  });
}
