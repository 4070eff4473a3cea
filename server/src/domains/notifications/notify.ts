import { ASKING_REASONS, type JobStatus, say } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { appendEvent } from '../../platform/events/index.ts';
import { findProjectOwner, insertNotice, isAway, listKeepers, type Notice, settleJob } from './store.ts';

/** What a notification needs to know of a job; pieces of a film are not told of one by one. */
export type NotedJob = {
  id: string;
  organization_id: string;
  parent_job_id: string | null;
  project_id: string | null;
  actor_user_id: string | null;
  title: string;
  status: JobStatus;
  waiting_reason: string | null;
};

type Wish = Pick<Notice, 'kind' | 'sentence'>;

/** What its state asks of people. Pure: who is told, and whether they are away, is decided elsewhere. */
export function planNotice({
  status,
  waiting_reason: reason,
}: Pick<NotedJob, 'status' | 'waiting_reason'>): Wish | null {
  if (status === 'failed') return { kind: 'needs_you', sentence: say('notice.failed') };
  if (status === 'completed') return { kind: 'done', sentence: say('notice.done') };
  if (status !== 'waiting') return null;
  if (reason === 'budget') return { kind: 'budget', sentence: say('notice.budget') };
  return ASKING_REASONS.some((asking) => asking === reason)
    ? { kind: 'needs_you', sentence: say('notice.asks') }
    : null;
}

/**
 * Called last in the transaction that changed a job. Whoever started it is told; of its end only when they are away.
 * A job that goes on has its questions answered.
 */
export async function notifyOfJob(transaction: Transaction, job: NotedJob): Promise<void> {
  if (job.parent_job_id !== null) return;
  const wish = planNotice(job);
  const isSettled = wish?.kind !== 'needs_you' && wish?.kind !== 'budget' && (await settleJob(transaction, job.id));
  const isTold = wish !== null && (await tellStarter(transaction, job, wish));
  if (isSettled || isTold) await announce(transaction, job.organization_id, job.project_id);
}

async function tellStarter(transaction: Transaction, job: NotedJob, wish: Wish): Promise<boolean> {
  const userId = job.actor_user_id ?? (job.project_id ? await findProjectOwner(transaction, job.project_id) : null);
  if (userId === null || (wish.kind === 'done' && !(await isAway(transaction, userId)))) return false;
  const about = { title: job.title, projectId: job.project_id, jobId: job.id };
  return insertNotice(transaction, job.organization_id, userId, { ...wish, ...about });
}

/** For what the organization's owners and admins have to repair. */
export async function notifyKeepers(transaction: Transaction, organizationId: string, notice: Notice): Promise<void> {
  for (const userId of await listKeepers(transaction)) await insertNotice(transaction, organizationId, userId, notice);
  await announce(transaction, organizationId, null);
}

/** For one person, or where nobody stands behind it (an API key) those who keep the organization. */
export async function notifyPerson(
  transaction: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string | null },
  notice: Notice,
): Promise<void> {
  if (userId === null) return notifyKeepers(transaction, organizationId, notice);
  const isTold = await insertNotice(transaction, organizationId, userId, notice);
  if (isTold) await announce(transaction, organizationId, notice.projectId ?? null);
}

/** Screens look for themselves: the event goes to everybody in the organization and says nothing of whom it is about. */
function announce(transaction: Transaction, organizationId: string, projectId: string | null): Promise<void> {
  return appendEvent(transaction, organizationId, { type: 'notification.created', projectId, data: {} });
}
