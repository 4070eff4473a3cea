import { KinoraError, toFieldSentence } from '@kinora/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor, assertAction, invalidRequest } from '../http/index.ts';
import type { EventHub } from './hub.ts';
import { openStream, parseAfter } from './stream.ts';

const KEEP_ALIVE_MS = 15_000;
/** A reader this far behind is let go; it comes back by itself and resumes from what it has seen. */
const BACKLOG_MAX_BYTES = 1 << 20;
const RETRY_MS = 1000;

const query = z.strictObject({ after: z.string().max(20).optional(), projectId: z.uuid().optional() });

export type EventRouteOptions = {
  hub: EventHub;
  /** Recognises the caller and, for cookies and sockets, checks the Origin. */
  recognise: (request: FastifyRequest, isSocket?: boolean) => Promise<Actor | null>;
  onError: (error: unknown) => void;
  keepAliveMs?: number;
};

/** The organization's events over SSE and over WebSocket: the same messages, the same way to resume. */
export function registerEventRoutes(app: FastifyInstance, options: EventRouteOptions): void {
  registerSse(app, options);
  registerSocket(app, options);
}

async function readRequest(request: FastifyRequest, options: EventRouteOptions, isSocket: boolean) {
  const actor = await options.recognise(request, isSocket);
  assertReader(actor);
  const { after, projectId } = readQuery(request);
  const header = request.headers['last-event-id'];
  // A browser that reconnects repeats its address with the first `after`; the header is newer.
  const afterSeq = parseAfter(typeof header === 'string' ? header : after);
  return { organizationId: actor.organizationId, afterSeq, projectId };
}

function readQuery(request: FastifyRequest): z.output<typeof query> {
  const parsed = query.safeParse(request.query, { error: toFieldSentence, reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error, 'query');
}

function assertReader(actor: Actor | null): asserts actor is Actor & { organizationId: string } {
  if (!actor) throw new KinoraError('access.signed_out', 'no session and no key');
  assertAction('events.read', actor);
}

/**
 * A stream outlives the request that opened it: whoever was signed out, removed or moved to another organization meanwhile
 * must not go on reading. Asked with every sign of life; a database that does not answer ends nothing.
 */
async function mayStillRead(
  request: FastifyRequest,
  options: EventRouteOptions,
  organizationId: string,
  isSocket = false,
) {
  const actor = await options.recognise(request, isSocket);
  return actor?.organizationId === organizationId;
}

function registerSse(app: FastifyInstance, options: EventRouteOptions): void {
  // A stream has no head of its own to ask for: it would stay open without a word.
  app.get('/api/v1/events', { exposeHeadRoute: false }, async (request, reply) => {
    const asked = await readRequest(request, options, false);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
    });
    raw.write(`retry: ${RETRY_MS}\n\n`);
    const write = (text: string) => {
      if (raw.writableLength > BACKLOG_MAX_BYTES) raw.destroy();
      else raw.write(text);
    };
    const keepAlive = setInterval(() => {
      write(': still here\n\n');
      mayStillRead(request, options, asked.organizationId).then((may) => may || raw.destroy(), options.onError);
    }, options.keepAliveMs ?? KEEP_ALIVE_MS);
    let stop = () => {};
    raw.on('close', () => {
      clearInterval(keepAlive);
      stop();
    });
    raw.on('error', options.onError);
    try {
      stop = await openStream({
        hub: options.hub,
        ...asked,
        send(event) {
          const id = event.id === undefined ? '' : `id: ${event.id}\n`;
          write(`${id}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
        },
      });
      // It may have gone while the past was read.
      if (raw.destroyed) stop();
    } catch (error) {
      options.onError(error);
      raw.destroy();
    }
  });
}

function registerSocket(app: FastifyInstance, options: EventRouteOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/ws',
    // Refused before the connection is upgraded, so that the caller reads a status and not a closed socket.
    preValidation: async (request) => {
      request.actor = await options.recognise(request, true);
      assertReader(request.actor);
      readQuery(request);
    },
    wsHandler: (socket, request) => {
      const organizationId = request.actor?.organizationId ?? '';
      const keepAlive = setInterval(() => {
        socket.ping();
        mayStillRead(request, options, organizationId, true).then((may) => may || socket.close(1008), options.onError);
      }, options.keepAliveMs ?? KEEP_ALIVE_MS);
      let stop = () => {};
      let isClosed = false;
      socket.on('close', () => {
        isClosed = true;
        clearInterval(keepAlive);
        stop();
      });
      socket.on('error', options.onError);
      const send = (event: object) => {
        if (socket.bufferedAmount > BACKLOG_MAX_BYTES) socket.terminate();
        else socket.send(JSON.stringify(event));
      };
      openSocketStream(request, options, send).then(
        (opened) => {
          stop = opened;
          if (isClosed) stop();
        },
        (error) => {
          options.onError(error);
          socket.close(1011);
        },
      );
    },
    handler: async (_request, reply) => {
      reply.header('upgrade', 'websocket');
      throw new KinoraError('request.upgrade_needed', 'asked without an upgrade');
    },
  });
}

async function openSocketStream(request: FastifyRequest, options: EventRouteOptions, send: (event: object) => void) {
  const { actor } = request;
  assertReader(actor);
  const { after, projectId } = readQuery(request);
  const { organizationId } = actor;
  return openStream({ hub: options.hub, organizationId, afterSeq: parseAfter(after), projectId, send });
}
