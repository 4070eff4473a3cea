import cookie from '@fastify/cookie';
import websocket from '@fastify/websocket';
import type { StreamEvent } from '@kinora/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import type { Actor } from '../http/index.ts';
import { newId } from '../ids.ts';
import {
  appendEvent,
  createEventHub,
  type EventHub,
  type Listener,
  maintainEvents,
  openListener,
  registerEventRoutes,
  sendLive,
} from './index.ts';

let test: TestDatabase;
let listener: Listener;
let hub: EventHub;
let app: FastifyInstance;
let address: string;
const faults: unknown[] = [];
const removed = new Set<string>();

beforeAll(async () => {
  test = await createTestDatabase();
  listener = await openListener({ url: test.database.urls.jobs, onError: (error) => faults.push(error) });
  hub = createEventHub({ database: test.database, listener, onError: (error) => faults.push(error) });
  app = Fastify({ forceCloseConnections: true });
  app.decorateRequest('actor', null);
  await app.register(cookie);
  await app.register(websocket);
  // The bearer token is the organization: recognising people is another slice's work.
  const recognise = async ({ headers }: { headers: { authorization?: string | undefined } }) =>
    headers.authorization === undefined || removed.has(headers.authorization.slice(7))
      ? null
      : (toActor(headers.authorization.slice(7)) as Actor);
  registerEventRoutes(app, { hub, recognise, onError: (error) => faults.push(error), keepAliveMs: 200 });
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  hub.close();
  await listener.close();
  await test.drop();
  expect(faults).toEqual([]);
});

const toActor = (organizationId: string) => ({
  kind: 'api_key',
  apiKeyId: newId(),
  organizationId,
  role: 'viewer',
  scopes: ['read'],
});

function append(organizationId: string, number: number, projectId?: string): Promise<void> {
  return test.database.inOrganization(organizationId, (tx) =>
    appendEvent(tx, organizationId, { type: 'project.updated', data: { number }, ...(projectId ? { projectId } : {}) }),
  );
}

/** Reads a stream until `count` events have come. */
async function read(
  organizationId: string,
  count: number,
  options: { query?: string; lastEventId?: string; onOpen?: () => Promise<unknown> } = {},
) {
  const abort = new AbortController();
  const response = await fetch(`${address}/api/v1/events${options.query ?? ''}`, {
    headers: {
      authorization: `Bearer ${organizationId}`,
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
    signal: abort.signal,
  });
  const events: StreamEvent[] = [];
  let rest = '';
  let isOpen = false;
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    if (!isOpen) {
      isOpen = true;
      // The head is written before the past is read; a moment later the stream is live.
      setTimeout(() => void options.onOpen?.(), 100);
    }
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop()!;
    for (const part of parts) {
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (data) events.push(JSON.parse(data.slice(6)) as StreamEvent);
    }
    if (events.length >= count) break;
  }
  abort.abort();
  return events;
}

const numbers = (events: StreamEvent[]) => events.map((event) => event.data['number']);

