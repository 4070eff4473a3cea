import { setTimeout as sleep } from 'node:timers/promises';
import { type Asset, isKinoraError, type Job, KinoraError, type ProjectTree, problem } from '@kinora/contract';
import { z } from 'zod';
import { createPace } from './pace.ts';
import type { OpenedStudio } from './studio.ts';

/**
 * The REST API as the command uses it. Answers are trusted to follow the contract of the same version; refusals become
 * KinoraErrors that carry the server's code and sentence. A studio that answered and then went away is waited for and
 * asked again: every call here may be made twice. `signal` ends what is under way.
 */
export type ApiClient = ReturnType<typeof createApiClient>;

export function createApiClient(studio: OpenedStudio, signal: AbortSignal, note?: (sentence: string) => void) {
  const pace = createPace({ signal, ...(note ? { note } : {}) });
  let hasAnswered = false;

  /** The whole answer, so that a connection that breaks in its middle is one that is tried again. */
  async function call(request: () => Promise<Response>): Promise<Buffer> {
    const deadline = performance.now() + AWAY_LIMIT_MS;
    for (;;) {
      try {
        const response = await request();
        const bytes = Buffer.from(await response.arrayBuffer());
        hasAnswered = true;
        pace.heed(response.headers);
        if (response.ok) return bytes;
        const refusal = toError(response, bytes.toString());
        if (!(await pace.hasPaused(refusal, response.headers))) throw refusal;
      } catch (error) {
        signal.throwIfAborted();
        const isAway = error instanceof TypeError || isAwayError(error);
        if (!isAway) throw error;
        if (!hasAnswered || performance.now() > deadline) throw unreachable(studio.address.url, error);
        await sleep(RETRY_MS, undefined, { signal });
        await studio.reconnect(signal);
      }
    }
  }

  async function send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const isBytes = body instanceof Uint8Array;
    const answer = await call(() => {
      const { url, apiKey } = studio.address;
      return fetch(`${url.replace(/\/$/, '')}/api/v1${path}`, {
        method,
        signal,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : isBytes ? new Uint8Array(body) : JSON.stringify(body),
      });
    });
    return (answer.length === 0 ? undefined : JSON.parse(answer.toString())) as T;
  }

  return {
    get: <Answer>(path: string) => send<Answer>('GET', path),
    post: <Answer>(path: string, body: unknown) => send<Answer>('POST', path, body),
    put: <Answer>(path: string, body: unknown) => send<Answer>('PUT', path, body),
    /** An answer that is a file. */
    fetchFile: (path: string): Promise<Buffer> =>
      call(() =>
        fetch(`${studio.address.url.replace(/\/$/, '')}/api/v1${path}`, {
          signal,
          headers: { authorization: `Bearer ${studio.address.apiKey}` },
        }),
      ),
    createUpload: (name: string, sizeBytes: number) =>
      send<{ id: string; partSizeBytes: number }>('POST', '/uploads', { name, sizeBytes }),
    putPart: (id: string, part: number, bytes: Uint8Array) => send<void>('PUT', `/uploads/${id}/parts/${part}`, bytes),
    completeUpload: (id: string) => send<Asset>('POST', `/uploads/${id}/complete`),
    createSample: (language: string) =>
      send<{ brand: { id: string }; pictures: Asset[]; brief: string }>('POST', `/sample?language=${language}`),
    createFilm: (input: unknown, idempotencyKey: string) =>
      send<{ job: Job }>('POST', '/jobs/film', { input, maxCredits: 0 }, { 'idempotency-key': idempotencyKey }),
    createProductFilm: (input: unknown, idempotencyKey: string) =>
      send<{ job: Job }>('POST', '/jobs/product-film', { input, maxCredits: 0 }, { 'idempotency-key': idempotencyKey }),
    /** Asked again and again: spread over what the studio's limit leaves. */
    async getJob(id: string) {
      await pace.spread();
      return send<{ job: Job; leaves: Job[]; steps: { name: string; status: string; seconds: number | null }[] }>(
        'GET',
        `/jobs/${id}`,
      );
    },
    cancelJob: (id: string) => send<unknown>('POST', `/jobs/${id}/cancel`),
    /** Ends with the signal, like every other call. */
    pause: (milliseconds: number) => sleep(milliseconds, undefined, { signal }),
    getProjectTree: (id: string) => send<ProjectTree>('GET', `/projects/${id}/tree`),
    /** Signed links are absolute paths or whole addresses. */
    download: (link: string): Promise<Buffer> => call(() => fetch(new URL(link, studio.address.url), { signal })),
  };
}

const RETRY_MS = 300;
/** Longer than a studio needs to come back, database and all. */
const AWAY_LIMIT_MS = 120_000;

/** A studio that stops or starts again, or whose database does: it will answer in a moment. */
function isAwayError(error: unknown): boolean {
  return isKinoraError(error) && (error.code === 'server.starting' || error.code === 'database.unavailable');
}

function unreachable(url: string, cause: unknown): KinoraError {
  return new KinoraError('cli.unreachable', `${url}: ${String(cause)}`, {
    sentence: `The studio at ${url} does not answer.`,
    isRetryable: true,
    cause,
  });
}

const looseProblem = problem.partial().extend({ fields: z.record(z.string(), z.string()).optional() });

function toError(response: Response, text: string): KinoraError {
  const parsed = looseProblem.safeParse(parseJson(text));
  const facts = parsed.success ? parsed.data : {};
  if (facts.code === 'access.signed_out') return keyRefused(response.url);
  const fields = Object.entries(facts.fields ?? {}).map(([path, sentence]) => `${path}: ${sentence}`);
  return new KinoraError(
    facts.code ?? `http.${response.status}`,
    `${response.status} ${response.url}: ${text.slice(0, 300)}`,
    {
      sentence: [facts.detail ?? `The studio answered ${response.status}.`, ...fields].join(' '),
      isRetryable: response.status >= 500 || response.status === 429,
    },
  );
}

/** A command has no sign-in: what is wrong is its key. */
function keyRefused(url: string): KinoraError {
  return new KinoraError('access.signed_out', `the key was refused at ${url}`, {
    sentence: `The studio at ${new URL(url).origin} does not take this key. It may have ended or been revoked: make a new one in Settings and put it in KINORA_API_KEY.`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
