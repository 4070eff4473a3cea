import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import type { ErrorEntry, RouteDefinition } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { newId } from '../ids.ts';
import type { Actor, Authenticate } from './actor.ts';
import { renderDocsPage } from './docs-page.ts';
import { type HealthPart, registerHealth } from './health.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { type Metrics, registerMetrics } from './metrics.ts';
import { buildOpenApi } from './openapi.ts';
import { assertOwnOrigin, listAllowedOrigins } from './origin.ts';
import { createErrorHandler } from './problem.ts';
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
  const app = Fastify({
    loggerInstance: options.logger,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy,
    genReqId: () => newId(),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  app.setErrorHandler(createErrorHandler(options.errors));
  app.decorateRequest('actor', null);
  await registerEdge(app, options);
  const definitions = [...options.routes.map((route) => route.definition), ...options.documented];
  for (const route of options.routes) registerRoute(app, route, options);
  registerHealth(app, options.health);
  registerMetrics(app, options.metrics, options.metricsToken);
  registerReference(app, definitions, options);
  await options.register?.(app);
  await registerWebApp(app, options.webFolder);
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || !isAppPath(request.url))
      throw new KinoraError('request.not_found', `no route ${request.method} ${request.url.split('?')[0]}`);
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

/** Recognises the caller of any request, hand-written endpoints included. */
export function createRecogniser(options: Pick<HttpOptions, 'authenticate' | 'publicUrl'>) {
  const origins = listAllowedOrigins(options.publicUrl);
  return async function recognise(request: FastifyRequest, isSocket = false): Promise<Actor | null> {
    assertOwnOrigin(request, origins, isSocket);
    const header = request.headers.authorization;
    return options.authenticate({
      cookie: request.cookies[SESSION_COOKIE],
      bearer: header?.startsWith('Bearer ') ? header.slice(7) : undefined,
      ipAddress: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
    });
  };
}

function registerRoute(app: FastifyInstance, route: RegisteredRoute, options: HttpOptions): void {
  const { definition } = route;
  const recognise = createRecogniser(options);
  const isPublicCall = definition.access === 'public' && definition.method !== 'GET';
  app.route({
    method: definition.method,
    url: `/api/v1${definition.path}`,
    ...(definition.form ? { bodyLimit: toJsonLimit(definition.form.maxBytes) } : {}),
    handler: async (request, reply) => {
      request.actor = await recognise(request);
      await enforceRate(
        options.rateCounter,
        options.rateLimits,
        { actor: request.actor, ipAddress: request.ip, isPublicCall },
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
  const document = JSON.stringify(
    buildOpenApi(definitions, { version: options.version, publicUrl: options.publicUrl }),
  );
  const page = renderDocsPage(definitions, options.errors, options.publicUrl);
  app.get('/api/v1/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  for (const url of ['/docs', '/docs/*'])
    app.get(url, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}
