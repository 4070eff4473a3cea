import { learnMessages } from './messages.ts';
import { ROUTES, type RouteName } from './routes.ts';
import type { AnswerOf, CallInput, Language, Problem, Ratio } from './types.ts';

export const API_BASE = '/api/v1';

/** A refusal of the server, with the sentence people read, or a connection that did not answer (`code: 'offline'`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
  readonly requestId: string | undefined;
  readonly details: Record<string, unknown>;
  readonly fields: Record<string, string>;

  constructor(status: number, problem: Partial<Problem>) {
    super(`${status} ${problem.code ?? 'unknown'}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.sentence = problem.detail ?? problem.title ?? '';
    this.requestId = problem.requestId;
    this.details = problem.details ?? {};
    this.fields = problem.fields ?? {};
  }
}

/** Calls one route of the contract. Cookies carry the session; the answer is typed by the contract's schema. */
export async function call<N extends RouteName>(name: N, input: CallInput<N> = {}): Promise<AnswerOf<N>> {
  const [method, path] = ROUTES[name].split(' ') as [string, string];
  const response = await send(`${API_BASE}${fillPath(path, input.params)}${toSearch(input.query)}`, {
    method,
    headers: headersOf(input),
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal ? { signal: input.signal } : {}),
  });
  if (response.status === 204) return undefined as AnswerOf<N>;
  const answer: unknown = await response.json();
  learnMessages(answer);
  return answer as AnswerOf<N>;
}

/** Sends a request and turns every refusal into an `ApiError`. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { credentials: 'same-origin', keepalive: outlivesPage(init), ...init }).catch(
    (cause: unknown) => {
      if (init.signal?.aborted) throw cause;
      throw new ApiError(0, { code: 'offline' });
    },
  );
  if (response.ok) return response;
  const problem = await readProblem(response);
  learnMessages(problem);
  throw new ApiError(response.status, problem);
}

/** Bytes that a browser sends on after its page is gone. */
const KEEPALIVE_MAX = 60_000;

/** What is sent as the page goes away is sent to its end; larger requests the browser would refuse outright. */
function outlivesPage({ method, body }: RequestInit): boolean {
  const isChange = method !== undefined && method !== 'GET';
  const isSmall = typeof body === 'string' && new Blob([body]).size < KEEPALIVE_MAX;
  return document.visibilityState === 'hidden' && isChange && isSmall;
}

async function readProblem(response: Response): Promise<Partial<Problem>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Partial<Problem>;
  } catch {
    // A proxy between us and the studio answers in HTML; its text is not meant for people.
    return { code: `http.${response.status}` };
  }
}

function headersOf<N extends RouteName>(input: CallInput<N>): Record<string, string> {
  return {
    accept: 'application/json',
    ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(input.ifMatch === undefined ? {} : { 'if-match': String(input.ifMatch) }),
    ...(input.idempotencyKey ? { 'idempotency-key': input.idempotencyKey } : {}),
  };
}

function fillPath(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** A frame of a film of this brand, drawn when it is asked for; the revision names what it shows. */
export function previewBrandUrl(
  id: string,
  view: { ratio: Ratio; view: string; language: Language; revision: number; width: number },
): string {
  return `${API_BASE}/brands/${id}/frame${toSearch(view)}`;
}

/** A member's picture; the version makes a new one a new address. */
export function avatarUrl(userId: string, version: string): string {
  return `${API_BASE}/members/${userId}/avatar${toSearch({ version })}`;
}

function toSearch(query: Record<string, string | number | boolean | undefined> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

/** A key for work that must happen once, also where `crypto.randomUUID` is missing (plain http on a network). */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
