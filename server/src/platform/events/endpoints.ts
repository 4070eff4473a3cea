import { eventRoutes, isKinoraError, KinoraError, type StreamEvent } from '@kinora/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { type Actor, assertAction, type Member } from '../http/index.ts';
import type { EventHub } from './hub.ts';
import { openStream, parseAfter } from './stream.ts';

export type EventEndpointDependencies = {
  hub: EventHub;
  recognise: (request: FastifyRequest, isSocket?: boolean) => Promise<Actor | null>;
};

const KEEP_ALIVE_MS = 15_000;
const RETRY_MS = 1000;
/** A reader that lets this much pile up is cut off; it comes back with Last-Event-ID and misses nothing. */
const BACKLOG_LIMIT_BYTES = 1 << 20;

/** `/events` (SSE) and `/ws` (WebSocket): the same messages, resumable, one organization each. */
export function registerEventEndpoints(app: FastifyInstance, dependencies: EventEndpointDependencies): void {
  app.get(`/api/v1${eventRoutes.streamEvents.path}`, (request, reply) => serveEventStream(request, reply, dependencies));
  app.get(`/api/v1${eventRoutes.socketEvents.path}`, { websocket: true }, (socket, request) => serveSocket(socket, request, dependencies));
}

async function recogniseReader(request: FastifyRequest, { recognise }: EventEndpointDependencies, isSocket: boolean): Promise<Member> {
  const actor = await recognise(request, isSocket);
  if (!actor) throw new KinoraError('access.signed_out', 'no session and no key');
  assertAction('events.read', actor);
  return actor;
}

function readQuery(request: FastifyRequest): { after: string | undefined; projectId: string | undefined } {
  const { after, projectId } = eventRoutes.streamEvents.query.parse(request.query);
  const header = request.headers['last-event-id'];
  return { after: typeof header === 'string' ? header : after, projectId };
}

async function serveEventStream(request: FastifyRequest, reply: FastifyReply, dependencies: EventEndpointDependencies): Promise<FastifyReply> {
  const member = await recogniseReader(request, dependencies, false);
  const { after, projectId } = readQuery(request);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no', connection: 'keep-alive' });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  const write = (text: string) => {
    if (raw.writableLength > BACKLOG_LIMIT_BYTES) raw.destroy();
    else raw.write(text);
  };
  const keepAlive = setInterval(() => write(': still here\n\n'), KEEP_ALIVE_MS);
  let stop = () => {};
  raw.on('close', () => {
    clearInterval(keepAlive);
    stop();
  });
  stop = await openStream({ hub: dependencies.hub, organizationId: member.organizationId, afterSeq: parseAfter(after), projectId, send: (event) => write(toServerSentEvent(event)) });
  if (raw.destroyed) stop();
  return reply;
}

/** No `event:` field: browsers then hand every message to one handler, which reads its type. */
function toServerSentEvent(event: StreamEvent): string {
  return `${event.id === undefined ? '' : `id: ${event.id}\n`}data: ${JSON.stringify(event)}\n\n`;
}

async function serveSocket(socket: WebSocket, request: FastifyRequest, dependencies: EventEndpointDependencies): Promise<void> {
  let stop = () => {};
  socket.on('close', () => stop());
  try {
    const member = await recogniseReader(request, dependencies, true);
    const { after, projectId } = readQuery(request);
    stop = await openStream({
      hub: dependencies.hub,
      organizationId: member.organizationId,
      afterSeq: parseAfter(after),
      projectId,
      send(event) {
        if (socket.bufferedAmount > BACKLOG_LIMIT_BYTES) socket.terminate();
        else socket.send(JSON.stringify(event));
      },
    });
  } catch (error) {
    request.log.info({ err: error }, 'socket refused');
    // 4401 and 4403 mirror the HTTP codes: a socket cannot answer with a status once it is open.
    socket.close(isKinoraError(error) && error.code === 'access.signed_out' ? 4401 : 4403, 'not allowed');
  }
}
