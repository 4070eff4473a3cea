import type { Socket } from 'node:net';
import {
  type ErrorEntry,
  isKinoraError,
  KinoraError,
  type Messages,
  messagesOf,
  type Problem,
  readMessage,
  toFieldMessage,
} from '@kinora/contract';
import { isDiskFull } from '@kinora/media-node';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { isConnectionFault } from '../database/index.ts';
import { type RateState, toRateHeaders } from './rate-limit.ts';

export type ErrorCodes = ReadonlyMap<string, ErrorEntry>;

/**
 * A body, query or parameter that does not fit its schema, parsed with `toFieldSentence` and `reportInput`. `fields` maps a
 * path to the sentence of the schema, `messages` a sentence to its code and values.
 */
export function invalidRequest(error: z.ZodError, part: 'body' | 'query' | 'params'): KinoraError {
  const fields: Record<string, string> = {};
  const messages: Messages = {};
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of names) fields[path.length > 0 ? path.join('.') : part] ??= issue.message;
    messages[issue.message] = readMessage(issue.message) ?? toFieldMessage(issue);
  }
  return new KinoraError('request.invalid', `invalid ${part}: ${JSON.stringify(fields)}`, {
    details: { fields, messages },
  });
}

const FASTIFY_CODES: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_BAD_URL: 'request.malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'request.not_found',
};

function toKinoraError(error: unknown): KinoraError {
  if (isKinoraError(error)) return error;
  if (isConnectionFault(error))
    return new KinoraError('database.unavailable', String(error), { isRetryable: true, cause: error });
  if (isDiskFull(error)) return new KinoraError('server.disk_full', String(error), { isRetryable: true, cause: error });
  const fastifyCode = error instanceof Error ? (error as FastifyError).code : undefined;
  const known = fastifyCode ? FASTIFY_CODES[fastifyCode] : undefined;
  if (known) return new KinoraError(known, String(error), { cause: error });
  if (error instanceof Error && (error as FastifyError).statusCode === 400)
    return new KinoraError('request.malformed', error.message, { cause: error });
  return new KinoraError('server.internal', error instanceof Error ? error.message : String(error), { cause: error });
}

export function toProblem(error: KinoraError, codes: ErrorCodes, requestId: string): Problem {
  const entry = codes.get(error.code);
  const status = entry?.status ?? 500;
  const isHidden = status === 500;
  const { fields, messages, ...details } = error.details as { fields?: Record<string, string>; messages?: Messages };
  const detail =
    (isHidden ? undefined : error.sentence) ?? entry?.sentence ?? codes.get('server.internal')?.sentence ?? '';
  const told = { ...messagesOf([detail, ...Object.values(fields ?? {})]), ...messages };
  return {
    type: `/docs/errors#${error.code}`,
    title: toTitle(entry ?? codes.get('server.internal')),
    status,
    code: error.code,
    detail,
    requestId,
    ...(isHidden || Object.keys(details).length === 0 ? {} : { details }),
    ...(fields ? { fields } : {}),
    ...(Object.keys(told).length > 0 ? { messages: told } : {}),
  };
}

const SOCKET_CODES: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timed_out',
};

/**
 * What cannot even be read as HTTP reaches no route: the answer is written on the socket itself, in the same form as every
 * other refusal.
 */
export function createSocketErrorHandler(codes: ErrorCodes, newRequestId: () => string) {
  return function handleSocketError(error: Error & { code?: string }, socket: Socket): void {
    // The caller has gone, or an answer is on its way already: there is nobody to tell.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
      socket.destroy(error);
      return;
    }
    const code = SOCKET_CODES[error.code ?? ''] ?? 'request.malformed';
    const problem = toProblem(new KinoraError(code, error.message), codes, newRequestId());
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} Refused`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${problem.requestId}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

/** RFC 9457: the same words for every problem of a type; here the first sentence of the code's entry. */
function toTitle(entry: ErrorEntry | undefined): string {
  return entry?.sentence.split(/\.(?:\s|$)/)[0] ?? '';
}

/** The one handler at the edge: adds the request id, hides internals on 500 and logs once. */
export function createErrorHandler(codes: ErrorCodes) {
  return function handleError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = toKinoraError(thrown);
    const problem = toProblem(error, codes, request.id);
    if (problem.status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, error.message);
    else request.log.info({ code: error.code }, error.message);
    const retryAfter = error.details['retryAfterSeconds'];
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="Kinora"');
    if (problem.status === 405) reply.header('allow', (error.details['allow'] as string[]).join(', '));
    if (typeof retryAfter === 'number') reply.header('retry-after', Math.ceil(retryAfter));
    const rateLimit = error.details['rateLimit'] as RateState | undefined;
    if (rateLimit) reply.headers(toRateHeaders(rateLimit));
    reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}
