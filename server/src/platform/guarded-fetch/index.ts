import { KinoraError } from '@kinora/contract';
import { fetch } from 'undici';
import { createResolver, type GuardedFetchOptions, pinAgent, refused } from './resolve.ts';

export { FETCH_ERRORS } from './errors.ts';
export { createGuardedSocket, type GuardedSocket } from './guarded-socket.ts';

export type GuardedRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  maximumBytes: number;
  timeoutMs: number;
  maximumRedirects?: number;
  /** Aborting ends the fetch at once. */
  signal?: AbortSignal | undefined;
};

export type GuardedResponse = { status: number; headers: Headers; finalUrl: string; bytes: Buffer };

/** Fetches an address that came from outside. Nothing else in the product may do so (a lint rule of the hygiene check). */
export type GuardedFetch = (url: string, request: GuardedRequest) => Promise<GuardedResponse>;

/**
 * The name is resolved once, every address is judged, and the connection is pinned to the judged one, so that a second
 * answer of the name server cannot slip in. Redirects are followed by hand and judged anew.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const resolve = createResolver(options);

  async function send(
    url: URL,
    request: GuardedRequest,
    deadline: AbortSignal,
  ): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const agent = pinAgent(await resolve(url));
    try {
      const response = await fetch(url, {
        method: request.method ?? 'GET',
        headers: request.headers ?? {},
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        dispatcher: agent,
        signal: deadline,
      });
      const isRedirect = response.status >= 300 && response.status < 400;
      const bytes = isRedirect ? Buffer.alloc(0) : await readLimited(response.body, request.maximumBytes);
      return { status: response.status, headers: new Headers([...response.headers]), bytes };
    } finally {
      await agent.destroy();
    }
  }

  return async function guardedFetch(address, request) {
    const { signal } = request;
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const deadline = signal ? AbortSignal.any([timeout, signal]) : timeout;
    let url = parseUrl(address);
    for (let redirects = 0; ; redirects += 1) {
      const answer = await send(url, request, deadline).catch((error: unknown) => {
        throw toFetchError(error, url);
      });
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status >= 400 || location === null) return { ...answer, finalUrl: url.href };
      if (redirects >= (request.maximumRedirects ?? 5))
        throw refused(
          'fetch.too_many_redirects',
          url.href,
          'The address sends from one place to the next without end.',
        );
      url = parseUrl(location, url);
    }
  };
}

/** @param base address of the page that sent us on */
function parseUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address, base) ? new URL(address, base) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw refused(
      'fetch.bad_address',
      `refused ${address.slice(0, 200)}`,
      'Give an address that starts with https:// or http:// and holds no password.',
    );
  }
  return url;
}

async function readLimited(body: AsyncIterable<Uint8Array> | null, maximumBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of body ?? []) {
    received += chunk.length;
    if (received > maximumBytes)
      throw refused(
        'fetch.too_large',
        `more than ${maximumBytes} bytes`,
        `The file is larger than ${Math.floor(maximumBytes / 1_000_000)} MB.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toFetchError(error: unknown, url: URL): unknown {
  if (error instanceof KinoraError) return error;
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return isTimeout
    ? refused(
        'fetch.timeout',
        `${url.host} did not finish in time`,
        'The address did not answer in time. Try again later.',
        error,
      )
    : refused(
        'fetch.failed',
        `${url.host}: ${error instanceof Error ? error.message : String(error)}`,
        'The address could not be reached.',
        error,
      );
}
