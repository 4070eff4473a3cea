import { z } from 'zod';
import { comfyFolder, comfyLook } from '../comfy.ts';
import { capability } from '../generation.ts';
import { headerSecret, isoTime, webAddress } from '../primitives.ts';
import { defineRoutes } from './route.ts';

const name = z.string().trim().min(1).max(80);

/** One ComfyUI server of the pool with what the last look found. */
export const comfyServer = z
  .object({
    /** Also the id of its connection. */
    id: z.uuid(),
    name: z.string(),
    /** `agent`: behind a firewall, it asks for work. */
    kind: z.enum(['direct', 'agent']),
    baseUrl: z.string().nullable(),
    /** Of the key of its door, or of its agent; empty where there is none. */
    lastFour: z.string(),
    isEnabled: z.boolean(),
    isDraining: z.boolean(),
    /** Pieces of work at once that Kinora gives it, and how many it has. */
    tokens: z.int(),
    inWork: z.int(),
    state: z.enum(['works', 'unreachable', 'never_seen']),
    version: z.string().nullable(),
    devices: comfyLook.shape.devices,
    /** Its whole queue, other people's work with it; null while nobody has looked. */
    queue: comfyLook.shape.queue.nullable(),
    /** When it last answered, and when it was last asked. */
    seenAt: isoTime.nullable(),
    lookedAt: isoTime.nullable(),
    /** Files that a family of ours was told by, and files of a name that tells none. */
    models: z.array(
      z.object({
        file: z.string(),
        folder: comfyFolder,
        family: z.string().nullable(),
        bytes: z.number().nullable(),
      }),
    ),
    families: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        capability,
        /** Most LoRAs at once. */
        loras: z.int(),
        isReady: z.boolean(),
        /** The first file that is not there. */
        missing: z.object({ file: z.string(), folder: comfyFolder }).nullable(),
      }),
    ),
    loras: z.array(z.string()),
  })
  .meta({ id: 'ComfyServer' });
export type ComfyServer = z.infer<typeof comfyServer>;

/** An input that a request fills, and the node it goes to. */
const workflowInput = z.object({ name: z.string(), node: z.string(), input: z.string() });
export const comfyWorkflow = z
  .object({
    /** As a model it is asked for as `workflow:ID`. */
    id: z.uuid(),
    name: z.string(),
    capability,
    inputs: z.array(workflowInput),
    nodes: z.int(),
    createdAt: isoTime,
  })
  .meta({ id: 'ComfyWorkflow' });
export type ComfyWorkflow = z.infer<typeof comfyWorkflow>;

const id = z.object({ id: z.uuid() });
/** Shown once: only its hash is kept. */
const agentKey = z.string().nullable();
const tokens = z.int().min(1).max(16);

export const comfyServerRoutes = defineRoutes({
  listComfyServers: {
    method: 'GET',
    path: '/comfy-servers',
    operationId: 'listComfyServers',
    tag: 'comfy-servers',
    summary: 'ComfyUI servers with memory, queue, models and the time of the last look',
    access: 'connections.manage',
    responses: { 200: z.object({ items: z.array(comfyServer) }) },
  },
  createComfyServer: {
    method: 'POST',
    path: '/comfy-servers',
    operationId: 'createComfyServer',
    tag: 'comfy-servers',
    summary: 'Add a server: by its address, which is tried first, or with an agent, whose key is shown once',
    access: 'connections.manage',
    body: z.object({
      name,
      kind: z.enum(['direct', 'agent']),
      baseUrl: webAddress.optional(),
      secret: headerSecret.optional(),
      tokens: tokens.optional(),
    }),
    responses: { 201: z.object({ server: comfyServer, agentKey }) },
  },
  updateComfyServer: {
    method: 'PATCH',
    path: '/comfy-servers/:id',
    operationId: 'updateComfyServer',
    tag: 'comfy-servers',
    summary: 'Rename, drain, or say how much it gets at once',
    access: 'connections.manage',
    params: id,
    body: z.object({ name: name.optional(), isDraining: z.boolean().optional(), tokens: tokens.optional() }),
    responses: { 200: comfyServer },
  },
  lookAtComfyServer: {
    method: 'POST',
    path: '/comfy-servers/:id/test',
    operationId: 'lookAtComfyServer',
    tag: 'comfy-servers',
    summary: 'Look at it now: memory, queue and files',
    access: 'connections.manage',
    params: id,
    responses: { 200: comfyServer },
  },
  renewComfyAgentKey: {
    method: 'POST',
    path: '/comfy-servers/:id/agent-key',
    operationId: 'renewComfyAgentKey',
    tag: 'comfy-servers',
    summary: 'A new key for its agent, shown once; the old one opens nothing from then on',
    access: 'connections.manage',
    params: id,
    responses: { 200: z.object({ server: comfyServer, agentKey }) },
  },
  deleteComfyServer: {
    method: 'DELETE',
    path: '/comfy-servers/:id',
    operationId: 'deleteComfyServer',
    tag: 'comfy-servers',
    summary: 'Remove a server; refused while it works',
    access: 'connections.manage',
    params: id,
    responses: { 204: null },
  },
  listComfyWorkflows: {
    method: 'GET',
    path: '/comfy-workflows',
    operationId: 'listComfyWorkflows',
    tag: 'comfy-servers',
    summary: 'Workflows of your own, with their named inputs',
    access: 'connections.manage',
    responses: { 200: z.object({ items: z.array(comfyWorkflow) }) },
  },
  importComfyWorkflow: {
    method: 'POST',
    path: '/comfy-workflows',
    operationId: 'importComfyWorkflow',
    tag: 'comfy-servers',
    summary: 'Bring in a workflow that ComfyUI exported for the API; titles of nodes name its inputs',
    access: 'connections.manage',
    body: z.object({ name, workflow: z.record(z.string(), z.unknown()) }),
    responses: { 201: comfyWorkflow },
  },
  renameComfyWorkflow: {
    method: 'PATCH',
    path: '/comfy-workflows/:id',
    operationId: 'renameComfyWorkflow',
    tag: 'comfy-servers',
    summary: 'Give a workflow another name',
    access: 'connections.manage',
    params: id,
    body: z.object({ name }),
    responses: { 200: comfyWorkflow },
  },
  deleteComfyWorkflow: {
    method: 'DELETE',
    path: '/comfy-workflows/:id',
    operationId: 'deleteComfyWorkflow',
    tag: 'comfy-servers',
    summary: 'Remove a workflow; what was made with it stays',
    access: 'connections.manage',
    params: id,
    responses: { 204: null },
  },
});

