import type { ProviderCall } from './provider.ts';
import type { SafeAnswer, SafeRequest } from './safe-http.ts';

/** Time for a call that only asks; submissions give their own. */
const ASK_MS = 30_000;

export type KeyedRequest = Partial<Omit<SafeRequest, 'maximumRedirects' | 'signal'>> &
  Pick<SafeRequest, 'url' | 'maximumBytes'> & {
    /** Media type of `body`; JSON without it. */
    type?: string;
  };

/**
 * One request that carries a connection's key, in a header: addresses stand in logs. No redirect is followed, as the key
 * would go with it. Without a method a request with a body is a POST.
 * @param key the header with the key, in the vendor's own form
 */
export function sendWithKey(
  call: ProviderCall,
  key: Record<string, string>,
  { method, body, type = 'application/json', headers = {}, timeoutMs = ASK_MS, ...request }: KeyedRequest,
): Promise<SafeAnswer> {
  return call.http({
    ...request,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...key, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body }),
    timeoutMs,
    maximumRedirects: 0,
  });
}
