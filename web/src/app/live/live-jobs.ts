import { create } from 'zustand';
import type { StreamEvent } from '../../api/index.ts';

/** What events told us about a job since the page opened: newer than any answer the server gave before. */
export type LiveJob = {
  status?: string;
  progress?: number;
  waitingReason?: string | null;
  progressText?: string | null;
  stepName?: string | null;
  previewUrl?: string;
};

export const useLiveJobs = create<{ jobs: Record<string, LiveJob> }>()(() => ({ jobs: {} }));

export function useLiveJob(id: string | null | undefined): LiveJob | undefined {
  return useLiveJobs((state) => (id ? state.jobs[id] : undefined));
}

/** Adds what an event says to what is known. A finished job keeps its last preview until its take has arrived. */
export function mergeLiveJob(known: LiveJob | undefined, event: StreamEvent): LiveJob {
  const { status, waitingReason, progress, progressText, stepName, previewUrl } = event.data as LiveJob;
  const ended = { 'job.completed': 'completed', 'job.failed': 'failed', 'job.cancelled': 'cancelled' }[
    event.type as string
  ];
  return {
    ...known,
    ...(status === undefined ? {} : { status }),
    ...(ended === undefined ? {} : { status: ended }),
    ...(waitingReason === undefined ? {} : { waitingReason }),
    ...(progress === undefined ? {} : { progress }),
    ...(progressText === undefined ? {} : { progressText }),
    ...(stepName === undefined ? {} : { stepName }),
    ...(previewUrl === undefined ? {} : { previewUrl }),
  };
}
