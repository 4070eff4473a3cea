import type { Connection, OfferedModel } from '@kinora/contract';
import { startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let emulator: VendorEmulator;
beforeAll(async () => {
  studio = await createStudioApp({
    environment: { KINORA_CONNECTION_REPLICATE: 'r8_operators', KINORA_CONNECTION_REPLICATE_URL: 'http://127.0.0.1:1' },
  });
  owner = await studio.setUp();
});
beforeEach(async () => {
  emulator = await startReplicateEmulator();
  return () => emulator.close();
});
afterAll(() => studio.close());

async function call<Answer>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  by: Caller = owner,
) {
  const response = await by.ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, text: response.body, body: (response.body ? response.json() : null) as Answer };
}

const fields = (change: object = {}) => ({
  provider: 'replicate',
  name: 'Our account',
  secret: emulator.key,
  baseUrl: emulator.baseUrl,
  ...change,
});
async function connect(): Promise<Connection> {
  const made = await call<Connection>('POST', '/connections', fields());
  expect(made.status, made.text).toBe(201);
  return made.body;
}
const listed = async () =>
  (await call<{ items: Connection[] }>('GET', '/connections')).body.items.filter((one) => !one.isOperators);

describe('a connection', () => {
  it('is tried first, kept sealed, and never shows its key again', async () => {
    const made = await connect();
    expect(made).toMatchObject({
      providerTitle: 'Replicate',
      lastFour: emulator.key.slice(-4),
      account: 'studio',
      isEnabled: true,
      health: { state: 'works', fault: null },
      month: { submissions: 0, costMicros: 0, inWork: 0 },
    });
    for (const path of ['/connections', '/models', '/me'])
      expect((await call('GET', path)).text).not.toContain(emulator.key);
    expect(JSON.stringify(made)).not.toContain(emulator.key);
    const stored = await studio.test.database.inOrganization(owner.organizationId, (tx) =>
      tx.query<{ row: string }>('select c::text as row from connections c where id = $1', [made.id]),
    );
    expect(stored.rows[0]!.row).not.toContain(emulator.key);
    expect(stored.rows[0]!.row).toContain('v2.00000007.');
    await call('DELETE', `/connections/${made.id}`);
  });

  it('with a key the vendor refuses, or that cannot be tried, is not kept', async () => {
    const wrong = await call<{ code: string }>('POST', '/connections', fields({ secret: 'r8_something_else' }));
    expect([wrong.status, wrong.body.code]).toEqual([422, 'connection.refused']);
    const away = await call<{ code: string }>('POST', '/connections', fields({ baseUrl: 'http://127.0.0.1:1' }));
    expect([away.status, away.body.code]).toEqual([422, 'connection.unreachable']);
    emulator.failNext('account', { kind: 'answer', answer: { status: 429, body: { detail: 'slow down' } } });
    expect((await call<{ code: string }>('POST', '/connections', fields())).body.code).toBe('connection.unreachable');
    const unknown = await call<{ code: string }>('POST', '/connections', fields({ provider: 'nobody' }));
    expect([unknown.status, unknown.body.code]).toEqual([422, 'connection.unknown_provider']);
    expect(await listed()).toEqual([]);
    expect(wrong.text).not.toContain('r8_something_else');
  });

  it('is renamed, limited, turned off, tested, and given another key', async () => {
    const { id } = await connect();
    const path = `/connections/${id}`;
    const change = { name: 'Second', maxConcurrent: 2, isEnabled: false };
    expect((await call<Connection>('PATCH', path, change)).body).toMatchObject({
      name: 'Second',
      isEnabled: false,
      limits: { concurrent: 2, submissionsPerMinute: 60 },
    });
    expect((await call<Connection>('PATCH', path, { maxConcurrent: null, isEnabled: true })).body).toMatchObject({
      isEnabled: true,
      limits: { concurrent: 4 },
    });
    expect((await call<Connection>('POST', `${path}/secret`, { secret: 'r8_not_it_at_all' })).status).toBe(422);
    emulator.failNext('account', { kind: 'answer', answer: { status: 401, body: { title: 'Unauthenticated' } } });
    expect((await call<Connection>('POST', `${path}/test`)).body.health).toMatchObject({
      state: 'refused',
      fault: 'auth',
    });
    expect((await call<Connection>('POST', `${path}/test`)).body.health).toMatchObject({ state: 'works', fault: null });
    expect((await call<Connection>('POST', `${path}/secret`, { secret: emulator.key })).body.lastFour).toBe('ated');
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it('is not removed while the vendor works for it', async () => {
    const { id } = await connect();
    await studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
      const job = newId();
      await transaction.query(
        `insert into jobs (id, organization_id, studio, kind, title, version, slot, input) values ($1, app.org(), 't', 't', 't', 1, 'provider', '{}')`,
        [job],
      );
      await transaction.query(
        `insert into intents (id, organization_id, job_id, name, number, run, connection_id, is_operators, provider, model, capability,
           request, state, remote_id, sent_at) values ($1, app.org(), $2, 'p', 1, 1, $3, false, 'replicate', 'm', 'image', '{}', 'accepted', $4, now())`,
        [newId(), job, id, newId()],
      );
    });
    expect((await call<{ code: string }>('DELETE', `/connections/${id}`)).body.code).toBe('connection.in_use');
    expect((await listed())[0]!.month).toMatchObject({ submissions: 1, inWork: 1 });
    await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
      transaction.query(`update intents set state = 'failed', finished_at = now() where connection_id = $1`, [id]),
    );
    expect((await call('DELETE', `/connections/${id}`)).status).toBe(204);
  });

  it('of the operator is listed without a key, and nobody changes it', async () => {
    const { items } = (await call<{ items: Connection[] }>('GET', '/connections')).body;
    expect(items[0]).toMatchObject({ id: 'operator:replicate', isOperators: true, lastFour: '', baseUrl: null });
    expect((await call('GET', '/connections')).text).not.toContain('r8_operators');
    expect((await call('PATCH', '/connections/operator:replicate', { isEnabled: false })).status).toBe(422);
  });
});

