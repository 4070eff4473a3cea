import { queryOptions } from '@tanstack/react-query';
import { call, newIdempotencyKey } from './client.ts';
import type { BodyOf, Quote, Ratio } from './types.ts';

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

/** Below the connections, which change it: who can be asked for a shot's picture or motion, in the order in which to choose. */
export function routesQuery(need: {
  what: 'picture' | 'motion';
  projectId?: string;
  ratio?: Ratio | undefined;
  seconds?: number;
  pictures: number;
  characters?: number;
}) {
  return queryOptions({
    queryKey: ['connections', 'routes', need],
    queryFn: ({ signal }) => call('listRoutes', { query: need, signal }),
  });
}

/** Who tries and who finishes in this project, or in all films of this brand. */
export function routeChoicesQuery(about: { projectId: string } | { brandId: string }) {
  return queryOptions({
    queryKey: ['connections', 'route-choices', about],
    queryFn: ({ signal }) => call('listRouteChoices', { query: about, signal }),
  });
}

/** The types of the table leave a dry run's answer out, as every press gets a job: here it is the quote. */
const askQuote = (dryRun: Promise<unknown>) => dryRun as Promise<Quote>;

/** The price of a shot's picture or motion by this model, asking no vendor. Other words may have another price. */
export function shotOrderQuoteQuery(
  what: 'picture' | 'motion',
  shotId: string,
  order: { projectId: string; connection: string; model: string; fallbacks: { connection: string; model: string }[] },
  prompt: string,
) {
  return queryOptions({
    queryKey: ['shot-order-quote', what, shotId, order, prompt],
    queryFn: ({ signal }) =>
      askQuote(
        call(what === 'picture' ? 'makeShotPicture' : 'makeShotMotion', {
          params: { id: shotId },
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { ...order, maxCredits: 0 },
          signal,
        }),
      ),
  });
}

/** @param takes how many there are: each new one may be another draft to finish */
export function finishQuoteQuery(projectId: string, body: Omit<BodyOf<'finishShots'>, 'maxCredits'>, takes: number) {
  return queryOptions({
    queryKey: ['finish-quote', projectId, body, takes],
    queryFn: ({ signal }) =>
      askQuote(
        call('finishShots', {
          params: { id: projectId },
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { ...body, maxCredits: 0 },
          signal,
        }),
      ),
    // A refusal says that there is nothing to finish: asked again it says the same.
    retry: false,
  });
}

/** The most a plan by this model costs, asking no vendor. Another brief may have another price. */
export function planQuoteQuery(projectId: string, order: { connection: string; model: string }, revision: number) {
  return queryOptions({
    queryKey: ['plan-quote', projectId, order, revision],
    queryFn: ({ signal }) =>
      askQuote(
        call('writePlan', {
          params: { id: projectId },
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { ...order, maxCredits: 0 },
          signal,
        }),
      ),
  });
}

/** The same of a script for all shots. */
export function scriptQuoteQuery(projectId: string, order: { connection: string; model: string }, revision: number) {
  return queryOptions({
    queryKey: ['script-quote', projectId, order, revision],
    queryFn: ({ signal }) =>
      askQuote(
        call('writeScript', {
          params: { id: projectId },
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { ...order, maxCredits: 0 },
          signal,
        }),
      ),
  });
}

/** The most ideas for a logo cost by this model; what the brand does moves it by less than a figure shows. */
export function logoIdeasQuoteQuery(
  brandId: string,
  order: Pick<BodyOf<'writeLogoIdeas'>, 'connection' | 'model' | 'language'>,
) {
  return queryOptions({
    queryKey: ['logo-ideas-quote', brandId, order],
    queryFn: ({ signal }) =>
      askQuote(
        call('writeLogoIdeas', {
          params: { id: brandId },
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { ...order, about: QUOTED_ABOUT, maxCredits: 0 },
          signal,
        }),
      ),
  });
}
/** As long as a brief may be: the price that is agreed to covers every other. */
const QUOTED_ABOUT = 'x'.repeat(600);

/** The most a prompt by this model costs, asking no vendor. */
export function promptQuoteQuery(
  shotId: string,
  order: Omit<BodyOf<'writeShotPrompt'>, 'maxCredits' | 'quoteId' | 'dryRun'>,
  prompt: string,
) {
  return queryOptions({
    queryKey: ['prompt-quote', shotId, order, prompt],
    queryFn: ({ signal }) =>
      askQuote(
        call('writeShotPrompt', {
          params: { id: shotId },
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { ...order, maxCredits: 0 },
          signal,
        }),
      ),
  });
}

/** The most the plan of a form costs by this model, asking no vendor and keeping nothing. */
export function filmPlanQuoteQuery(input: BodyOf<'createFilmPlan'>['input']) {
  return queryOptions({
    queryKey: ['plan-quote', input],
    queryFn: ({ signal }) =>
      askQuote(
        call('createFilmPlan', {
          query: { dryRun: true },
          idempotencyKey: newIdempotencyKey(),
          body: { input, maxCredits: 0 },
          signal,
        }),
      ),
  });
}
