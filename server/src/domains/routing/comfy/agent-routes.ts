import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ComfyTask, comfyAgentRoutes, KinoraError } from '@kinora/contract';
import { mediaTypeOf } from '@kinora/providers';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import { invalidRequest, readBearer } from '../../../platform/http/index.ts';
import { hashAgentKey } from './server-service.ts';
import { findServer, noteAgentHeard, saveLook } from './server-store.ts';
import type { TaskFiles } from './sweep-tasks.ts';
import { endTask, findLeased, LEASE_SECONDS, leaseNext, noteSent, renewLease, type TaskRow } from './task-store.ts';

export type AgentRouteParts = { database: Database; files: TaskFiles };

const LOOK_SECONDS = 60;
const ASK_EVERY_MS = 1000;
const MOST_BYTES = 300_000_000;
const NEVER_CAME = 'a file was named that was never sent';
const BASE = '/api/v1/comfy-servers/:id/agent';
const ROUTES = comfyAgentRoutes;

type Caller = { organizationId: string; serverId: string };

/**
 * What a server's agent calls, with the key of that server and of nothing else. Registered by hand, as no session and no API
 * key stands behind it and asking for work is not counted like a sign-in. A wrong key, a foreign server and a server that is
 * not there get one answer.
 */
export function registerComfyAgent(app: FastifyInstance, parts: AgentRouteParts): void {
  const inside = <Result>({ organizationId }: Caller, work: (transaction: Transaction) => Promise<Result>) =>
    parts.database.inOrganization(organizationId, work);
  const recognise = (request: FastifyRequest) => recogniseAgent(parts.database, request);

  app.post(`${BASE}/register`, { bodyLimit: 4_000_000 }, async (request, reply) => {
    const caller = await recognise(request);
    const look = parse(ROUTES.registerComfyAgent.body, request.body, 'body');
    const name = await inside(caller, async (transaction) => {
      await saveLook(transaction, caller.serverId, look, LOOK_SECONDS);
      return (await findServer(transaction, caller.serverId))!.connection.name;
    });
    return reply.send({ name, leaseSeconds: LEASE_SECONDS });
  });

  app.post(`${BASE}/next`, async (request, reply) => {
    const caller = await recognise(request);
    const { waitSeconds } = parse(ROUTES.nextComfyTask.body, request.body ?? {}, 'body');
    const until = performance.now() + waitSeconds * 1000;
    await inside(caller, (transaction) => noteAgentHeard(transaction, caller.serverId));
    for (;;) {
      const task = await inside(caller, (transaction) => leaseNext(transaction, caller.serverId));
      if (task) return reply.send(toTask(task));
      if (performance.now() >= until || request.raw.destroyed) return reply.code(204).send();
      await sleep(Math.min(ASK_EVERY_MS, Math.max(0, until - performance.now())));
    }
  });

  app.post(`${BASE}/progress`, async (request, reply) => {
    const caller = await recognise(request);
    const { leaseId, share, preview } = parse(ROUTES.reportComfyProgress.body, request.body, 'body');
    const picture = preview === null ? null : readPreview(preview);
    const { state } = await inside(caller, async (transaction) => {
      const task = await requireLease(transaction, caller, leaseId);
      await renewLease(transaction, leaseId, { share, preview: picture });
      await noteAgentHeard(transaction, caller.serverId);
      return task;
    });
    return reply.send({ isCancelled: state === 'cancelled' });
  });

  app.get(`${BASE}/pictures/:leaseId/:hash`, async (request, reply) => {
    const caller = await recognise(request);
    const { leaseId, hash } = parse(ROUTES.readComfyPicture.params, request.params, 'params');
    const task = await inside(caller, (transaction) => requireLease(transaction, caller, leaseId));
    const picture = task.pictures.find((one) => one.hash === hash);
    if (!picture) throw new KinoraError('comfy.lease_lost', `no picture ${hash} under lease ${leaseId}`);
    return reply.type(picture.mediaType).send(await parts.files.open({ organizationId: caller.organizationId, hash }));
  });

  app.put(`${BASE}/files/:leaseId/:name`, async (request, reply) => {
    const caller = await recognise(request);
    const { leaseId } = parse(ROUTES.putComfyFile.params, request.params, 'params');
    const { id } = await inside(caller, (transaction) => requireLease(transaction, caller, leaseId));
    const stored = await parts.files.putStream(caller.organizationId, request.body as Readable, {
      maxBytes: MOST_BYTES,
    });
    await inside(caller, (transaction) => noteSent(transaction, id, stored.hash));
    return reply.send({ hash: stored.hash, sizeBytes: stored.sizeBytes });
  });

  app.post(`${BASE}/complete`, async (request, reply) => {
    const caller = await recognise(request);
    const { leaseId, files, fault } = parse(ROUTES.completeComfyTask.body, request.body, 'body');
    const named = files.map(({ name, hash }) => ({ name, hash, mediaType: mediaTypeOf(name) }));
    const found = await Promise.all(
      files.map(({ hash }) => parts.files.find({ organizationId: caller.organizationId, hash })),
    );
    const hasAll = found.every((file) => file !== undefined);
    const isTaken = await inside(caller, async (transaction) => {
      const task = await requireLease(transaction, caller, leaseId);
      // Said twice, or said of what was cancelled meanwhile: it changes nothing and is no fault of the agent's.
      await endTask(transaction, task.id, hasAll ? { files: named, fault } : { files: [], fault: NEVER_CAME });
      return task.state !== 'cancelled';
    });
    return reply.send({ isTaken });
  });
}

const STARTS = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from([0x89, 0x50, 0x4e, 0x47])];
const MOST_PREVIEW_BYTES = 400_000;

/** Anything else than a small picture is not shown, and ends nothing. */
function readPreview(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  const isPicture = STARTS.some((start) => bytes.subarray(0, start.length).equals(start));
  return isPicture && bytes.length <= MOST_PREVIEW_BYTES ? bytes : null;
}

async function recogniseAgent(database: Database, request: FastifyRequest): Promise<Caller> {
  const { id } = parse(ROUTES.registerComfyAgent.params, { id: (request.params as { id: string }).id }, 'params');
  const key = readBearer(request.headers.authorization) ?? '';
  const { rows } = await database.app.query<{ id: string | null }>(
    'select app.organization_of_comfy_key($1, $2) as id',
    [id, hashAgentKey(key)],
  );
  const organizationId = rows[0]?.id;
  if (!organizationId) throw new KinoraError('comfy.wrong_key', `no server ${id} with this key`);
  return { organizationId, serverId: id };
}

async function requireLease(transaction: Transaction, caller: Caller, leaseId: string): Promise<TaskRow> {
  const task = await findLeased(transaction, caller.serverId, leaseId);
  if (!task) throw new KinoraError('comfy.lease_lost', `lease ${leaseId} names nothing`);
  return task;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, part: 'body' | 'params'): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidRequest(parsed.error, part);
  return parsed.data;
}

function toTask({ id, lease_id, graph, pictures }: TaskRow): ComfyTask {
  return { taskId: id, leaseId: lease_id!, graph, pictures };
}
