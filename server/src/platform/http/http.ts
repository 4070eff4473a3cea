import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import type { ErrorEntry, RouteDefinition } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import { repositoryFile } from '@kinora/media-node';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { newId } from '../ids.ts';
import type { Actor, Authenticate } from './actor.ts';
import { readBearer } from './bearer.ts';
import { renderDocsPage } from './docs-page.ts';
import { type HealthPart, registerHealth } from './health.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { watchMethods } from './methods.ts';
import { type Metrics, registerMetrics } from './metrics.ts';
import { buildOpenApi } from './openapi.ts';
import { assertOwnOrigin, listAllowedOrigins } from './origin.ts';
import { createErrorHandler, createSocketErrorHandler } from './problem.ts';
import { enforceRate, type RateCounter, type RateLimits } from './rate-limit.ts';
import { assertAccess, type RegisteredRoute, serveCall } from './routes.ts';
import { isAppPath, readAppPage, registerWebApp } from './web-app.ts';

export const SESSION_COOKIE = 'kinora_session';
const BODY_LIMIT_BYTES = 1 << 20;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before every API handler; null for nobody. */
    actor: Actor | null;
  }
}

export type HttpOptions = {
  logger: FastifyBaseLogger;
  publicUrl: string;
  trustProxy: boolean | string;
  version: string;
  errors: ReadonlyMap<string, ErrorEntry>;
  authenticate: Authenticate;
  idempotency: IdempotencyStore;
  rateCounter: RateCounter;
  rateLimits: RateLimits;
  /** Callers that are not counted: commands on this computer. */
  isUncounted?: (actor: Actor) => boolean;
  metrics: Metrics;
  metricsToken: string | undefined;
  health: () => readonly HealthPart[];
  /** Folder of the built web app. */
  webFolder: string;
  routes: readonly RegisteredRoute[];
  /** Definitions whose endpoints `register` adds by hand (streams and sockets): they stand in the reference all the same. */
  documented: readonly RouteDefinition[];
  /** Hand-written endpoints: streams, sockets, media files. */
  register?: (app: FastifyInstance) => Promise<void>;
};

/** The HTTP edge, whole: routes of the contract, errors as problems, reference, health, metrics and the web app. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const handleError = createErrorHandler(options.errors);
  const app = Fastify({
    loggerInstance: options.logger,
    // The framework types this one for every kind of server; ours is one kind.
    frameworkErrors: (error, request, reply) => handleError(error, request as never, reply as never),
    clientErrorHandler: createSocketErrorHandler(options.errors, newId),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy,
    genReqId: () => newId(),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  app.setErrorHandler(handleError);
  app.decorateRequest('actor', null);
  const listMethods = watchMethods(app);
  await registerEdge(app, options);
  const definitions = [...options.routes.map((route) => route.definition), ...options.documented];
  for (const route of options.routes) registerRoute(app, route, options);
  registerHealth(app, options.health);
  registerMetrics(app, options.metrics, options.metricsToken);
  registerReference(app, definitions, options);
  await options.register?.(app);
  await registerWebApp(app, options.webFolder);
  app.setNotFoundHandler((request, reply) => {
    const pathname = request.url.split('?')[0]!;
    const allow = listMethods(pathname);
    if (allow.length > 0 && request.method === 'OPTIONS')
      return reply.code(204).header('allow', allow.join(', ')).send();
    if (allow.length > 0)
      throw new KinoraError('request.method', `${request.method} ${pathname}`, { details: { allow } });
    if (!['GET', 'HEAD'].includes(request.method) || !isAppPath(request.url))
      throw new KinoraError('request.not_found', `no route ${request.method} ${pathname}`);
    const page = readAppPage(options.webFolder);
    return reply.code(page.status).type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page.html);
  });
  return app;
}

async function registerEdge(app: FastifyInstance, options: HttpOptions): Promise<void> {
  const isSecure = options.publicUrl.startsWith('https:');
  // Uploads arrive as a stream; their handler counts the bytes.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.addContentTypeParser('multipart/form-data', (_request, payload, done) => done(null, payload));
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: 1 << 16 } });
  await app.register(helmet, {
    hsts: isSecure,
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  app.addHook('onResponse', (request, reply, done) => {
    options.metrics.observeRequest(
      request.routeOptions.url ?? 'none',
      request.method,
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
    request.log.info(
      {
        method: request.method,
        url: request.routeOptions.url,
        ...jobOf(request, reply),
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
}

const JOB_ADDRESS = /\/api\/v1\/jobs\/([0-9a-f-]{36})/;

/** The job a request is about: the one of its address, or the one it made. */
function jobOf(request: FastifyRequest, reply: FastifyReply): { jobId?: string } {
  const jobId = JOB_ADDRESS.exec(String(reply.getHeader('location') ?? request.url))?.[1];
  return jobId === undefined ? {} : { jobId };
}

/** Recognises the caller of any request, hand-written endpoints included. */
export function createRecogniser(options: Pick<HttpOptions, 'authenticate' | 'publicUrl'>) {
  const origins = listAllowedOrigins(options.publicUrl);
  return async function recognise(request: FastifyRequest, isSocket = false): Promise<Actor | null> {
    assertOwnOrigin(request, origins, isSocket);
    return options.authenticate({
      cookie: request.cookies[SESSION_COOKIE],
      bearer: readBearer(request.headers.authorization),
      ipAddress: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
    });
  };
}

/** Sign-in, sign-up, reset and their like count by address, whoever sends them. */
function isAccountCall(definition: RouteDefinition): boolean {
  return definition.access === 'public' && definition.method !== 'GET';
}

function registerRoute(app: FastifyInstance, route: RegisteredRoute, options: HttpOptions): void {
  const { definition } = route;
  const recognise = createRecogniser(options);
  app.route({
    method: definition.method,
    url: `/api/v1${definition.path}`,
    ...(definition.form ? { bodyLimit: toJsonLimit(definition.form.maxBytes) } : {}),
    handler: async (request, reply) => {
      request.actor = await recognise(request);
      const isUncounted = request.actor !== null && options.isUncounted?.(request.actor) === true;
      if (!isUncounted)
        await enforceRate(
          options.rateCounter,
          options.rateLimits,
          {
            actor: request.actor,
            ipAddress: request.ip,
            isAccountCall: isAccountCall(definition),
            isReading: definition.method === 'GET',
          },
          reply,
        );
      assertAccess(definition.access, request.actor);
      await serveCall(route, request, reply, request.actor, options.idempotency);
      return reply;
    },
  });
}

/** Four characters of base64 for three bytes, and room for the other fields. */
function toJsonLimit(fileBytes: number): number {
  return Math.ceil(fileBytes / 3) * 4 + 8192;
}

function registerReference(app: FastifyInstance, definitions: readonly RouteDefinition[], options: HttpOptions): void {
  // Written when first asked for: the schemas of all routes take a third of a second, which every start would wait.
  const info = { version: options.version, publicUrl: options.publicUrl };
  const readDocument = once(() => JSON.stringify(buildOpenApi(definitions, info)));
  const readPage = once(() => renderDocsPage(definitions, options.errors, options.publicUrl));
  app.get('/api/v1/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(readDocument()),
  );
  const tryOut = readFileSync(repositoryFile('server/src/platform/http/docs-try-out.js'), 'utf8');
  app.get('/docs/try-out.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(tryOut),
  );
  for (const url of ['/docs', '/docs/*'])
    app.get(url, async (_request, reply) => reply.type('text/html; charset=utf-8').send(readPage()));
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
