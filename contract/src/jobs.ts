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
]);
export type WaitingReason = z.infer<typeof waitingReason>;

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

export const jobTree = z.object({
  job,
  leaves: z.array(job),
  steps: z.array(jobStep),
  output: z.record(z.string(), z.unknown()).nullable(),
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
