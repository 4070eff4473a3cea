import type { BrowserContext } from 'playwright-core';

/** The studio's API as whoever is signed in in this browser calls it. */
export type StudioApi = ReturnType<typeof createStudioApi>;

export function createStudioApi(context: BrowserContext, origin: string) {
  const send = async <Answer>(method: string, path: string, data?: object | Buffer): Promise<Answer> => {
    const headers = { origin, 'idempotency-key': `${Math.random()}-${Math.random()}` };
    const answer = await context.request.fetch(`${origin}/api/v1${path}`, {
      method,
      headers: Buffer.isBuffer(data) ? { ...headers, 'content-type': 'application/octet-stream' } : headers,
      ...(data ? { data } : {}),
    });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
  return {
    get: <Answer>(path: string) => send<Answer>('GET', path),
    post: <Answer>(path: string, data: object) => send<Answer>('POST', path, data),
    async upload(name: string, bytes: Buffer): Promise<string> {
      const { id } = await send<{ id: string }>('POST', '/uploads', { name, sizeBytes: bytes.length });
      await send('PUT', `/uploads/${id}/parts/1`, bytes);
      return (await send<{ id: string }>('POST', `/uploads/${id}/complete`, {})).id;
    },
  };
}
