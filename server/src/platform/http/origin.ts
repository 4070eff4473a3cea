import { KinoraError } from '@kinora/contract';
import type { FastifyRequest } from 'fastify';
import { readBearer } from './bearer.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cookies travel with requests that other sites start; such a request carries their Origin. Unsafe methods with a cookie
 * therefore need Origin = PUBLIC_URL (rulings §3.11). Requests with a bearer key carry no cookie and pass.
 */
export function assertOwnOrigin(request: FastifyRequest, allowedOrigins: ReadonlySet<string>, isSocket = false): void {
  if (SAFE_METHODS.has(request.method) && !isSocket) return;
  // Only a bearer key takes the cookie's place; a browser can be made to send other kinds from another site.
  if (!request.headers.cookie || readBearer(request.headers.authorization) !== undefined) return;
  const origin = request.headers.origin;
  if (origin !== undefined && allowedOrigins.has(origin)) return;
  throw new KinoraError(
    'request.foreign_origin',
    `origin ${origin ?? 'missing'} on ${request.method} ${request.routeOptions.url}`,
  );
}

/** The public address, and the same machine's names for it while the studio listens on loopback. */
export function listAllowedOrigins(publicUrl: string): Set<string> {
  const url = new URL(publicUrl);
  const origins = new Set([url.origin]);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    for (const name of ['127.0.0.1', 'localhost', '[::1]'])
      origins.add(`${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`);
  }
  return origins;
}
