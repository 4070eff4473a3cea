import { randomUUID } from 'node:crypto';
import type { Job, ProjectTree } from '@kinora/contract';
import { readLocalKey, type StudioProcess } from './studio-process.ts';

export type Answer = { status: number; body: Record<string, unknown> };

/** The running studio's API as a program uses it, with the key that lies beside the data. */
export type FilmClient = ReturnType<typeof createFilmClient>;

/** `studio` is asked for at each call: after a restart it has another address. */
export function createFilmClient(data: string, studio: () => StudioProcess) {
  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(`${studio().address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${readLocalKey(data)}`,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  async function get<Body>(path: string): Promise<Body> {
    const { status, body } = await send('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body as Body;
  }

  return {
    send,
    get,
    /** Undefined while the studio or its database is away. */
    async findJob(id: string): Promise<{ job: Job; leaves: Job[] } | undefined> {
      const { status, body } = await send('GET', `/jobs/${id}`).catch(() => ({ status: 0, body: {} }));
      return status === 200 ? (body as { job: Job; leaves: Job[] }) : undefined;
    },
    getJob: (id: string) => get<{ job: Job; leaves: Job[] }>(`/jobs/${id}`),
    getTree: (projectId: string) => get<ProjectTree>(`/projects/${projectId}/tree`),
    /** The smallest film there is: no photograph, one ratio, draft, no music unless asked for. */
    async startFilm(input: Record<string, unknown> = {}): Promise<Job> {
      const { status, body } = await send('POST', '/jobs/film', { input: { ...SMALL_FILM, ...input }, maxCredits: 0 });
      if (status >= 300) throw new Error(`the film was refused with ${status}: ${JSON.stringify(body)}`);
      return (body as { job: Job }).job;
    },
    async upload(name: string, bytes: Uint8Array): Promise<Answer> {
      const made = await send('POST', '/uploads', { name, sizeBytes: bytes.length });
      if (made.status >= 300) return made;
      const { id, partSizeBytes } = made.body as { id: string; partSizeBytes: number };
      for (let part = 1, offset = 0; offset < bytes.length; part += 1, offset += partSizeBytes) {
        const put = await send('PUT', `/uploads/${id}/parts/${part}`, bytes.subarray(offset, offset + partSizeBytes));
        if (put.status >= 300) return put;
      }
      return send('POST', `/uploads/${id}/complete`);
    },
  };
}

export const SMALL_FILM = {
  brief: 'A desk lamp of brushed brass. Warm light for late work. Now 89 euros.',
  pictures: [],
  seconds: 15,
  language: 'en',
  voice: 'none',
  music: 'none',
  ratios: ['16:9'],
  fps: 24,
  quality: 'draft',
} as const;