describe('the stream of events', () => {
  it('tells what happens, in order, to the organization it happened in', async () => {
    const [mine, other] = [await insertOrganization(test.database), await insertOrganization(test.database)];
    const events = await read(mine, 3, {
      onOpen: async () => {
        await append(other, 99);
        for (const number of [1, 2, 3]) await append(mine, number);
      },
    });
    expect(numbers(events)).toEqual([1, 2, 3]);
    expect(events.map((event) => event.id)).toEqual(['1', '2', '3']);
  });

  it('ends for a reader who was removed while it was open', async () => {
    const mine = await insertOrganization(test.database);
    const onOpen = async () => removed.add(mine);
    await expect(read(mine, 1, { onOpen })).rejects.toThrow('terminated');

    removed.delete(mine);
    const socket = await app.injectWS('/api/v1/ws', { headers: { authorization: `Bearer ${mine}` } });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    removed.add(mine);
    expect(await closed).toBe(1008);
  });

  it('refuses a question it does not understand before it opens', async () => {
    const mine = await insertOrganization(test.database);
    const headers = { authorization: `Bearer ${mine}` };
    const answer = await fetch(`${address}/api/v1/events?projectId=mine`, { headers });
    expect(await answer.json()).toMatchObject({ code: 'request.invalid' });
    expect(faults).toEqual([]);
  });

  it('resumes after the last seen event without a gap or a double, also while more are written', async () => {
    const mine = await insertOrganization(test.database);
    for (let number = 1; number <= 20; number += 1) await append(mine, number);
    const writing = (async () => {
      for (let number = 21; number <= 60; number += 1) await append(mine, number);
    })();
    const events = await read(mine, 55, { lastEventId: '5' });
    await writing;
    expect(numbers(events)).toEqual(Array.from({ length: 55 }, (_, index) => index + 6));
  });

  it('loses no event of a slow transaction', async () => {
    const mine = await insertOrganization(test.database);
    const events = await read(mine, 2, {
      onOpen: () =>
        Promise.all([
          test.database.inOrganization(mine, async (tx) => {
            await appendEvent(tx, mine, { type: 'project.updated', data: { number: 1 } });
            await tx.query('select pg_sleep(0.3)');
          }),
          new Promise((resolve) => setTimeout(resolve, 100)).then(() => append(mine, 2)),
        ]),
    });
    expect(numbers(events)).toEqual([1, 2]);
  });

  it('says that it cannot resume what is no longer kept, and goes on from now', async () => {
    const mine = await insertOrganization(test.database);
    const events = await read(mine, 2, { lastEventId: '700', onOpen: () => append(mine, 1) });
    expect(events.map((event) => event.type)).toEqual(['stream.reset', 'project.updated']);
  });

  it('sends only what belongs to the project asked for', async () => {
    const mine = await insertOrganization(test.database);
    const [project, another] = [newId(), newId()];
    const events = await read(mine, 1, {
      query: `?projectId=${project}`,
      onOpen: async () => {
        await append(mine, 1, another);
        await append(mine, 2, project);
      },
    });
    expect(numbers(events)).toEqual([2]);
  });

  it('passes live messages without a number, to those who are there', async () => {
    const mine = await insertOrganization(test.database);
    const events = await read(mine, 1, {
      onOpen: () =>
        sendLive(test.database.app, { organizationId: mine, type: 'job.progress', data: { progress: 0.5 } }),
    });
    expect(events[0]).toMatchObject({ type: 'job.progress', data: { progress: 0.5 } });
    expect(events[0]!.id).toBeUndefined();
  });

  it('is the same over a socket', async () => {
    const mine = await insertOrganization(test.database);
    await append(mine, 1);
    await append(mine, 2);
    const socket = await app.injectWS('/api/v1/ws?after=1', { headers: { authorization: `Bearer ${mine}` } });
    const events: StreamEvent[] = [];
    await new Promise<void>((resolve) => {
      socket.on('message', (data: unknown) => {
        events.push(JSON.parse(String(data)) as StreamEvent);
        if (events.length === 1) void append(mine, 3);
        if (events.length === 2) resolve();
      });
    });
    socket.terminate();
    expect(numbers(events)).toEqual([2, 3]);
    expect(events.map((event) => event.id)).toEqual(['2', '3']);
  });

  it('is closed to whoever is not recognised', async () => {
    const response = await fetch(`${address}/api/v1/events`);
    expect(response.ok).toBe(false);
    expect(((await response.json()) as { code: string }).code).toBe('access.signed_out');
  });

  it('makes its partitions and keeps what is young', async () => {
    const mine = await insertOrganization(test.database);
    await append(mine, 1);
    await maintainEvents(test.database);
    expect(numbers(await read(mine, 1, { lastEventId: '0' }))).toEqual([1]);
  });
});
