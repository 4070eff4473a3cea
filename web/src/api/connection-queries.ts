import { queryOptions } from '@tanstack/react-query';
import { call, newIdempotencyKey } from './client.ts';
import type { Quote } from './types.ts';

/** Accounts at vendors, the operator's among them, and the vendors there are. Keepers alone may ask. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => call('listConnections', { signal }),
});

/** ComfyUI servers; looked at again by the studio each minute, so the screen asks again as often. */
export const comfyServersQuery = queryOptions({
  queryKey: ['connections', 'comfy-servers'],
  queryFn: ({ signal }) => call('listComfyServers', { signal }),
  refetchInterval: 15_000,
});

export const comfyWorkflowsQuery = queryOptions({
  queryKey: ['connections', 'comfy-workflows'],
  queryFn: ({ signal }) => call('listComfyWorkflows', { signal }),
});

/** Below the connections: which models can be asked for changes with them. */
export const modelsQuery = queryOptions({
  queryKey: ['connections', 'models'],
  queryFn: ({ signal }) => call('listModels', { signal }),
});

/** Below the job, whose events renew it: what it asked vendors for. */
export function jobIntentsQuery(jobId: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', jobId, 'intents'],
    queryFn: ({ signal }) => call('listJobIntents', { params: { id: jobId }, signal }),
  });
}

/** The price of a shot's picture by this model, asking no vendor. Other words may have another price. */
export function shotPictureQuoteQuery(
  shotId: string,
  order: { projectId: string; connection: string; model: string },
  prompt: string,
) {
  return queryOptions({
    queryKey: ['shot-picture-quote', shotId, order, prompt],
    // The types of the table leave the dry run's answer out, as every press gets a job: here it is the quote.
    queryFn: async ({ signal }) =>
      (await call('makeShotPicture', {
        params: { id: shotId },
        query: { dryRun: true },
        idempotencyKey: newIdempotencyKey(),
        body: { ...order, maxCredits: 0 },
        signal,
      })) as unknown as Quote,
  });
}

/** The most a plan by this model costs, asking no vendor. Another brief may have another price. */
export function planQuoteQuery(projectId: string, order: { connection: string; model: string }, revision: number) {
  return queryOptions({
    queryKey: ['plan-quote', projectId, order, revision],
    queryFn: async ({ signal }) =>
      (await call('writePlan', {
        params: { id: projectId },
        query: { dryRun: true },
        idempotencyKey: newIdempotencyKey(),
        body: { ...order, maxCredits: 0 },
        signal,
      })) as unknown as Quote,
  });
}
