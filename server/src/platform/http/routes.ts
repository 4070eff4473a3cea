import { Readable } from 'node:stream';
import {
  type Action,
  isAllowed,
  isInScope,
  KinoraError,
  type RouteDefinition,
  say,
  toFieldSentence,
} from '@kinora/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor, Member } from './actor.ts';
import { isForm, readForm } from './form.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { runOnce } from './idempotency.ts';
import { findUnusable } from './plain-json.ts';
import { invalidRequest } from './problem.ts';
import { listUnknownFields } from './unknown-fields.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type ActorOf<Route extends RouteDefinition> = Route['access'] extends 'public'
  ? Actor | null
  : Route['access'] extends 'signed_in'
    ? Actor
    : Member;

/** One request of a route, parsed and allowed. */
export type Call<Route extends RouteDefinition> = {
  params: Parsed<Route['params']>;
  query: Parsed<Route['query']>;
  body: Parsed<Route['body']>;
  actor: ActorOf<Route>;
  /** The Idempotency-Key header, where the route takes one. */
  idempotencyKey: string | undefined;
  /** Revision of the If-Match header, where the route takes one; undefined when it was not sent. */
  ifMatch: Route['ifMatch'] extends true ? number | undefined : undefined;
  request: FastifyRequest;
  reply: FastifyReply;
};

type Body<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
/** The status is checked against the definition when it is sent: literals do not survive an async handler's inference. */
type JsonAnswer<Route extends RouteDefinition> = {
  status: number;
  body?: Body<Route['responses'][keyof Route['responses'] & number]>;
  headers?: Record<string, string>;
};

/** `'sent'`: the handler wrote to the reply itself (streams, files, sockets). */
export type Answer<Route extends RouteDefinition> = JsonAnswer<Route> | 'sent';
export type Handler<Route extends RouteDefinition> = (call: Call<Route>) => Promise<Answer<Route>>;
export type Handlers<Routes extends Record<string, RouteDefinition>> = {
  [Name in keyof Routes]: Handler<Routes[Name]>;
};

export type RegisteredRoute = { definition: RouteDefinition; handler: Handler<RouteDefinition> };

/** Pairs every definition of a table with its handler; a missing handler does not compile. */
export function bindRoutes<Routes extends Record<string, RouteDefinition>>(
  routes: Routes,
  handlers: Handlers<NoInfer<Routes>>,
): RegisteredRoute[] {
  return Object.entries(routes).map(([name, definition]) => ({
    definition,
    handler: handlers[name as keyof NoInfer<Routes>] as unknown as Handler<RouteDefinition>,
  }));
}

/** Refuses an actor that the permission table, the role or the key's scopes do not let through. */
export function assertAccess(access: RouteDefinition['access'], actor: Actor | null): void {
  if (access === 'public') return;
  if (!actor) throw new KinoraError('access.signed_out', 'no session and no key');
  if (access === 'signed_in') return;
  assertAction(access, actor);
}

export function assertAction(action: Action, actor: Actor): asserts actor is Member {
  if (actor.organizationId === null || actor.role === null)
    throw new KinoraError('access.no_organization', 'no organization in use');
  if (actor.kind === 'user' && actor.lacksSecondFactor)
    throw new KinoraError('access.second_factor', `${actor.userId} has no second step`);
  if (!isAllowed(actor.role, action)) throw new KinoraError('access.forbidden', `${actor.role} may not ${action}`);
  if (actor.kind === 'api_key' && !isInScope(actor.scopes, action))
    throw new KinoraError('access.scope', `key lacks the scope of ${action}`);
}

function parsePart<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  part: 'body' | 'query' | 'params',
): unknown {
  const fault = findUnusable(value);
  if (fault)
    throw new KinoraError('request.invalid', `unusable ${part}`, {
      sentence: fault,
      details: { fields: { [part]: fault } },
    });
  const parsed = schema?.safeParse(value ?? {}, { error: toFieldSentence, reportInput: true });
  if (parsed?.success === false) throw invalidRequest(parsed.error, part);
  assertNothingUnknown(schema, value, part);
  return parsed?.data;
}

