import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Job, StreamEvent, Wallet } from '../../api/index.ts';
import { createGather } from './gather.ts';
import { mergeLiveJob, useLiveJobs } from './live-jobs.ts';

type JobPage = { items: Job[]; nextCursor: string | null };

/** Puts one event into what is on screen. Facts too large for an event make their query fetch again, once per burst. */
export function createPatcher(client: QueryClient): (event: StreamEvent) => void {
  const gather = createGather((key) => void client.invalidateQueries({ queryKey: JSON.parse(key) as string[] }));
  const refetch = (...key: string[]) => gather(JSON.stringify(key));
  return (event) => {
    if (event.type.startsWith('job.')) patchJob(client, event, refetch);
    else if (event.type === 'credits.updated') patchCredits(client, event, refetch);
    else if (event.type === 'asset.created') refetch('assets');
    else if (event.type === 'stream.reset') void client.invalidateQueries();
    if (event.projectId && touchesTree(event.type)) {
      refetch('tree', event.projectId);
      refetch('projects');
    }
  };
}

function touchesTree(type: StreamEvent['type']): boolean {
  return !['job.progress', 'job.preview', 'presence.changed', 'server.health', 'asset.created'].includes(type);
}

function patchJob(client: QueryClient, event: StreamEvent, refetch: (...key: string[]) => void): void {
  const id = event.jobId;
  if (!id) return;
  useLiveJobs.setState(({ jobs }) => ({ jobs: { ...jobs, [id]: mergeLiveJob(jobs[id], event) } }));
  const known = patchJobLists(client, id, event);
  const isLeaf = typeof event.data['parentJobId'] === 'string';
  const isFact = event.type !== 'job.progress' && event.type !== 'job.preview';
  if (isFact && (!known || event.type !== 'job.updated') && !isLeaf) refetch('jobs');
  if (isFact) refetch('jobs', 'one');
}

/** Changes the job wherever a list shows it; says whether any list did. */
export function patchJobLists(client: QueryClient, id: string, event: StreamEvent): boolean {
  let isKnown = false;
  const patchItems = (items: Job[]) =>
    items.map((job) => {
      if (job.id !== id) return job;
      isKnown = true;
      return { ...job, ...pickJobFields(event) };
    });
  client.setQueryData<JobPage>(['jobs', 'recent'], (page) =>
    page ? { ...page, items: patchItems(page.items) } : page,
  );
  client.setQueryData<InfiniteData<JobPage>>(['jobs', 'pages'], (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: patchItems(page.items) })) } : data,
  );
  return isKnown;
}

function pickJobFields(event: StreamEvent): Partial<Job> {
  const { status, progress, progressText, stepName } = mergeLiveJob(undefined, event);
  return {
    ...(status ? { status: status as Job['status'] } : {}),
    ...(progress === undefined ? {} : { progress }),
    ...(progressText === undefined ? {} : { progressText }),
    ...(stepName === undefined ? {} : { stepName }),
  };
}

function patchCredits(client: QueryClient, event: StreamEvent, refetch: (...key: string[]) => void): void {
  const { balance, reserved } = event.data;
  if (typeof balance !== 'number' || typeof reserved !== 'number') refetch('credits');
  else client.setQueryData<Wallet>(['credits'], (wallet) => (wallet ? { ...wallet, balance, reserved } : wallet));
}
