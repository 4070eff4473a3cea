import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import type { Job, StreamEvent } from '../../api/index.ts';
import { createGather } from './gather.ts';
import { mergeLiveJob, useLiveJobs } from './live-jobs.ts';
import { createPatcher } from './patch.ts';

const event = (type: StreamEvent['type'], data: Record<string, unknown>, extra: object = {}) =>
  ({ type, at: '2026-11-21T14:02:00Z', data, jobId: 'j1', ...extra }) as StreamEvent;

function clientWithJob() {
  const client = new QueryClient();
  client.setQueryData(['jobs', 'recent'], { items: [{ id: 'j1', progress: 0.1 } as Job], nextCursor: null });
  return client;
}

test('progress moves the job in the list without asking the server', () => {
  const client = clientWithJob();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  createPatcher(client)(event('job.progress', { progress: 0.5, progressText: 'frame 45 of 72' }));
  expect(client.getQueryData<{ items: Job[] }>(['jobs', 'recent'])?.items[0]).toMatchObject({
    progress: 0.5,
    progressText: 'frame 45 of 72',
  });
  expect(useLiveJobs.getState().jobs['j1']?.progress).toBe(0.5);
  expect(invalidate).not.toHaveBeenCalled();
});

test('a finished take fetches its film once per burst', async () => {
  const client = clientWithJob();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  const patch = createPatcher(client);
  for (let index = 0; index < 5; index += 1) patch(event('take.created', {}, { projectId: 'p1' }));
  await vi.waitFor(() => expect(invalidate).toHaveBeenCalledTimes(2));
  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([['tree', 'p1'], ['projects']]);
});

test('an end is an end, whatever the event leaves out', () => {
  expect(mergeLiveJob({ status: 'processing', progress: 0.9 }, event('job.completed', {})).status).toBe('completed');
});

test('a burst runs once per key', async () => {
  const run = vi.fn();
  const gather = createGather(run, 5);
  for (const key of ['a', 'a', 'b', 'a']) gather(key);
  await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2));
});

test('a picture that was looked at shows in the file, among what waits and among what was refused', async () => {
  const client = clientWithJob();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  const patch = createPatcher(client);
  for (let index = 0; index < 5; index += 1) patch(event('picture_check.ended', {}));
  await vi.waitFor(() => expect(invalidate).toHaveBeenCalledTimes(3));
  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([
    ['asset'],
    ['safety', 'policy'],
    ['safety', 'decisions'],
  ]);
});

test('a burst of changed products asks for the list, its counts and the open product once', async () => {
  const client = clientWithJob();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  const patch = createPatcher(client);
  for (let index = 0; index < 5; index += 1) patch(event('product.updated', { productIds: ['a'], count: 1 }));
  await vi.waitFor(() => expect(invalidate).toHaveBeenCalledTimes(3));
  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([
    ['products'],
    ['product'],
    ['product-facets'],
  ]);
});

test('an import that goes on renews its page, one that ends renews the list of imports as well', async () => {
  const client = clientWithJob();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  const patch = createPatcher(client);
  patch(event('product_import.progress', { importId: 'i1' }));
  patch(event('product_import.updated', { importId: 'i1' }));
  await vi.waitFor(() => expect(invalidate).toHaveBeenCalledTimes(2));
  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([
    ['product-import', 'i1'],
    ['product-imports'],
  ]);
});
