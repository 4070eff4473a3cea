import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent, openListener } from '../../platform/events/index.ts';
import { createGuardedFetch } from '../../platform/guarded-fetch/index.ts';
import { createSecretBox } from '../../platform/secrets/index.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { planRetry } from './plan-retry.ts';
import { startWebhookSender, type WebhookSender } from './sender.ts';
import { signMessage } from './signature.ts';

type Received = { headers: IncomingHttpHeaders; body: string };
type Detail = {
  id: string;
  type: string;
  status: string;
  attempts: number;
  tries: { status: number; answer: string; fault: string }[];
};

let studio: StudioApp;
let owner: StudioPerson;
let receiver: Server;
let address: string;
let answer: { status: number; body: string; headers?: Record<string, string> };
let received: Received[];
const turnedOff: string[] = [];

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
  answer = { status: 200, body: 'taken' };
  received = [];
});
afterAll(async () => {
  await studio.close();
  await new Promise((resolve) => receiver.close(resolve));
});

async function call<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) {
  const response = await owner.ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: (response.body ? response.json() : null) as Answer };
}

async function make(eventTypes: string[] = [], url = address) {
  const made = await call<{ webhook: { id: string }; secret: string }>('POST', '/webhooks', {
    name: 'Stock',
    url,
    eventTypes,
  });
  expect(made.status).toBe(201);
  return { id: made.body.webhook.id, secret: made.body.secret };
}

function happen(
  type: 'project.updated' | 'asset.created' | 'notification.created',
  data: Record<string, unknown> = {},
) {
  const { database } = studio.test;
  return database.inOrganization(owner.organizationId, (transaction) =>
    appendEvent(transaction, owner.organizationId, { type, data }),
  );
}

/** Runs the sender as the studio would, until `isDone` says so. */
async function send(isDone: () => boolean | Promise<boolean>, privateHosts = ['127.0.0.0/8']): Promise<void> {
  const listener = await openListener({ url: studio.test.database.urls.jobs });
  const faults: unknown[] = [];
  const sender: WebhookSender = startWebhookSender({
    database: studio.test.database,
    listener,
    fetch: createGuardedFetch({ privateHosts }),
    secrets: createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] }),
    now: () => new Date(),
    onTurnedOff: async (_transaction, { webhookId }) => void turnedOff.push(webhookId),
    onError: (error) => faults.push(error),
    pollMs: 50,
  });
  const end = Date.now() + 10_000;
  while (!(await isDone()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
  await sender.stop();
  await listener.close();
  expect(faults).toEqual([]);
}

async function readAudit(subject: string) {
  const client = new pg.Client({ connectionString: studio.test.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ actor: string; action: string; details: object }>(
    'select actor, action, details from audit_log where subject = $1 order by id',
    [subject],
  );
  await client.end();
  return rows;
}

async function asOwner(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: studio.test.ownerUrl });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}

const listOf = async (id: string) =>
  (await call<{ items: Detail[]; nextCursor: string | null }>('GET', `/webhooks/${id}/deliveries`)).body.items;
const detailOf = async (id: string) => (await call<Detail>('GET', `/webhook-deliveries/${id}`)).body;
const remove = (id: string) => call('DELETE', `/webhooks/${id}`);

