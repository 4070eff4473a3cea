import { KinoraError } from '@kinora/contract';
import type { Leaf } from '@kinora/studios';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { announceCredits, announceJob } from './announce.ts';
import type { JobRow } from './rows.ts';
import { findJob, findLeaf, insertJob, lockJob, updateJob } from './store.ts';
import { type Claim, reopenLeaf, reserveFromParent } from './transitions.ts';

export type LeafOrder = {
  claim: Claim;
  leaf: Pick<Leaf<never, unknown>, 'kind' | 'slot' | 'stepName'>;
  leafKey: string;
  input: unknown;
  title: string;
  price: number;
  expectedSeconds: number;
};

/**
 * A piece of a parent, made or found again: row, quote line, reservation and event in one transaction. Called twice it
 * answers the same row, so a parent that is played again after a crash waits for what it started before.
 */
export async function startLeaf(transaction: Transaction, order: LeafOrder): Promise<JobRow> {
  const parent = (await lockJob(transaction, order.claim.jobId))?.job;
  if (parent?.status !== 'processing' || parent.run !== order.claim.run || parent.attempt !== order.claim.attempt) {
    throw new KinoraError('jobs.part_cancelled', `job ${order.claim.jobId} is no longer run here`);
  }
  const known = await findLeaf(transaction, parent.id, order.leafKey);
  if (!known) return insertLeaf(transaction, parent, order);
  const isFromEarlierRun = known.run < parent.run && (known.status === 'failed' || known.status === 'cancelled');
  if (!isFromEarlierRun) return known;
  await reopenLeaf(transaction, parent, known);
  return (await findJob(transaction, known.id))!;
}

async function insertLeaf(transaction: Transaction, parent: JobRow, order: LeafOrder): Promise<JobRow> {
  const id = newId();
  const price = parent.is_free ? 0 : order.price;
  const made = await insertJob(transaction, {
    id,
    organizationId: parent.organization_id,
    studio: parent.studio,
    kind: order.leaf.kind,
    title: order.title,
    version: parent.version,
    slot: order.leaf.slot,
    input: order.input,
    expectedSeconds: order.expectedSeconds,
    quotedCredits: price,
    escrowCredits: 0,
    isFree: parent.is_free,
    priority: parent.priority,
    projectId: parent.project_id,
    actorUserId: parent.actor_user_id,
    parentJobId: parent.id,
    leafKey: order.leafKey,
    stepName: order.leaf.stepName,
  });
  const escrow = await reserveFromParent(transaction, parent, { jobId: id, run: parent.run, price, note: order.title });
  await updateJob(transaction, id, { run: parent.run, escrow_credits: escrow });
  await announceJob(transaction, { ...made, run: parent.run });
  if (escrow > 0) await announceCredits(transaction, parent.organization_id);
  return (await findJob(transaction, id))!;
}
