import type { ErrorEntry, ErrorTable } from '@kinora/contract';

/** Codes that belong to the HTTP edge itself. Every slice adds its own table; app.ts merges them once. */
export const HTTP_ERRORS = {
  'request.invalid': { status: 422, sentence: 'Something in the request does not fit. The fields below say what.' },
  'request.malformed': { status: 400, sentence: 'The request cannot be read. Send JSON as the reference shows.' },
  'request.too_large': { status: 413, sentence: 'The request is larger than 1 MB. Send large files as uploads.' },
  'request.unsupported_type': {
    status: 415,
    sentence: 'This content type is not accepted here. The reference names the right one.',
  },
  'request.method': { status: 405, sentence: 'This address takes other methods. The Allow header names them.' },
  'request.headers_too_large': {
    status: 431,
    sentence: 'The headers of the request are too long. Send fewer cookies or a shorter address.',
  },
  'request.upgrade_needed': {
    status: 426,
    sentence: 'This address speaks WebSocket only. Open it as a WebSocket, or read the events at /api/v1/events.',
  },
  'request.timed_out': { status: 408, sentence: 'The request took too long to arrive. Send it again.' },
  'request.not_found': { status: 404, sentence: 'It does not exist, or you cannot see it.' },
  'request.foreign_origin': { status: 403, sentence: 'The request came from another site and was refused.' },
  'request.too_many': {
    status: 429,
    sentence: 'Too many requests. Wait for the time named in Retry-After and try again.',
  },
  'request.key_missing': {
    status: 428,
    sentence: 'Send an Idempotency-Key header, so that a repeated request is not done twice.',
  },
  'request.key_reused': { status: 422, sentence: 'This Idempotency-Key was used for another request. Send a new one.' },
  'request.key_running': {
    status: 409,
    sentence: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
  },
  'request.revision_missing': {
    status: 428,
    sentence: 'Send the revision you edited in If-Match, so that nobody’s change is lost.',
  },
  'access.signed_out': { status: 401, sentence: 'Sign in first.' },
  'access.no_organization': { status: 403, sentence: 'Choose an organization first.' },
  'access.forbidden': {
    status: 403,
    sentence: 'Your role does not allow this. Ask an owner or admin of the organization.',
  },
  'access.second_factor': {
    status: 403,
    sentence: 'This organization asks for two-step sign-in. Set it up in your settings, then go on.',
  },
  'access.scope': { status: 403, sentence: 'The API key does not carry the scope for this.' },
  'server.starting': { status: 503, sentence: 'The studio is starting. Try again in a few seconds.' },
  'server.internal': {
    status: 500,
    sentence:
      'The studio could not finish this. Nothing was lost. Try again, and give the request id to the operator if it stays.',
  },
  'server.disk_full': {
    status: 507,
    sentence: 'The disk of the studio is full. Nothing was lost; free some space and try again.',
  },
  'database.unavailable': {
    status: 503,
    sentence: 'The database does not answer at the moment. Nothing was lost; try again in a few seconds.',
  },
} satisfies ErrorTable;

/** Joins the slices' tables; a code that stands in two of them is a mistake found at start. */
export function mergeErrorTables(tables: readonly ErrorTable[]): ReadonlyMap<string, ErrorEntry> {
  const merged = new Map<string, ErrorEntry>();
  for (const [code, entry] of tables.flatMap((table) => Object.entries(table))) {
    if (merged.has(code)) throw new Error(`The error code ${code} is declared twice.`);
    merged.set(code, entry);
  }
  return merged;
}
