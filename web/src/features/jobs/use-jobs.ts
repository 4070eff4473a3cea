import { useQuery } from '@tanstack/react-query';
import { call, type Job, recentJobsQuery } from '../../api/index.ts';
import { said, words } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';
import { isActive, trayOrder } from './job-view.ts';

export function useTrayJobs(): Job[] {
  const { data } = useQuery(recentJobsQuery);
  return data ? trayOrder(data.items, Date.now()) : [];
}

export function useActiveJobs(): Job[] {
  const { data } = useQuery(recentJobsQuery);
  return data ? data.items.filter(isActive) : [];
}

/** Stops a job. Paid work is cancelled, not undone: what is finished stays, what was reserved comes back. */
export async function cancelJob(job: Pick<Job, 'id' | 'title'>): Promise<void> {
  await call('cancelJob', { params: { id: job.id } }).then(
    () => showToast({ text: words('job.cancelledToast', { title: said(job.title) }) }),
    toastProblem,
  );
}

export async function retryJob(job: Pick<Job, 'id' | 'title'>): Promise<void> {
  await call('retryJob', { params: { id: job.id } }).then(
    () => showToast({ text: words('job.retriedToast', { title: said(job.title) }) }),
    toastProblem,
  );
}