it('offers each model with the connections that can be asked, to everybody who may see models', async () => {
  const { id } = await connect();
  const viewer = await studio.join(owner, 'viewer', 'viewer');
  expect((await call('GET', '/connections', undefined, viewer)).status).toBe(403);
  const { items } = (await call<{ items: OfferedModel[] }>('GET', '/models?capability=image', undefined, viewer)).body;
  expect(items.every((model) => model.capability === 'image')).toBe(true);
  // Credits are made from prices: a model without one is not offered on the operator's connection.
  const edits = (await call<{ items: OfferedModel[] }>('GET', '/models?capability=image-edit')).body.items;
  expect(edits.find(({ id: model }) => model === 'google/nano-banana')).toMatchObject({ price: null });
  expect(edits.find(({ id: model }) => model === 'google/nano-banana')!.connections).toEqual([
    { id, name: 'Our account', isOperators: false },
  ]);
  expect(items.find((model) => model.id.endsWith('flux-schnell'))!.connections).toHaveLength(2);
  const films = (await call<{ items: OfferedModel[] }>('GET', '/models?capability=video')).body.items;
  expect(films.find((model) => model.price !== null)!.connections.map((one) => one.isOperators)).toEqual([true, false]);
  await call('PATCH', `/connections/${id}`, { isEnabled: false });
  const off = (await call<{ items: OfferedModel[] }>('GET', '/models?capability=image-edit')).body.items;
  expect(off.flatMap((model) => model.connections)).toEqual([]);
});

