import { z } from 'zod';
import { messages } from './messages.ts';
import { money } from './prices.ts';
import { assetId, isoTime, jobId, organizationId, projectId, quoteId, ratio, shotId, userId } from './primitives.ts';

/** rulings §1.5 */
export const jobStatus = z.enum(['pending', 'processing', 'waiting', 'completed', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof jobStatus>;
export const waitingReason = z.enum([
  'scheduled',
  'person',
  'unknown_outcome',
  'capacity',
  'budget',
  'paused',
  'connection_off',
  'server_draining',
]);
export type WaitingReason = z.infer<typeof waitingReason>;
/** Waits for an answer, for money or for a connection to be turned on; what waits for anything else goes on by itself. */
export const ASKING_REASONS = [
  'person',
  'unknown_outcome',
  'budget',
  'connection_off',
] as const satisfies readonly WaitingReason[];
export type AskingReason = (typeof ASKING_REASONS)[number];

/**
 * What a job that does not run waits for, read from the scheduler's own order: `slot` all places of its kind are taken,
 * `priority` jobs of its own organization were put before it, `share` other organizations take their turns first, `no_worker`
 * nobody offers its kind now, `organization` the operator lets the organization have no more in work at once, `starting` its turn has come, `connection` the account at the vendor takes no more at once,
 * `server_draining` the ComfyUI server it was written for takes nothing new and no other may have it.
 */
export const waitLimit = z.enum([
  'paused',
  'studio_paused',
  'studio_draining',
  'schedule',
  'organization',
  'no_worker',
  'slot',
  'priority',
  'share',
  'starting',
  'connection',
  'connection_off',
  'server_draining',
  'budget',
  'capacity',
  'person',
  'unknown_outcome',
]);
export type WaitLimit = z.infer<typeof waitLimit>;
export const waitingFor = z
  .object({
    limit: waitLimit,
    /** The kind of place it needs, and how many of them are taken; absent where no place is what it waits for. */
    slot: z.object({ kind: z.string(), used: z.int(), total: z.int() }).optional(),
    /** How many start before it: of its organization, of those the ones with a higher priority, and of other organizations. */
    ahead: z.object({ own: z.int(), raised: z.int().optional(), others: z.int() }).optional(),
    /** What the organization has in work at once, and how much it may. */
    organization: z.object({ running: z.int(), total: z.int() }).optional(),
    /** When its next try is due. */
    until: isoTime.optional(),
    /** The connection's name as its organization gave it. */
    connection: z.string().optional(),
  })
  .meta({ id: 'WaitingFor' });
export type WaitingFor = z.infer<typeof waitingFor>;

/** What a finished or failed job says to people. */
export const jobFailure = z.object({ code: z.string(), sentence: z.string(), isRetryable: z.boolean() });
export type JobFailure = z.infer<typeof jobFailure>;

export const job = z.object({
  id: jobId,
  organizationId,
  /** Studio of a parent (`film`), `studio/leaf` of a leaf (`film/shot`). */
  kind: z.string(),
  /** Line people read: "Linen, 15 s" or "Shot 2A". */
  title: z.string(),
  version: z.int(),
  parentJobId: jobId.nullable(),
  projectId: projectId.nullable(),
  /** The film's name as it is now: a title may be older, or name no film. */
  projectName: z.string().nullable(),
  /** What a leaf works at: a shot, a film's shape, a picture. Only leaves have it. */
  about: z.object({ shotId, ratio, assetId }).partial().optional(),
  actorUserId: userId.nullable(),
  status: jobStatus,
  waitingReason: waitingReason.nullable(),
  /** 0–1. A parent's is the weighted mean of its leaves'. */
  progress: z.number().min(0).max(1),
  /** True counts of the running step: "frame 112 of 450". */
  progressText: z.string().nullable(),
  stepName: z.string().nullable(),
  priority: z.int(),
  attempt: z.int(),
  /** Credits quoted and finally paid. Leaves carry money; a parent's are sums. */
  quotedCredits: z.int(),
  paidCredits: z.int().nullable(),
  failure: jobFailure.nullable(),
  previewAssetId: assetId.nullable(),
  /** 1-based place in the queue while pending, and the expected start, when known. */
  position: z.int().nullable(),
  expectedSeconds: z.number().nullable(),
  /** Why it does not go on now; absent while it does, and when it has ended. */
  waitingFor: waitingFor.optional(),
  messages: messages.optional(),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  finishedAt: isoTime.nullable(),
});
export type Job = z.infer<typeof job>;

export const jobStep = z.object({
  name: z.string(),
  status: z.enum(['running', 'completed', 'failed']),
  startedAt: isoTime,
  finishedAt: isoTime.nullable(),
  seconds: z.number().nullable(),
  note: z.string().nullable(),
});
export type JobStep = z.infer<typeof jobStep>;

/**
 * One time a job or one of its leaves was begun. `interrupted` went on elsewhere, or waits for an answer. `steps` are those
 * this try worked at, read from the log: what an earlier try had finished is not done again, and is not among them.
 */
export const jobAttempt = z.object({
  jobId,
  run: z.int(),
  attempt: z.int(),
  state: z.enum(['running', 'completed', 'failed', 'cancelled', 'interrupted']),
  errorCode: z.string().nullable(),
  /** What the code says in words; absent where nothing went wrong. */
  errorSentence: z.string().optional(),
  startedAt: isoTime,
  finishedAt: isoTime.nullable(),
  seconds: z.number().nullable(),
  /** When it came into the queue; absent where it went on elsewhere after a crash, which no queue knows of. */
  queuedAt: isoTime.optional(),
  steps: z.array(jobStep).optional(),
});
export type JobAttempt = z.infer<typeof jobAttempt>;

/** What a vendor was asked for, in real money; `isFinal` is false while the answer is awaited. */
export const jobSpend = z.object({
  jobId: jobId.nullable(),
  provider: z.string(),
  model: z.string().nullable(),
  cost: money,
  isOwnConnection: z.boolean(),
  isFinal: z.boolean(),
  /** When the vendor was asked. */
  at: isoTime.optional(),
});
export type JobSpend = z.infer<typeof jobSpend>;

/** A movement of credits between the wallet, what is set aside and what is paid, as the books have it. */
export const jobLedgerLine = z.object({ kind: z.string(), amount: z.int(), at: isoTime });
export type JobLedgerLine = z.infer<typeof jobLedgerLine>;

export const jobLogCode = z.enum([
  'queued',
  'started',
  'finished',
  'failed',
  'postponed',
  'cancelled',
  'interrupted',
  'waiting',
  'resumed',
  'retried',
  'priority',
  'attempt_failed',
  'step_started',
  'step_completed',
  'step_failed',
]);
/** A line of the log as a code: `detail` is a step's name, an error's code, the reason of a wait or the new priority. */
export const jobLogLine = z.object({
  id: z.string(),
  jobId,
  at: isoTime,
  run: z.int(),
  attempt: z.int(),
  code: jobLogCode,
  detail: z.string().nullable(),
  /** Where the detail is the code of an error: what it says in words. */
  sentence: z.string().optional(),
  seconds: z.number().nullable(),
  messages: messages.optional(),
});
export type JobLogLine = z.infer<typeof jobLogLine>;

export const jobTree = z.object({
  job,
  leaves: z.array(job),
  steps: z.array(jobStep),
  /** What the names of steps mean, where they are sentences of the studio. */
  messages: messages.optional(),
  output: z.record(z.string(), z.unknown()).nullable(),
  /** What was ordered. */
  input: z.unknown(),
  /** Files of the organization that the order and the result name. */
  inputAssetIds: z.array(assetId),
  outputAssetIds: z.array(assetId),
  /** Of the job and its leaves, oldest first. */
  attempts: z.array(jobAttempt),
  costs: z.array(jobSpend),
  ledger: z.array(jobLedgerLine),
});
export type JobTree = z.infer<typeof jobTree>;

export const quoteLine = z.object({
  what: z.string(),
  count: z.int(),
  unitCredits: z.int(),
  credits: z.int(),
  madeBy: z.string(),
  why: z.string(),
  /** Expected cost in real money of work on a connection; absent for built-in work. */
  cost: money.optional(),
});
export type QuoteLine = z.infer<typeof quoteLine>;
export const quote = z.object({
  id: quoteId,
  studio: z.string(),
  lines: z.array(quoteLine),
  totalCredits: z.int(),
  expectedSeconds: z.number(),
  /** What the button says: "Free · built-in engine" in the self-hosted preset. */
  priceLabel: z.string(),
  warnings: z.array(z.string()),
  messages: messages.optional(),
  expiresAt: isoTime,
});
export type Quote = z.infer<typeof quote>;

/** What a quote says in words, for its `messages`. */
export function sentencesOfQuote({ lines, warnings }: Pick<Quote, 'lines' | 'warnings'>): string[] {
  return [...lines.flatMap(({ what, why }) => [what, why]), ...warnings];
}
