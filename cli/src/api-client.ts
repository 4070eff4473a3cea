import { type Asset, type Job, KinoraError, type ProjectTree, problem } from '@kinora/contract';
import { z } from 'zod';

export type StudioAddress = { url: string; apiKey: string };

/**
 * The REST API as the command uses it. Answers are trusted to follow the contract of the same version; refusals become
 * KinoraErrors that carry the server's code and sentence.
 */
export type ApiClient = ReturnType<typeof createApiClient>;

export function createApiClient(address: StudioAddress) {
  const base = `${address.url.replace(/\/$/, '')}/api/v1`;

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${address.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : isBytes ? new Uint8Array(body) : JSON.stringify(body),
    }).catch((error: unknown) => {
      throw new KinoraError('cli.unreachable', `${method} ${path}: ${String(error)}`, {
        sentence: `The studio at ${address.url} does not answer.`,
        isRetryable: true,
        cause: error,
      });
    });
    if (!response.ok) throw await toError(response);
    return response;
  }

  async function sendJson<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T> {
    const response = await send(method, path, body, headers);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  return {
    address,
    createUpload: (name: string, sizeBytes: number) =>
      sendJson<{ id: string; partSizeBytes: number }>('POST', '/uploads', { name, sizeBytes }),
    putPart: (id: string, part: number, bytes: Uint8Array) => send('PUT', `/uploads/${id}/parts/${part}`, bytes),
    completeUpload: (id: string) => sendJson<Asset>('POST', `/uploads/${id}/complete`),
    createSample: (language: string) =>
      sendJson<{ brand: { id: string }; pictures: Asset[]; brief: string }>('POST', `/sample?language=${language}`),
    createFilm: (input: unknown, idempotencyKey: string) =>
      sendJson<{ job: Job }>('POST', '/jobs/film', { input, maxCredits: 0 }, { 'idempotency-key': idempotencyKey }),
    getJob: (id: string) =>
      sendJson<{ job: Job; leaves: Job[]; steps: { name: string; status: string; seconds: number | null }[] }>(
        'GET',
        `/jobs/${id}`,
      ),
    cancelJob: (id: string) => sendJson<unknown>('POST', `/jobs/${id}/cancel`),
    getProjectTree: (id: string) => sendJson<ProjectTree>('GET', `/projects/${id}/tree`),
    /** Signed links are absolute paths or whole addresses. */
    download: async (link: string): Promise<Response> => {
      const response = await fetch(new URL(link, address.url));
      if (!response.ok) throw await toError(response);
      return response;
    },
  };
}

const looseProblem = problem.partial().extend({ fields: z.record(z.string(), z.string()).optional() });

async function toError(response: Response): Promise<KinoraError> {
  const text = await response.text();
  const parsed = looseProblem.safeParse(parseJson(text));
  const facts = parsed.success ? parsed.data : {};
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
