/**
 * The one way out to the network. The server passes its guarded fetcher in (private addresses judged, connection pinned,
 * size and time limited); no vendor folder fetches by itself.
 *
 * The answer is a union and not an exception, because the difference between its last two members is money:
 *
 *   answered   the vendor spoke: what it said is certain
 *   not_sent   nothing reached it (name unknown, connection refused, address forbidden): sending again costs nothing twice
 *   no_answer  the request went out and no whole answer came back: the vendor may have taken it
 */
export type SafeAnswer =
  | { kind: 'answered'; status: number; headers: Headers; bytes: Uint8Array }
  | { kind: 'not_sent'; reason: string }
  | { kind: 'no_answer'; reason: string };

export type SafeRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** An answer that is larger is `no_answer`. */
  maximumBytes: number;
  timeoutMs: number;
  /** 0 where a redirect would be a fault: submissions never follow one. */
  maximumRedirects: number;
  signal?: AbortSignal;
};

export type SafeHttp = (request: SafeRequest) => Promise<SafeAnswer>;

/** What system and TLS layers say before the first byte of a request is written. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** True only where the error, or what caused it, says that no request left. Everything unknown may have left. */
export function isCertainlyUnsent(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1) {
    if (BEFORE_SENDING.has(String((cause as { code?: unknown }).code))) return true;
    // Happy eyeballs tries several addresses; each of them must have failed in the same harmless way.
    if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(isCertainlyUnsent);
  }
  return false;
}

export function readText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The body as JSON; undefined where it is none, which a vendor's broken gateway does send. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(readText(bytes));
  } catch {
    return undefined;
  }
}
