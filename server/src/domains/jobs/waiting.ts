import type { WaitingReason } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { announceJob } from './announce.ts';
import type { JobRow } from './rows.ts';
import { findJob, lockJob } from './store.ts';
import type { Claim } from './transitions.ts';

/** Thrown by a leaf that cannot go on by itself: its job gives its slot back and waits, its credits stay set aside. */
export class MustWait extends Error {
  readonly reason: Extract<
    WaitingReason,
    'unknown_outcome' | 'person' | 'capacity' | 'connection_off' | 'server_draining'
  >;
  constructor(reason: MustWait['reason']) {
    super(`waits: ${reason}`);
    this.name = 'MustWait';
    this.reason = reason;
  }
}

/** @returns false when the job was no longer this claim's */
export async function parkJob(transaction: Transaction, claim: Claim, reason: WaitingReason): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update jobs set status = 'waiting', waiting_reason = $4, is_awaiting_leaves = false
      where id = $1 and status = 'processing' and run = $2 and attempt = $3`,
    [claim.jobId, claim.run, claim.attempt, reason],
  );
  if (rowCount === 0) return false;
  const job = (await findJob(transaction, claim.jobId))!;
  await announceJob(transaction, job);
  // People know parents: the question is asked of the film, not of its piece.
  const parent = await findParent(transaction, job);
  if (parent) await announceJob(transaction, { ...parent, status: 'waiting', waiting_reason: reason });
  return true;
}

/** What a parked job waited for has come: back into the queue, as another try of the same run. */
export async function resumeJob(transaction: Transaction, jobId: string): Promise<boolean> {
  const locked = await lockJob(transaction, jobId);
  if (locked?.job.status !== 'waiting') return false;
  await transaction.query(
    `update jobs set status = 'pending', waiting_reason = null, attempt = attempt + 1, available_at = clock_timestamp()
      where id = $1`,
    [jobId],
  );
  await announceJob(transaction, (await findJob(transaction, jobId))!);
  // Its question is answered, which takes the notice back.
  if (locked.parent) await announceJob(transaction, locked.parent);
  return true;
}

async function findParent(transaction: Transaction, job: JobRow): Promise<JobRow | undefined> {
  return job.parent_job_id === null ? undefined : findJob(transaction, job.parent_job_id);
}
