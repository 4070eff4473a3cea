import { type FactType, messagesOf } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { appendEvent } from '../../platform/events/index.ts';
import { getBalances } from '../credits/index.ts';
import { notifyOfJob } from '../notifications/index.ts';
import type { JobRow } from './rows.ts';

/** What every screen is told of a job. `type` follows from the status, so that the two cannot disagree. */
export async function announceJob(transaction: Transaction, job: JobRow): Promise<void> {
  await appendEvent(transaction, job.organization_id, {
    type: toEventType(job),
    jobId: job.id,
    projectId: job.project_id,
    data: {
      status: job.status,
      waitingReason: job.waiting_reason,
      progress: job.progress,
      stepName: job.step_name,
      kind: job.kind,
      parentJobId: job.parent_job_id,
      ...(job.failure === null ? {} : { failure: job.failure }),
      messages: messagesOf([job.step_name]),
    },
  });
  await notifyOfJob(transaction, job);
}

function toEventType(job: JobRow): FactType {
  if (job.status === 'completed') return 'job.completed';
  if (job.status === 'failed') return 'job.failed';
  if (job.status === 'cancelled') return 'job.cancelled';
  return 'job.updated';
}

export async function announceCredits(transaction: Transaction, organizationId: string): Promise<void> {
  const { balance, reserved } = await getBalances(transaction);
  await appendEvent(transaction, organizationId, { type: 'credits.updated', data: { balance, reserved } });
}
