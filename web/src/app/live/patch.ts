import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { call, type Job, learnMessages, type StreamEvent, type Wallet } from '../../api/index.ts';
import { takePresence } from '../presence/presence-store.ts';
import { createGather } from './gather.ts';
import { mergeLiveJob, useLiveJobs } from './live-jobs.ts';

type Refetch = (...key: string[]) => void;
type JobPage = { items: Job[]; nextCursor: string | null };

const PARENT_PROGRESS_MS = 1500;

/** Puts one event into what is on screen. Facts too large for an event make their query fetch again, once per burst. */
export function createPatcher(client: QueryClient): (event: StreamEvent) => void {
  const fetchAgain = (key: string) => void client.invalidateQueries({ queryKey: JSON.parse(key) as string[] });
  const gather = createGather(fetchAgain);
  const gatherSlowly = createGather(fetchAgain, PARENT_PROGRESS_MS);
  const refetch: Refetch = (...key) => gather(JSON.stringify(key));
  const refetchSlowly: Refetch = (...key) => gatherSlowly(JSON.stringify(key));
  return (event) => {
    learnMessages(event.data);
    if (event.type.startsWith('job.')) patchJob(client, event, { refetch, refetchSlowly });
    else if (event.type === 'queue.updated') refetch('jobs');
    else if (event.type === 'audit.updated') refetch('audit');
    else if (event.type === 'picture_check.ended') patchPictureCheck(refetch);
    else if (event.type === 'credits.updated') patchCredits(client, event, refetch);
    else if (event.type === 'budget.updated') refetch('budgets');
    else if (event.type === 'billing.updated') patchBilling(refetch);
    else if (event.type === 'notification.created') refetch('notifications');
    else if (event.type.startsWith('asset.')) patchAssets(refetch);
    else if (event.type === 'brand.updated') refetch('brands');
    else if (event.type === 'delivery.recorded') refetch('deliveries');
    else if (event.type.startsWith('product.')) patchProducts(refetch);
    else if (event.type.startsWith('product_import.')) patchImport(event, refetch);
    else if (event.type === 'presence.changed') takePresence(event);
    else if (event.type === 'stream.reset') void client.invalidateQueries();
    if (event.projectId && touchesTree(event.type)) {
      refetch('tree', event.projectId);
      refetch('projects');
    }
  };
}

function touchesTree(type: StreamEvent['type']): boolean {
  return (
    ![
      'job.progress',
      'job.preview',
      'queue.updated',
      'audit.updated',
      'picture_check.ended',
      'presence.changed',
      'server.health',
      'delivery.recorded',
    ].includes(type) && !type.startsWith('asset.')
  );
}

/** The list, its counts and, where one is open, the product itself. Events name 200 products at most, so all open ones are asked for. */
function patchProducts(refetch: Refetch): void {
  refetch('products');
  refetch('product');
  refetch('product-facets');
}

function patchAssets(refetch: Refetch): void {
  refetch('assets');
  refetch('asset');
  refetch('asset-facets');
}

/** The file that is open, how many wait, and what was refused. */
function patchPictureCheck(refetch: Refetch): void {
  refetch('asset');
  refetch('safety', 'policy');
  refetch('safety', 'decisions');
}

function patchImport(event: StreamEvent, refetch: Refetch): void {
  const id = event.data['importId'];
  if (typeof id === 'string') refetch('product-import', id);
  if (event.type === 'product_import.updated') refetch('product-imports');
}

function patchJob(
  client: QueryClient,
  event: StreamEvent,
  { refetch, refetchSlowly }: { refetch: Refetch; refetchSlowly: Refetch },
): void {
  const id = event.jobId;
  if (!id) return;
  useLiveJobs.setState(({ jobs }) => ({ jobs: { ...jobs, [id]: mergeLiveJob(jobs[id], event) } }));
  const hasLink = typeof event.data['previewUrl'] === 'string';
  if (hasLink) showOnParent(event, String(event.data['previewUrl']));
  else if (typeof event.data['previewAssetId'] === 'string') void showPreview(event, event.data['previewAssetId']);
  const known = patchJobLists(client, id, event);
  const isLeaf = typeof event.data['parentJobId'] === 'string';
  const isFact = event.type !== 'job.progress' && event.type !== 'job.preview';
  if (isFact && (!known || event.type !== 'job.updated') && !isLeaf) refetch('jobs');
  if (isFact) refetch('jobs', 'one');
  // Every change moves somebody's place and the counts; a film's pieces change by the dozen.
  if (isFact) for (const list of ['queue', 'queue-status', 'unanswered']) refetchSlowly('jobs', list);
  if (['job.completed', 'job.failed'].includes(event.type) && !isLeaf) refetch('dashboard');
  // A parent's progress is the mean of its pieces: only the studio knows their weights.
  if (isLeaf && event.type === 'job.progress') refetchSlowly('jobs', 'recent');
}

/** The piece itself has the link by the merge of its event; the work it belongs to shows its newest piece. */
function showOnParent(event: StreamEvent, previewUrl: string): void {
  const parent = event.data['parentJobId'];
  if (typeof parent !== 'string') return;
  useLiveJobs.setState(({ jobs }) => ({ jobs: { ...jobs, [parent]: { ...jobs[parent], previewUrl } } }));
}

/** A preview names its picture; the address is asked for once and shown on the piece and on the work it belongs to. */
async function showPreview(event: StreamEvent, assetId: string): Promise<void> {
  const asset = await call('getAsset', { params: { id: assetId } }).catch(() => undefined);
  // A preview that is gone again has been followed by a newer one.
  if (!asset) return;
  const parent = event.data['parentJobId'];
  const changed = [event.jobId, parent].filter((id): id is NonNullable<typeof event.jobId> => typeof id === 'string');
  useLiveJobs.setState(({ jobs }) => ({
    jobs: { ...jobs, ...Object.fromEntries(changed.map((id) => [id, { ...jobs[id], previewUrl: asset.url }])) },
  }));
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
  client.setQueriesData<InfiniteData<JobPage>>({ queryKey: ['jobs', 'queue'] }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: patchItems(page.items) })) } : data,
  );
  return isKnown;
}

function pickJobFields(event: StreamEvent): Partial<Job> {
  const { status, waitingReason, progress, progressText, stepName } = mergeLiveJob(undefined, event);
  return {
    ...(status ? { status: status as Job['status'] } : {}),
    ...(waitingReason === undefined ? {} : { waitingReason: waitingReason as Job['waitingReason'] }),
    ...(progress === undefined ? {} : { progress }),
    ...(progressText === undefined ? {} : { progressText }),
    ...(stepName === undefined ? {} : { stepName }),
  };
}

/** A payment may have repaid a debt, which the credits' own event does not say. */
function patchBilling(refetch: Refetch): void {
  refetch('billing');
  refetch('credits');
}

function patchCredits(client: QueryClient, event: StreamEvent, refetch: Refetch): void {
  refetch('transactions');
  const { balance, reserved } = event.data;
  if (typeof balance !== 'number' || typeof reserved !== 'number') refetch('credits');
  else client.setQueryData<Wallet>(['credits'], (wallet) => (wallet ? { ...wallet, balance, reserved } : wallet));
}
