import {
  assetId,
  type Job,
  type JobFailure,
  type JobStatus,
  type JobStep,
  messagesOf,
  ratio,
  type Shot,
  type WaitingReason,
} from '@kinora/contract';
import { z } from 'zod';
import { explainWait, type QueueMode, type WaitFacts } from './wait-reason.ts';

export type JobRow = {
  id: string;
  organization_id: string;
  parent_job_id: string | null;
  leaf_key: string | null;
  studio: string;
  kind: string;
  title: string;
  version: number;
  project_id: string | null;
  actor_user_id: string | null;
  status: JobStatus;
  waiting_reason: WaitingReason | null;
  slot: string;
  is_awaiting_leaves: boolean;
  priority: number;
  attempt: number;
  run: number;
  input: unknown;
  output: Record<string, unknown> | null;
  failure: JobFailure | null;
  quote_id: string | null;
  quoted_credits: number;
  escrow_credits: number;
  paid_credits: number | null;
  is_free: boolean;
  is_sample_run: boolean;
  expected_seconds: number;
  progress: number;
  progress_text: string | null;
  step_name: string | null;
  preview_asset_id: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  /** Taken out of the lists; only a parent that ended. */
  deleted_at: Date | null;
};

export type ProviderLimits = (provider: string) => { concurrent: number; submissionsPerMinute: number } | undefined;

/** A row as people see it: with its place in the queue, and waiting instead of pending where something holds it. */
export type ShownJobRow = JobRow & {
  project_name: string | null;
  available_at: Date;
  place: number | null;
  starts_in_seconds: number | null;
  ahead_own: number | null;
  ahead_raised: number | null;
  ahead_others: number | null;
  is_queue_paused: boolean;
  queue_mode: QueueMode;
  is_due: boolean;
  org_running: number;
  org_max_running: number | null;
  slot_used: number | null;
  slot_total: number | null;
  /** Of its paid answer that is not sent yet. */
  asks: {
    name: string | null;
    provider: string;
    open: number;
    recent: number;
    max_open: number | null;
    max_recent: number | null;
  } | null;
  order_rank: number;
  shown_status: JobStatus;
  shown_reason: WaitingReason | null;
};

/** A leaf with what it works at. */
export type ShownLeafRow = ShownJobRow & { shot_id: string | null };

function toWaitFacts(row: ShownJobRow, limitsOf: ProviderLimits): WaitFacts {
  const { asks } = row;
  const limits = asks ? limitsOf(asks.provider) : undefined;
  return {
    status: row.status,
    reason: row.shown_reason,
    isPaused: row.is_queue_paused,
    mode: row.queue_mode,
    isBegun: row.parent_job_id !== null || row.attempt > 1,
    dueAt: row.is_due ? null : row.available_at,
    slot: { kind: row.slot, used: row.slot_used ?? 0, total: row.slot_total },
    ahead:
      row.ahead_own === null
        ? null
        : { own: row.ahead_own, raised: row.ahead_raised ?? 0, others: row.ahead_others ?? 0 },
    organization: row.org_max_running === null ? null : { running: row.org_running, total: row.org_max_running },
    connection:
      asks && limits
        ? {
            name: asks.name ?? asks.provider,
            open: asks.open,
            recent: asks.recent,
            maxOpen: asks.max_open ?? limits.concurrent,
            maxRecent: asks.max_recent ?? limits.submissionsPerMinute,
          }
        : null,
  };
}

export function toJob(row: ShownJobRow, limitsOf: ProviderLimits): Job {
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  const waitingFor = explainWait(toWaitFacts(row, limitsOf));
  return {
    id: row.id as Job['id'],
    organizationId: row.organization_id as Job['organizationId'],
    kind: row.kind,
    title: row.title,
    version: row.version,
    parentJobId: row.parent_job_id as Job['parentJobId'],
    projectId: row.project_id as Job['projectId'],
    projectName: row.project_name,
    actorUserId: row.actor_user_id as Job['actorUserId'],
    status: row.shown_status,
    waitingReason: row.shown_reason,
    progress: row.progress,
    progressText: row.progress_text,
    stepName: row.step_name,
    priority: row.priority,
    attempt: row.attempt,
    quotedCredits: row.quoted_credits,
    paidCredits: row.paid_credits,
    failure: row.failure,
    previewAssetId: row.preview_asset_id as Job['previewAssetId'],
    position: row.place,
    expectedSeconds: row.starts_in_seconds,
    ...(waitingFor === undefined ? {} : { waitingFor }),
    messages: messagesOf([row.progress_text, row.step_name, row.failure?.sentence], [row.title]),
    createdAt: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
  };
}

const leafInput = z.object({ ratio: ratio.optional(), assetId: assetId.optional() }).catch({});

export function toLeaf(row: ShownLeafRow, limitsOf: ProviderLimits): Job {
  const shotId = row.shot_id as Shot['id'] | null;
  return { ...toJob(row, limitsOf), about: { ...leafInput.parse(row.input), ...(shotId ? { shotId } : {}) } };
}

export type StepRow = {
  name: string;
  status: JobStep['status'];
  note: string | null;
  started_at: Date;
  finished_at: Date | null;
};

export function toStep(row: StepRow): JobStep {
  return {
    name: row.name,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    seconds: row.finished_at ? (row.finished_at.getTime() - row.started_at.getTime()) / 1000 : null,
    note: row.note,
  };
}