describe('a call of a vendor', () => {
  async function addIntent(connection: string, remoteId: string | null) {
    const [job, intent] = [newId(), newId()];
    await studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
      await transaction.query(
        `insert into jobs (id, organization_id, studio, kind, title, version, slot, input) values ($1, app.org(), 't', 't', 't', 1, 'provider', '{}')`,
        [job],
      );
      await transaction.query(
        `insert into intents (id, organization_id, job_id, name, number, run, connection_id, is_operators, provider, model, capability,
           request, state, remote_id, sent_at, next_poll_at)
         values ($1, app.org(), $2, 'p', 1, 1, $3, false, 'replicate', 'm', 'image', '{}', $5, $4, now(), now() + interval '1 hour')`,
        [intent, job, connection, remoteId, remoteId === null ? 'unknown' : 'accepted'],
      );
    });
    return intent;
  }
  async function seen(intent: string) {
    const { rows } = await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
      transaction.query<{ webhooks_seen: string[]; is_due: boolean }>(
        'select webhooks_seen, next_poll_at <= clock_timestamp() as is_due from intents where id = $1',
        [intent],
      ),
    );
    return rows[0]!;
  }
  const deliver = async (
    intent: string,
    message: { headers: Record<string, string>; rawBody: Buffer },
    provider = 'replicate',
  ) => {
    const url = `/api/v1/provider-webhooks/${provider}/${intent}`;
    const headers = { 'content-type': 'application/json', ...message.headers };
    return (await studio.nobody.ask({ method: 'POST', url, headers, payload: message.rawBody })).statusCode;
  };

  it('makes the next look due when signed, once however often it comes; else it is not there', async () => {
    const { id } = await connect();
    const made = await fetch(`${emulator.baseUrl}/models/a/b/predictions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.key}` },
      body: JSON.stringify({ input: {} }),
    });
    const remoteId = ((await made.json()) as { id: string }).id;
    const intent = await addIntent(id, remoteId);
    const sign = (options = {}) => emulator.signWebhook!(remoteId, { id: 'call-1', ...options });
    expect(await deliver(intent, sign({ isForged: true }))).toBe(404);
    expect(await deliver(intent, sign({ atSeconds: 1_000_000_000 }))).toBe(404);
    expect(await deliver(intent, { ...sign(), headers: {} })).toBe(404);
    expect(await deliver(newId(), sign())).toBe(404);
    expect(await deliver(intent, sign(), 'other')).toBe(404);
    expect(await seen(intent)).toEqual({ webhooks_seen: [], is_due: false });
    expect(await deliver(intent, sign())).toBe(204);
    expect(await deliver(intent, sign())).toBe(204);
    expect(await seen(intent)).toEqual({ webhooks_seen: ['call-1'], is_due: true });
    const stranger = await addIntent(id, 'somebody-else');
    expect(await deliver(stranger, sign())).toBe(404);
  });

  it('about a lost submission tells what became of it, where the job is there for our key and nobody owns it', async () => {
    const { id } = await connect();
    const submit = async () => {
      const headers = { authorization: `Bearer ${emulator.key}` };
      const made = await fetch(`${emulator.baseUrl}/models/a/b/predictions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ input: {} }),
      });
      return ((await made.json()) as { id: string }).id;
    };
    const stateOf = async (intent: string) => {
      const { rows } = await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
        transaction.query<{ state: string; remote_id: string | null }>(
          'select state, remote_id from intents where id = $1',
          [intent],
        ),
      );
      return rows[0]!;
    };
    const remoteId = await submit();
    const [lost, other] = [await addIntent(id, null), await addIntent(id, null)];
    expect(await deliver(lost, emulator.signWebhook!(remoteId))).toBe(204);
    expect(await stateOf(lost)).toEqual({ state: 'accepted', remote_id: remoteId });
    expect(await deliver(other, emulator.signWebhook!(remoteId))).toBe(404);
    emulator.failNext('poll', { kind: 'answer', answer: { status: 404, body: { detail: 'not found' } } });
    expect(await deliver(other, emulator.signWebhook!(await submit()))).toBe(404);
    expect(await stateOf(other)).toEqual({ state: 'unknown', remote_id: null });
  });
});
