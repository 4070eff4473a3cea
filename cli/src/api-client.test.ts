import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiClient } from './api-client.ts';
import { createPace } from './pace.ts';

const heads: { status: number; headers: Record<string, string>; body: object }[] = [];
const server = createServer((_request, response) => {
  const { status, headers, body } = heads.shift() ?? { status: 200, headers: {}, body: {} };
  response.writeHead(status, headers).end(JSON.stringify(body));
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** A studio elsewhere, that does not go away. */
function openClient(options: { signal?: AbortSignal; note?: (sentence: string) => void } = {}) {
  const address = { url, apiKey: 'k' };
  const studio = { address, reconnect: async () => undefined, close: async () => undefined };
  return createApiClient(studio, options.signal ?? new AbortController().signal, options.note);
}

it('waits when the studio asks for a pause, says so, and then goes on', async () => {
  const notes: string[] = [];
  const client = openClient({ note: (sentence) => notes.push(sentence) });
  heads.push({ status: 429, headers: { 'retry-after': '1' }, body: { code: 'request.too_many', detail: 'Too many.' } });
  heads.push({ status: 200, headers: {}, body: { job: { id: 'j' } } });
  const startedAt = performance.now();
  expect((await client.getJob('j')).job.id).toBe('j');
  expect(performance.now() - startedAt).toBeGreaterThan(950);
  expect(notes).toEqual(['The studio takes no more calls for 1 s; the command goes on then.']);
});

it('does not wait for another limit than that of calls', async () => {
  const client = openClient();
  heads.push({
    status: 429,
    headers: { 'retry-after': '3600' },
    body: { code: 'jobs.too_many', detail: 'Ten an hour.' },
  });
  await expect(client.getJob('j')).rejects.toMatchObject({ code: 'jobs.too_many' });
});

it('spreads its looks over what is left of the window, and ends waiting when stopped', async () => {
  const pace = createPace();
  expect(pace.gapMs()).toBe(0);
  pace.heed(new Headers({ 'ratelimit-remaining': '120', 'ratelimit-reset': '600' }));
  expect(pace.gapMs()).toBe(6000);
  pace.heed(new Headers({ 'ratelimit-remaining': '5000', 'ratelimit-reset': '600' }));
  expect(pace.gapMs()).toBe(0);
  const stop = new AbortController();
  const client = openClient({ signal: stop.signal });
  heads.push({ status: 200, headers: { 'ratelimit-remaining': '21', 'ratelimit-reset': '900' }, body: {} });
  await client.getJob('j');
  setTimeout(() => stop.abort(), 200);
  const startedAt = performance.now();
  await expect(client.getJob('j')).rejects.toThrow();
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

it('says of a refused key that it is the key', async () => {
  const client = openClient();
  heads.push({ status: 401, headers: {}, body: { code: 'access.signed_out', detail: 'Sign in first.' } });
  await expect(client.getJob('j')).rejects.toMatchObject({ sentence: expect.stringContaining('KINORA_API_KEY') });
});
