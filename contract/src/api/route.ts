import type { z } from 'zod';
import type { Action } from '../permissions.ts';

/**
 * A route as data: the server registers a handler for each, OpenAPI and the web client follow from it.
 * `access` is `public`, `signed_in` (any user or key) or an action of the permission table.
 */
export type RouteDefinition = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below /api/v1 with `:name` parameters. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  access: 'public' | 'signed_in' | Action;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /**
   * Besides JSON it takes a form with one file (`file`) and the body's other fields as they are. The JSON may be long enough
   * for a data URI of such a file.
   */
  form?: { maxBytes: number };
  /** The body is the bytes of a file (application/octet-stream), read by the handler. */
  bytes?: true;
  /** Success status → body schema; `null` for no body. Binary answers are described in `binary`. */
  responses: Record<number, z.ZodType | null>;
  binary?: { mediaType: string; description: string };
  /** rulings §2.7 */
  idempotencyKey?: 'required' | 'optional';
  /** An edit of a document: If-Match carries the revision that was edited, and without it nothing is changed. */
  ifMatch?: true;
  /** `dryRun` in the query or the body answers what the route would do and makes nothing; it needs no Idempotency-Key. */
  dryRun?: true;
};

/** Keeps the literal types of a table of routes. */
export function defineRoutes<T extends Record<string, RouteDefinition>>(routes: T): T {
  return routes;
}
