import { z } from 'zod';
import { capability, faultKind, generationIntent, generationModel } from '../generation.ts';
import { headerSecret, isoTime, webAddress } from '../primitives.ts';
import { defineRoutes } from './route.ts';
import { routeChoiceRoutes } from './route-choices.ts';

const providerId = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

/** An account at a vendor that this organization's work may be done with. Its key never leaves the server. */
export const connection = z
  .object({
    /** `operator:replicate` for one the operator set for everybody, which nobody changes here. */
    id: z.string(),
    provider: providerId,
    providerTitle: z.string(),
    name: z.string(),
    isOperators: z.boolean(),
    /** Null: the vendor's own address. */
    baseUrl: z.string().nullable(),
    /** A ComfyUI server behind a firewall, which asks for its work: it has no address. */
    isAgent: z.boolean(),
    /** The key's last four characters; empty where the server wants none. */
    lastFour: z.string(),
    isEnabled: z.boolean(),
    /** In work at once, and submissions in a minute. */
    limits: z.object({ concurrent: z.int(), submissionsPerMinute: z.int() }),
    /** What the vendor calls the account. */
    account: z.string().nullable(),
    health: z.object({
      state: z.enum(['works', 'refused', 'unreachable', 'unknown']),
      fault: faultKind.nullable(),
      checkedAt: isoTime.nullable(),
      /** Nothing goes out until then: after several failed calls, or as the vendor asked. Null while calls go out. */
      pause: z.object({ until: isoTime, why: z.enum(['failures', 'limit']) }).nullable(),
    }),
    /** Since the first of the month, UTC. `costMicros` is of answers whose price is known. */
    month: z.object({
      submissions: z.int(),
      finished: z.int(),
      costMicros: z.int(),
      currency: z.literal('USD'),
      inWork: z.int(),
    }),
    createdAt: isoTime.nullable(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connection>;

/** A model with the connections of this organization that can be asked for it. */
export const offeredModel = generationModel
  .extend({
    providerTitle: z.string(),
    connections: z.array(z.object({ id: z.string(), name: z.string(), isOperators: z.boolean() })),
  })
  .meta({ id: 'OfferedModel' });
export type OfferedModel = z.infer<typeof offeredModel>;

const provider = z
  .object({
    id: providerId,
    title: z.string(),
    keyPage: z.string(),
    /** The vendor's own address, where work goes unless a connection names another. */
    baseUrl: z.string(),
    isKeyOptional: z.boolean(),
    capabilities: z.array(capability),
  })
  .meta({ id: 'Provider' });

const id = z.object({ id: z.uuid() });
const limits = {
  maxConcurrent: z.int().min(1).max(100).nullable().optional(),
  submissionsPerMinute: z.int().min(1).max(6000).nullable().optional(),
};

export const connectionRoutes = defineRoutes({
  ...routeChoiceRoutes,
  listConnections: {
    method: 'GET',
    path: '/connections',
    operationId: 'listConnections',
    tag: 'connections',
    summary: 'Accounts at vendors with health, use and spend, and the vendors there are',
    access: 'connections.manage',
    responses: { 200: z.object({ items: z.array(connection), providers: z.array(provider) }) },
  },
  createConnection: {
    method: 'POST',
    path: '/connections',
    operationId: 'createConnection',
    tag: 'connections',
    summary: 'Connect an account; its key is tried by a free call first and kept encrypted',
    access: 'connections.manage',
    body: z.object({
      provider: providerId,
      name: z.string().trim().min(1).max(80),
      /** Left out for one's own server that wants none (`isKeyOptional`). */
      secret: headerSecret.optional(),
      baseUrl: webAddress.optional(),
      ...limits,
    }),
    responses: { 201: connection },
  },
  updateConnection: {
    method: 'PATCH',
    path: '/connections/:id',
    operationId: 'updateConnection',
    tag: 'connections',
    summary: 'Rename, limit, turn off or on; what is in work is finished all the same',
    access: 'connections.manage',
    params: id,
    body: z.object({
      name: z.string().trim().min(1).max(80).optional(),
      isEnabled: z.boolean().optional(),
      ...limits,
    }),
    responses: { 200: connection },
  },
  replaceConnectionSecret: {
    method: 'POST',
    path: '/connections/:id/secret',
    operationId: 'replaceConnectionSecret',
    tag: 'connections',
    summary: 'Put another key in the place of the old one, once it is tried',
    access: 'connections.manage',
    params: id,
    body: z.object({ secret: headerSecret }),
    responses: { 200: connection },
  },
  testConnection: {
    method: 'POST',
    path: '/connections/:id/test',
    operationId: 'testConnection',
    tag: 'connections',
    summary: 'Try the key now by a free call',
    access: 'connections.manage',
    params: id,
    responses: { 200: connection },
  },
  deleteConnection: {
    method: 'DELETE',
    path: '/connections/:id',
    operationId: 'deleteConnection',
    tag: 'connections',
    summary: 'Remove an account and its key; refused while the vendor works for it',
    access: 'connections.manage',
    params: id,
    responses: { 204: null },
  },
  listModels: {
    method: 'GET',
    path: '/models',
    operationId: 'listModels',
    tag: 'connections',
    summary: 'Models with limits, prices and the day they are shut down',
    access: 'models.read',
    query: z.object({ capability: capability.optional() }),
    responses: { 200: z.object({ items: z.array(offeredModel) }) },
  },
  listJobIntents: {
    method: 'GET',
    path: '/jobs/:id/intents',
    operationId: 'listJobIntents',
    tag: 'jobs',
    summary: 'What a job and its pieces asked vendors for, and what became of it',
    access: 'jobs.read',
    params: id,
    responses: { 200: z.object({ items: z.array(generationIntent) }) },
  },
  /** `send_again` treats it as not sent, and may pay a second time: only a person may say so. */
  decideIntent: {
    method: 'POST',
    path: '/intents/:id/decide',
    operationId: 'decideIntent',
    tag: 'jobs',
    summary: 'Say what to do about a submission whose outcome nobody knows',
    access: 'jobs.control',
    params: id,
    body: z.object({ decision: z.enum(['check_again', 'send_again', 'close']) }),
    responses: { 200: generationIntent },
  },
});

/** Called by vendors, who know no session: what comes in is believed by its signature alone. */
export const providerWebhookRoutes = defineRoutes({
  receiveProviderWebhook: {
    method: 'POST',
    path: '/provider-webhooks/:provider/:intentId',
    operationId: 'receiveProviderWebhook',
    tag: 'connections',
    summary: 'A vendor says that a job of its own changed; the job is then read from the vendor',
    access: 'public',
    params: z.object({ provider: providerId, intentId: z.uuid() }),
    responses: { 204: null },
  },
});