/** A piece of work as an agent gets it: a graph, and the pictures that it loads by these names. */
export const comfyTask = z.object({
  leaseId: z.uuid(),
  taskId: z.uuid(),
  graph: z.record(z.string(), z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) })),
  pictures: z.array(z.object({ name: z.string(), hash: z.string(), mediaType: z.string() })),
});
export type ComfyTask = z.infer<typeof comfyTask>;

const lease = z.object({ leaseId: z.uuid() });
const serverFile = z.object({ id: z.uuid(), leaseId: z.uuid(), name: z.string().regex(/^[\w.-]{1,120}$/) });
const serverPicture = z.object({ id: z.uuid(), leaseId: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** What was made: files that were sent before under the same lease, or why there are none. */
const completion = lease.extend({
  files: z.array(z.object({ name: serverFile.shape.name, hash: serverPicture.shape.hash })).max(32),
  fault: z.string().max(500).nullable(),
});
export type ComfyCompletion = z.infer<typeof completion>;

/**
 * Called by the agent of one server with that server's key (`Authorization: Bearer kca_…`), which opens nothing else. A lease
 * lives 60 s and is renewed by progress; complete may be said twice.
 */
export const comfyAgentRoutes = defineRoutes({
  registerComfyAgent: {
    method: 'POST',
    path: '/comfy-servers/:id/agent/register',
    operationId: 'registerComfyAgent',
    tag: 'comfy-servers',
    summary: 'An agent says what its server is: memory, queue and files',
    access: 'public',
    params: id,
    body: comfyLook,
    responses: { 200: z.object({ name: z.string(), leaseSeconds: z.int() }) },
  },
  nextComfyTask: {
    method: 'POST',
    path: '/comfy-servers/:id/agent/next',
    operationId: 'nextComfyTask',
    tag: 'comfy-servers',
    summary: 'The next piece of work, leased for 60 s; waits a while for one',
    access: 'public',
    params: id,
    body: z.object({ waitSeconds: z.int().min(0).max(25).default(0) }),
    responses: { 200: comfyTask, 204: null },
  },
  reportComfyProgress: {
    method: 'POST',
    path: '/comfy-servers/:id/agent/progress',
    operationId: 'reportComfyProgress',
    tag: 'comfy-servers',
    summary: 'How far it is; renews the lease and says whether it is still wanted',
    access: 'public',
    params: id,
    body: lease.extend({
      share: z.number().min(0).max(1).nullable(),
      /** A frame on the way, as a JPEG or PNG in base64; the newest one is shown. */
      preview: z.base64().max(500_000).nullable().default(null),
    }),
    responses: { 200: z.object({ isCancelled: z.boolean() }) },
  },
  readComfyPicture: {
    method: 'GET',
    path: '/comfy-servers/:id/agent/pictures/:leaseId/:hash',
    operationId: 'readComfyPicture',
    tag: 'comfy-servers',
    summary: 'A picture that the leased work loads',
    access: 'public',
    params: serverPicture,
    responses: {},
    binary: { mediaType: 'image/*', description: 'The picture as it is.' },
  },
  putComfyFile: {
    method: 'PUT',
    path: '/comfy-servers/:id/agent/files/:leaseId/:name',
    operationId: 'putComfyFile',
    tag: 'comfy-servers',
    summary: 'A file that was made, as bytes; complete names it',
    access: 'public',
    params: serverFile,
    bytes: true,
    responses: { 200: z.object({ hash: z.string(), sizeBytes: z.int() }) },
  },
  completeComfyTask: {
    method: 'POST',
    path: '/comfy-servers/:id/agent/complete',
    operationId: 'completeComfyTask',
    tag: 'comfy-servers',
    summary: 'It is done, or failed; the same lease may say so again',
    access: 'public',
    params: id,
    body: completion,
    responses: { 200: z.object({ isTaken: z.boolean() }) },
  },
});
