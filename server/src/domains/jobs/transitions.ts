import { type JobFailure, KinoraError } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { assertBudgetsAllow, assertBudgetsHold, tellBudgets } from '../budgets/index.ts';
import {
  claimSampleRun,
  giveBackFromLeaf,
  holdForParent,
  releaseFromParent,
  releaseSampleRun,
  reserveForLeaf,
  settleLeaf,
} from '../credits/index.ts';
import { announceCredits, announceJob } from './announce.ts';
import type { JobRow } from './rows.ts';
import { findJob, listOpenLeaves, lockJob, updateJob } from './store.ts';

/**
 * The life of a job.
 *
 *   pending     made, or waiting for its next try. The dispatcher takes it when its slot and its turn come.
 *   processing  handed to the engine in the same transaction. A crash leaves it here: the engine starts it again, on
 *               another process, under the same run and attempt.
 *   waiting     it cannot go on by itself (`waiting.ts`): its slot is free, its credits stay set aside. A person, or what
 *               comes to be known, puts it back to pending.
 *   completed   its work is stored and paid. Nothing leaves this state.
 *   failed      it gave up; a person may let it go on, which is a new run (pending).
 *   cancelled   a person stopped it; it may go on like a failed one.
 *
 * Every change is one transaction: the row, the credits, then the event. Each begins by locking the row and looking whether
 * the change still applies, so that whoever comes second (a recovered double, a late finish after a cancel) changes nothing.
 */

/** The run of a job that some process believes it is doing. */
export type Claim = { jobId: string; run: number; attempt: number };

async function lockClaimed(transaction: Transaction, claim: Claim) {
  const locked = await lockJob(transaction, claim.jobId);
  if (!locked) return undefined;
  const { job } = locked;
  const isOurs = job.status === 'processing' && job.run === claim.run && job.attempt === claim.attempt;
  return isOurs ? locked : undefined;
}

async function closeAndAnnounce(transaction: Transaction, jobId: string, hasMovedCredits: boolean): Promise<void> {
  const job = (await findJob(transaction, jobId))!;
  await announceJob(transaction, job);
  if (hasMovedCredits) await announceCredits(transaction, job.organization_id);
}

const toEscrow = (job: JobRow) => ({ jobId: job.id, run: job.run, credits: job.escrow_credits, note: job.title });

const toSpendScope = (job: JobRow) => ({
  organizationId: job.organization_id,
  projectId: job.project_id,
  userId: job.actor_user_id,
});

/** @returns false when the job was no longer this claim's: its result is then dropped. */
export async function completeJob(
  transaction: Transaction,
  claim: Claim,
  output: Record<string, unknown> | null,
): Promise<boolean> {
  const locked = await lockClaimed(transaction, claim);
  if (!locked) return false;
  const { job } = locked;
  const hasMoved = job.escrow_credits > 0 || (!locked.parent && job.quoted_credits > 0);
  const isOwed = !locked.parent || (await isOwedToOperator(transaction, job.id));
  if (locked.parent && isOwed) await settleLeaf(transaction, toEscrow(job), job.quoted_credits);
  else if (locked.parent) {
    await giveBackFromLeaf(transaction, toEscrow(job));
    await addEscrow(transaction, locked.parent.id, job.escrow_credits);
  } else await releaseFromParent(transaction, toEscrow(job));
  await updateJob(transaction, job.id, {
    status: 'completed',
    output: output === null ? null : JSON.stringify(output),
    failure: null,
    progress: 1,
    escrow_credits: 0,
    paid_credits: locked.parent ? (isOwed ? job.escrow_credits : 0) : await sumPaid(transaction, job.id),
    is_awaiting_leaves: false,
    finished_at: new Date(),
  });
  await closeAndAnnounce(transaction, job.id, hasMoved);
  return true;
}

/**
 * A piece that was asked of the operator's account, and answered by another route that the quote had named, owes the operator
 * nothing. Pieces that asked no account of the operator's are the studio's own work.
 */
async function isOwedToOperator(transaction: Transaction, jobId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ owed: boolean }>(
    `select coalesce(bool_or(state = 'finished') filter (where is_operators), true) as owed from intents where job_id = $1`,
    [jobId],
  );
  return rows[0]!.owed;
}

async function sumPaid(transaction: Transaction, parentJobId: string): Promise<number> {
  const { rows } = await transaction.query<{ paid: number }>(
    'select coalesce(sum(paid_credits), 0)::bigint as paid from jobs where parent_job_id = $1',
    [parentJobId],
  );
  return rows[0]!.paid;
}

/** Back into the queue for another try of the same run; the credits stay set aside. */
export async function postponeJob(transaction: Transaction, claim: Claim, waitMs: number): Promise<boolean> {
  const locked = await lockClaimed(transaction, claim);
  if (!locked) return false;
  await transaction.query(
    `update jobs set status = 'pending', attempt = attempt + 1, is_awaiting_leaves = false,
        available_at = clock_timestamp() + make_interval(secs => $2) where id = $1`,
    [claim.jobId, waitMs / 1000],
  );
  await closeAndAnnounce(transaction, claim.jobId, false);
  return true;
}

export async function failJob(transaction: Transaction, claim: Claim, failure: JobFailure): Promise<boolean> {
  const locked = await lockClaimed(transaction, claim);
  if (!locked) return false;
  await endUnpaid(transaction, locked, 'failed', failure);
  return true;
}

/** @returns the credits that came back to the wallet; null when it had already ended. */
export async function cancelJob(transaction: Transaction, jobId: string): Promise<number | null> {
  const locked = await lockJob(transaction, jobId);
  if (!locked || !['pending', 'processing', 'waiting'].includes(locked.job.status)) return null;
  return endUnpaid(transaction, locked, 'cancelled', null);
}

