import { isCertainlyUnsent, type SafeHttp } from '../contract/safe-http.ts';

/** The way out for tests of this workspace: the platform's fetch, unguarded, with the same three answers. */
export const plainHttp: SafeHttp = async (request) => {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      ...(request.body === undefined ? {} : { body: request.body as BodyInit }),
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { kind: 'answered', status: response.status, headers: response.headers, bytes };
  } catch (error) {
    return { kind: isCertainlyUnsent(error) ? 'not_sent' : 'no_answer', reason: String(error) };
  }
};
