import type { Asset, AuditEntry, Connection, HeldItem, HeldLook, Job } from '@kinora/contract';
import { startFalEmulator, startRunwayEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../platform/ids.ts';
import { drawSquare, uploadFile } from '../../../testing/fill-studio.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../../testing/studio-app.ts';
import { until } from '../../jobs/testing/harness.ts';

let studio: StudioApp;
let owner: StudioPerson;
let viewer: StudioPerson;
let stranger: StudioPerson;
let fal: VendorEmulator;
let runway: VendorEmulator;
let runwayConnection: string;
let jobId: string;

type Method = 'GET' | 'POST' | 'DELETE';
async function call<Answer>(method: Method, path: string, payload?: object, person = owner) {
  const headers = { 'idempotency-key': newId() };
  const response = await person.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: (response.body ? response.json() : null) as Answer & { code?: string } };
}
const list = async (person = owner) =>
  (await call<{ items: HeldItem[] }>('GET', '/held', undefined, person)).body.items;
const connect = async (provider: string, { key: secret, baseUrl }: VendorEmulator) =>
  (await call<Connection>('POST', '/connections', { provider, name: provider, secret, baseUrl })).body.id;

/** A picture by a model, from the press to the file. */
async function makeCutOut(connection: string): Promise<string> {
  const { id: assetId } = await uploadFile(owner, 'coat.png', await drawSquare(64, '#8a5a2e'));
  const input = { act: 'cut_out', assetId, connection, model: 'fal-ai/bria/background/remove' };
  const { job } = (await call<{ job: Job }>('POST', '/jobs/picture-act', { input, maxCredits: 0 })).body;
  await until(
    async () => (await call<{ job: Job }>('GET', `/jobs/${job.id}`)).body.job.status === 'completed',
    'the cut-out',
    60_000,
  );
  return job.id;
}

/** A task that Runway made, with the row that a leaf leaves of it. */
async function madeAtRunway(hoursAgo = 0): Promise<{ id: string; remoteId: string }> {
  const response = await fetch(`${runway.baseUrl}/v1/text_to_image`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${runway.key}`,
      'x-runway-version': '2024-11-06',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ model: 'gen4_image', promptText: 'A chair', ratio: '1920:1080', seed: 1 }),
  });
  const { id: remoteId } = (await response.json()) as { id: string };
  const id = newId();
  await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(
      `insert into intents (id, organization_id, job_id, name, number, run, connection_id, is_operators, provider, model,
         capability, request, inputs, state, sends, sent_at, remote_id, remote_urls, finished_at)
       values ($1, app.org(), $2, $3, 1, 1, $4, false, 'runway', 'gen4_image', 'image', '{}', '{"pictureUrls": []}',
         'finished', 1, now(), $5, '{}', now() - make_interval(hours => $6))`,
      [id, jobId, `task-${id}`, runwayConnection, remoteId, hoursAgo],
    ),
  );
  return { id, remoteId };
}

beforeAll(async () => {
  [fal, runway] = [await startFalEmulator(), await startRunwayEmulator()];
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker' } });
  owner = await studio.setUp();
  viewer = await studio.join(owner, 'viewer', 'viewer');
  stranger = await studio.signUp('stranger');
  await studio.app.startWork();
  runwayConnection = await connect('runway', runway);
  jobId = await makeCutOut(await connect('fal', fal));
});
afterAll(async () => {
  await studio.close();
  await Promise.all([fal.close(), runway.close()]);
});

it('lists what a vendor made for this organization and keeps, with the copy here and how long', async () => {
  const [item, ...others] = await list();
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    provider: 'fal',
    providerTitle: 'fal',
    capability: 'background-removal',
    remoteId: fal.submissions()[0]!.id,
    expiresAt: null,
    canDelete: false,
    copies: [{ kind: 'image' }],
  });
  expect(item!.sizeBytes).toBe(item!.copies[0]!.sizeBytes);
  expect(await list(stranger)).toEqual([]);
  expect(await list(viewer)).toHaveLength(1);
});

it('is left out once its vendor has removed it', async () => {
  const [fresh, old] = [await madeAtRunway(), await madeAtRunway(25)];
  const ids = (await list()).map(({ id }) => id);
  expect(ids).toContain(fresh.id);
  expect(ids).not.toContain(old.id);
  expect((await call('GET', `/held/${old.id}`)).body.code).toBe('held.not_found');
  const { expiresAt, madeAt } = (await list()).find(({ id }) => id === fresh.id)!;
  expect(Date.parse(expiresAt!) - Date.parse(madeAt)).toBe(86_400_000);
});

it('is looked for at the vendor, and copied here again', async () => {
  const { id, remoteId } = await madeAtRunway();
  expect((await call<HeldLook>('GET', `/held/${id}`)).body).toMatchObject({ state: 'there', files: 1 });
  runway.failNext('poll', { kind: 'answer', answer: { status: 500 } });
  expect((await call<HeldLook>('GET', `/held/${id}`)).body.state).toBe('unreachable');
  const before = (await call<{ items: Asset[] }>('GET', '/assets')).body.items.length;
  const { body } = await call<{ assets: Asset[] }>('POST', `/held/${id}/copy`);
  expect(body.assets).toMatchObject([{ kind: 'image', madeBy: 'Runway · gen4_image' }]);
  expect((await call<{ items: Asset[] }>('GET', '/assets')).body.items).toHaveLength(before + 1);
  runway.expire(remoteId);
  expect((await call('POST', `/held/${id}/copy`)).body.code).toBe('held.gone');
  expect(runway.countOf('submit')).toBeGreaterThan(0);
});

it('is deleted there by makers of its own organization, once, and it is written down', async () => {
  const { id, remoteId } = await madeAtRunway();
  expect((await call('DELETE', `/held/${id}`, undefined, viewer)).status).toBe(403);
  expect((await call('DELETE', `/held/${id}`, undefined, stranger)).status).toBe(404);
  runway.failNext('cancel', { kind: 'reset' });
  expect((await call('DELETE', `/held/${id}`)).status).toBe(502);
  expect((await list()).map((item) => item.id)).toContain(id);
  expect((await call('DELETE', `/held/${id}`)).status).toBe(204);
  expect((await call('DELETE', `/held/${id}`)).body.code).toBe('held.not_found');
  expect((await list()).map((item) => item.id)).not.toContain(id);
  const there = await fetch(`${runway.baseUrl}/v1/tasks/${remoteId}`, {
    headers: { authorization: `Bearer ${runway.key}`, 'x-runway-version': '2024-11-06' },
  });
  expect(there.status).toBe(404);
  const lines = (await call<{ items: AuditEntry[] }>('GET', '/audit?action=held.deleted')).body.items;
  expect(lines).toMatchObject([{ subject: remoteId }]);
});

it('is not deleted where a vendor deletes nothing', async () => {
  const item = (await list()).find(({ provider }) => provider === 'fal')!;
  expect((await call('DELETE', `/held/${item.id}`)).body.code).toBe('held.kept');
});