it('signs as the Standard Webhooks specification does', () => {
  const signed = signMessage({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    body: '{"test": 2432232314}',
    at: new Date(1_614_265_330_000),
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  });
  expect(signed['webhook-timestamp']).toBe('1614265330');
  expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

it('tries for days, longer apart each time, and gives up', () => {
  const waits: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const outcome = planRetry(null, attempts);
    if (outcome.kind !== 'retry') break;
    waits.push(outcome.afterSeconds);
  }
  expect(waits).toEqual([...waits].sort((left, right) => left - right));
  expect(waits.reduce((sum, wait) => sum + wait, 0) / 3600).toBeGreaterThan(60);
  expect([200, 204, 299].map((status) => planRetry(status, 1).kind)).toEqual(Array(3).fill('delivered'));
  expect([301, 400, 404, 429, 500].map((status) => planRetry(status, 1).kind)).toEqual(Array(5).fill('retry'));
  expect(planRetry(410, 1).kind).toBe('gone');
});

describe('a webhook', () => {
  it('is told each wanted event once, in order, signed with its secret', async () => {
    await happen('asset.created', { name: 'before' });
    const { id, secret } = await make(['project.updated']);
    await happen('asset.created');
    for (const name of ['first', 'second']) await happen('project.updated', { name });
    await happen('notification.created');
    await send(() => received.length === 2);
    await send(() => new Promise((resolve) => setTimeout(() => resolve(true), 300)));
    const bodies = received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
    expect(bodies.map(({ data }) => data['name']).sort()).toEqual(['first', 'second']);
    expect(bodies[0]).toMatchObject({ type: 'project.updated', data: { organizationId: owner.organizationId } });
    for (const { headers, body } of received) {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const expected = signMessage({ id: String(headers['webhook-id']), body, at, secret });
      expect(headers['webhook-signature']).toBe(expected['webhook-signature']);
      expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(20_000);
    }
    expect((await listOf(id)).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
    await remove(id);
  });

  it('is sent a failed message again under the same id, each answer kept, until it is taken', async () => {
    const { id } = await make();
    answer = { status: 503, body: 'busy' };
    await happen('project.updated');
    await send(() => received.length === 1);
    const [message] = await listOf(id);
    expect(message).toMatchObject({ status: 'pending', attempts: 1 });
    await asOwner('update webhook_deliveries set due_at = now() where id = $1', [message!.id]);
    answer = { status: 200, body: 'taken' };
    await send(() => received.length === 2);
    const detail = await detailOf(message!.id);
    expect(detail).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(detail.tries).toMatchObject([
      { status: 503, answer: 'busy' },
      { status: 200, answer: 'taken' },
    ]);
    expect(received[1]!.headers['webhook-id']).toBe(received[0]!.headers['webhook-id']);
    await remove(id);
  });

  it('is sent a message again when a person asks', async () => {
    const { id } = await make();
    await happen('project.updated');
    await send(() => received.length === 1);
    const [message] = await listOf(id);
    expect((await call('POST', `/webhook-deliveries/${message!.id}/replay`)).status).toBe(202);
    await send(() => received.length === 2);
    expect(received[1]!.headers['webhook-id']).toBe(`msg_${message!.id}`);
    expect((await detailOf(message!.id)).tries).toHaveLength(2);
    await remove(id);
  });

  it('is turned off when a message is given up after five days without a yes, and at once when its receiver is gone', async () => {
    for (const [status, hours, reason] of [
      [500, 121, 'failures'],
      [410, 0, 'gone'],
    ] as const) {
      const { id } = await make();
      await asOwner('update webhooks set failing_since = now() - make_interval(hours => $2) where id = $1', [
        id,
        hours,
      ]);
      answer = { status, body: '' };
      await happen('project.updated');
      if (reason === 'failures') {
        // One try that failed is no reason yet, however long nothing was taken; the last one is.
        await send(async () => (await listOf(id))[0]?.attempts === 1);
        expect(turnedOff).not.toContain(id);
        await asOwner('update webhook_deliveries set attempts = 9, due_at = now() where webhook_id = $1', [id]);
      }
      await send(() => turnedOff.includes(id));
      const { items } = (await call<{ items: { id: string }[] }>('GET', '/webhooks')).body;
      expect(items.find((each) => each.id === id)).toMatchObject({ isOn: false, offReason: reason });
      expect((await listOf(id)).map((each) => each.status)).toEqual(['failed']);
      await happen('project.updated');
      expect((await call('PATCH', `/webhooks/${id}`, { isOn: true })).body).toMatchObject({ isOn: true });
      expect(await listOf(id)).toHaveLength(1);
      await remove(id);
    }
  });

  it('answers a test at once, and keeps the private network closed where the operator does', async () => {
    const { id } = await make();
    const test = await call<Detail>('POST', `/webhooks/${id}/test`);
    expect(test.body).toMatchObject({ status: 'delivered', tries: [{ status: 200, answer: 'taken' }] });
    expect(JSON.parse(received[0]!.body)).toMatchObject({ type: 'webhook.test' });
    answer = { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } };
    const moved = (await call<Detail>('POST', `/webhooks/${id}/test`)).body;
    expect(moved).toMatchObject({ status: 'failed', tries: [{ status: null }] });
    expect(moved.tries[0]!.fault).toContain('another address');
    received = [];
    await happen('project.updated');
    const findBlocked = async () => (await listOf(id)).find(({ type }) => type === 'project.updated');
    await send(async () => (await findBlocked())?.attempts === 1, []);
    const blocked = await findBlocked();
    expect((await detailOf(blocked!.id)).tries[0]!.fault).toContain('private network');
    expect(received).toEqual([]);
    await remove(id);
  });

  it('keeps its secret sealed, and a new one signs from then on', async () => {
    const { id, secret } = await make();
    const client = new pg.Client({ connectionString: studio.test.ownerUrl });
    await client.connect();
    const { rows } = await client.query('select secret::text as secret from webhooks where id = $1', [id]);
    await client.end();
    expect(rows[0].secret).toMatch(/^v2\./);
    const renewed = await call<{ secret: string }>('POST', `/webhooks/${id}/secret`);
    expect(renewed.body.secret).not.toBe(secret);
    await call('POST', `/webhooks/${id}/test`);
    const [{ headers, body }] = received as [Received];
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const signed = signMessage({ id: String(headers['webhook-id']), body, at, secret: renewed.body.secret });
    expect(headers['webhook-signature']).toBe(signed['webhook-signature']);
    await remove(id);
  });

  it('keeps the events it is told of when only its name changes', async () => {
    const { id } = await make(['job.completed']);
    const changed = await call<{ eventTypes: string[] }>('PATCH', `/webhooks/${id}`, { name: 'Shop' });
    expect(changed.body.eventTypes).toEqual(['job.completed']);
    await remove(id);
  });

  it('is written into the audit log by whom it was set, with what it was before, and no secret', async () => {
    const { id, secret } = await make(['job.completed']);
    await call('PATCH', `/webhooks/${id}`, { name: 'Shop', isOn: false });
    await call('POST', `/webhooks/${id}/secret`);
    await remove(id);
    const lines = await readAudit(id);
    expect(lines.map(({ action }) => action)).toEqual([
      'webhook.created',
      'webhook.changed',
      'webhook.secret_renewed',
      'webhook.deleted',
    ]);
    expect(lines[1]!.details).toEqual({ name: { from: 'Stock', to: 'Shop' }, isOn: { from: true, to: false } });
    expect(lines.every(({ actor }) => actor === lines[0]!.actor && actor !== '')).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(secret.slice(6));
  });

  it.each(['ftp://example.test/', 'no address', 'file:///etc/passwd'])('refuses the address %s', async (url) => {
    expect((await call('POST', '/webhooks', { name: 'x', url })).status).toBe(422);
  });
});
