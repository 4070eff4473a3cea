import type { AskingReason } from '@kinora/contract';
import type { Job } from '../../api/index.ts';
import type { LiveJob } from '../../app/live/index.ts';
import { said, sayCode, type WordKey, type Words } from '../../app/words/index.ts';
import type { Mark } from '../../ui/index.ts';

export type JobView = { mark: Mark; word: string; progress: number; detail: string };

const ACTIVE: readonly string[] = ['pending', 'processing', 'waiting'];
export function isActive(job: Pick<Job, 'status'>): boolean {
  return ACTIVE.includes(job.status);
}

/** A record, so that a reason the contract adds is asked for here; the list itself would bring all of the contract along. */
const ASKING: Record<AskingReason, true> = { person: true, unknown_outcome: true, budget: true, connection_off: true };
/** Waits for an answer, for money or for a connection: it does not go on by itself. */
export function asksPerson(job: Pick<Job, 'status' | 'waitingReason'>): boolean {
  return job.status === 'waiting' && job.waitingReason !== null && job.waitingReason in ASKING;
}

/** A job as people read it: shape, word, how far, and what it is doing or why it waits. */
export function toJobView(job: Job, live: LiveJob | undefined, t: Words): JobView {
  const status = (live?.status as Job['status'] | undefined) ?? job.status;
  const progress = live?.progress ?? job.progress;
  const doing = said(live?.progressText ?? job.progressText ?? live?.stepName ?? job.stepName ?? '');
  switch (status) {
    case 'pending':
      return { mark: 'queued', word: t('job.pending'), progress: 0, detail: placeOf(job, t) };
    case 'processing':
      return { mark: 'running', word: t('job.processing'), progress, detail: doing };
    case 'waiting':
      return { mark: 'asks', word: t('job.waiting'), progress, detail: waitingSentence(job, t) };
    case 'completed':
      return { mark: 'done', word: t('job.completed'), progress: 1, detail: '' };
    case 'failed':
      return { mark: 'failed', word: t('job.failed'), progress, detail: failureOf(job) };
    case 'cancelled':
      return { mark: 'cancelled', word: t('job.cancelled'), progress, detail: '' };
  }
}

/** Why it failed, in the person's language: by its own sentence where that names more than its code does. */
function failureOf({ failure }: Pick<Job, 'failure'>): string {
  if (!failure) return '';
  const own = said(failure.sentence);
  return own === failure.sentence ? sayCode(failure.code, {}, failure.sentence) : own;
}

function placeOf(job: Job, t: Words): string {
  return job.position === null ? '' : t('job.place', { place: job.position });
}

function waitingSentence(job: Job, t: Words): string {
  return t(`job.waits.${job.waitingReason ?? 'capacity'}` as WordKey);
}

const KEPT_MS = 10 * 60_000;

/** What the tray lists: everything unfinished, nearest to done first, then what ended in the last ten minutes. */
export function trayOrder(jobs: readonly Job[], now: number): Job[] {
  const active = jobs.filter(isActive).sort((a, b) => rank(b) - rank(a));
  const ended = jobs.filter((job) => !isActive(job) && job.finishedAt && now - Date.parse(job.finishedAt) < KEPT_MS);
  return [...active, ...ended];
}

function rank(job: Job): number {
  return job.status === 'processing' ? 1 + job.progress : job.status === 'waiting' ? 1 : 0;
}