/** A misspelt field must not look as if it had been heeded: what is not known is refused by its name. */
function assertNothingUnknown(schema: z.ZodType | undefined, value: unknown, part: 'body' | 'query' | 'params'): void {
  const unknown = listUnknownFields(schema, value);
  if (unknown.length === 0) return;
  const code = part === 'query' ? 'field.unknown_parameter' : 'field.unknown';
  const fields = unknown.map((name) => [name, say(code, { name })]);
  throw new KinoraError('request.invalid', `unknown in ${part}: ${unknown.join(', ')}`, {
    details: { fields: Object.fromEntries(fields) },
  });
}

/** A form's file becomes the data of the same body that JSON would have: handlers know one shape. */
async function readBody(definition: RouteDefinition, request: FastifyRequest): Promise<unknown> {
  if (!isForm(request)) return readPlainBody(definition, request);
  if (!definition.form) throw new KinoraError('request.unsupported_type', `${definition.operationId} takes no form`);
  return parsePart(definition.body, await readForm(request, definition.form.maxBytes), 'body');
}

/** Bytes come as a stream; they are the handler's where the route takes them, and out of place elsewhere. */
function readPlainBody(definition: RouteDefinition, request: FastifyRequest): unknown {
  if (!(request.body instanceof Readable)) return parsePart(definition.body, request.body, 'body');
  if (definition.bytes) return undefined;
  throw new KinoraError('request.unsupported_type', `${definition.operationId} takes no bytes`);
}

function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const revision = header.replace(/^W\//, '').replaceAll('"', '');
  if (/^\d{1,9}$/.test(revision)) return Number(revision);
  throw new KinoraError('request.malformed', `If-Match is not a revision: ${header}`, {
    sentence: 'If-Match takes the revision number of the record you edited.',
  });
}

/** Parses, calls, checks the answer against the contract (which also drops unknown fields) and sends it. */
export async function serveCall(
  { definition, handler }: RegisteredRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor | null,
  idempotency: IdempotencyStore,
): Promise<void> {
  const parsed = {
    params: parsePart(definition.params, request.params, 'params'),
    query: parsePart(definition.query, request.query, 'query'),
    body: await readBody(definition, request),
  };
  const key = isDryRun(definition, parsed) ? undefined : readIdempotencyKey(definition, request);
  const call = {
    ...parsed,
    actor,
    idempotencyKey: key,
    ifMatch: definition.ifMatch ? parseIfMatch(request.headers['if-match']) : undefined,
    request,
    reply,
  } as unknown as Call<RouteDefinition>;
  const run = async () => {
    const answer = await handler(call);
    if (answer === 'sent') return 'sent' as const;
    const schema = definition.responses[answer.status];
    if (schema === undefined)
      throw new Error(`${definition.operationId} answered ${answer.status}, which it does not declare.`);
    const headers = (answer as { headers?: Record<string, string> }).headers ?? {};
    return { status: answer.status, body: schema ? schema.parse(answer.body) : null, headers };
  };
  const asked = { params: call.params, query: call.query, body: request.body };
  const answer =
    key !== undefined && actor
      ? await runOnce(idempotency, { actor, route: definition.operationId, key, asked }, run)
      : await run();
  if (answer === 'sent') return;
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  reply.code(answer.status);
  if (answer.body === null) await reply.send();
  else await reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

function isDryRun(definition: RouteDefinition, parsed: { query: unknown; body: unknown }): boolean {
  const says = (part: unknown) => (part as { dryRun?: boolean } | undefined)?.dryRun === true;
  return definition.dryRun === true && (says(parsed.query) || says(parsed.body));
}

function readIdempotencyKey(definition: RouteDefinition, request: FastifyRequest): string | undefined {
  if (!definition.idempotencyKey) return undefined;
  const header = request.headers['idempotency-key'];
  if (typeof header === 'string' && header.length >= 8 && header.length <= 200) return header;
  if (definition.idempotencyKey === 'required')
    throw new KinoraError('request.key_missing', 'no usable Idempotency-Key');
  return undefined;
}