type Ending = 'failed' | 'cancelled';
type Locked = { job: JobRow; parent: JobRow | undefined };

/**
 * A parent that ends takes its unfinished leaves with it; what they had set aside comes back through it to the wallet.
 * @returns what came back to the wallet: nothing for a leaf, whose credits its parent keeps for the rest.
 */
async function endUnpaid(
  transaction: Transaction,
  locked: Locked,
  status: Ending,
  failure: JobFailure | null,
): Promise<number> {
  const ended: JobRow[] = [];
  let escrow = locked.job.escrow_credits;
  if (locked.parent) {
    await giveBack(transaction, locked.job);
    await addEscrow(transaction, locked.parent.id, escrow);
  } else {
    for (const leaf of await listOpenLeaves(transaction, locked.job.id)) {
      await giveBack(transaction, leaf);
      escrow += leaf.escrow_credits;
      await close(transaction, leaf.id, 'cancelled', null, null);
      ended.push(leaf);
    }
    await releaseFromParent(transaction, { ...toEscrow(locked.job), credits: escrow });
    if (locked.job.is_sample_run) await releaseSampleRun(transaction, locked.job.id);
  }
  const paid = locked.parent ? null : await sumPaid(transaction, locked.job.id);
  await close(transaction, locked.job.id, status, failure, paid);
  for (const leaf of ended) await closeAndAnnounce(transaction, leaf.id, false);
  await closeAndAnnounce(transaction, locked.job.id, escrow > 0);
  return locked.parent ? 0 : escrow;
}

async function giveBack(transaction: Transaction, leaf: JobRow): Promise<void> {
  await giveBackFromLeaf(transaction, toEscrow(leaf));
}

async function addEscrow(transaction: Transaction, jobId: string, credits: number): Promise<void> {
  await transaction.query('update jobs set escrow_credits = escrow_credits + $2 where id = $1', [jobId, credits]);
}

async function close(
  transaction: Transaction,
  jobId: string,
  status: Ending,
  failure: JobFailure | null,
  paidCredits: number | null,
): Promise<void> {
  await updateJob(transaction, jobId, {
    status,
    waiting_reason: null,
    failure,
    escrow_credits: 0,
    paid_credits: paidCredits,
    is_awaiting_leaves: false,
    finished_at: new Date(),
  });
}

/**
 * A person lets a failed or stopped parent go on. What is finished stays and is not paid again: only the rest of the quote
 * is set aside anew. Its failed leaves follow when the run comes to them.
 * @returns false when it is not in a state to go on from.
 */
export async function retryParent(transaction: Transaction, jobId: string): Promise<boolean> {
  const locked = await lockJob(transaction, jobId);
  if (!locked || locked.parent || !['failed', 'cancelled'].includes(locked.job.status)) return false;
  const { job } = locked;
  if (job.is_sample_run && !(await claimSampleRun(transaction, job.id))) {
    throw new KinoraError('credits.sample_used', `job ${job.id} was the free sample run and is it no more`);
  }
  const rest = Math.max(0, job.quoted_credits - (await sumPaid(transaction, job.id)));
  const run = job.run + 1;
  const steps = await assertBudgetsAllow(transaction, { ...toSpendScope(job), asked: { credits: rest } });
  await holdForParent(transaction, { jobId: job.id, run, credits: rest, note: job.title });
  await updateJob(transaction, job.id, {
    status: 'pending',
    run,
    attempt: 1,
    failure: null,
    paid_credits: null,
    finished_at: null,
    escrow_credits: rest,
    available_at: new Date(),
  });
  await closeAndAnnounce(transaction, job.id, rest > 0);
  await tellBudgets(transaction, job.organization_id, steps);
  return true;
}

/** Takes a leaf's price out of what its parent holds; what the quote does not cover is not the customer's to pay. */
export async function reserveFromParent(
  transaction: Transaction,
  parent: JobRow,
  leaf: { jobId: string; run: number; price: number; note: string },
): Promise<number> {
  const credits = Math.min(leaf.price, parent.escrow_credits);
  // Before the ledger's locks, as everywhere: budgets first.
  if (credits > 0) await assertBudgetsHold(transaction, toSpendScope(parent));
  await reserveForLeaf(transaction, { ...leaf, credits });
  await addEscrow(transaction, parent.id, -credits);
  return credits;
}

/** A leaf that ended without success in an earlier run of its parent is put back into the queue. */
export async function reopenLeaf(transaction: Transaction, parent: JobRow, leaf: JobRow): Promise<void> {
  const claim = { jobId: leaf.id, run: parent.run, price: leaf.quoted_credits, note: leaf.title };
  const escrow = await reserveFromParent(transaction, parent, claim);
  await updateJob(transaction, leaf.id, {
    status: 'pending',
    run: parent.run,
    attempt: 1,
    failure: null,
    finished_at: null,
    progress: 0,
    progress_text: null,
    escrow_credits: escrow,
    available_at: new Date(),
  });
  await closeAndAnnounce(transaction, leaf.id, escrow > 0);
}

/** Leaves that are made later take their parent's. @returns false when the job has ended, which leaves nothing to order. */
export async function setPriority(transaction: Transaction, jobId: string, priority: number): Promise<boolean> {
  const locked = await lockJob(transaction, jobId);
  if (!locked || !['pending', 'processing', 'waiting'].includes(locked.job.status)) return false;
  await transaction.query(
    `update jobs set priority = $2 where id = $1 or (parent_job_id = $1 and status in ('pending', 'processing', 'waiting'))`,
    [jobId, priority],
  );
  await closeAndAnnounce(transaction, jobId, false);
  return true;
}
