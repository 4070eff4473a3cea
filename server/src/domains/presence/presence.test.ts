import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listener, openListener } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let listener: Listener;
const told: { organizationId: string; type: string; data: unknown }[] = [];

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  listener = await openListener({ url: studio.test.database.urls.jobs });
  listener.on('kinora_live', (payload) => void told.push(JSON.parse(payload)));
});
afterAll(async () => {
  await listener.close();
  await studio.close();
});

const heard = () => told.filter(({ type }) => type === 'presence.changed');

it('tells the organization, as ids, which thing a viewer’s tab has open, and when it has left', async () => {
  const viewer = await studio.join(owner, 'viewer', 'viewer');
  const tab = newId();
  const place = { kind: 'film', id: newId() };
  for (const where of [place, null]) {
    const answer = await viewer.ask({ method: 'POST', url: '/api/v1/presence', payload: { tab, place: where } });
    expect(answer.statusCode).toBe(204);
  }
  await expect.poll(() => heard().length).toBe(2);
  expect(heard().map(({ data }) => data)).toEqual([
    { userId: viewer.userId, tab, place },
    { userId: viewer.userId, tab, place: null },
  ]);
  expect(heard().every(({ organizationId }) => organizationId === owner.organizationId)).toBe(true);
});

it('tells nothing of a key, which is no person, and takes nothing but a place', async () => {
  const before = heard().length;
  const key = await studio.makeKey(owner, ['*']);
  const body = { tab: newId(), place: { kind: 'brand', id: newId() } };
  expect((await key.ask({ method: 'POST', url: '/api/v1/presence', payload: body })).statusCode).toBe(204);
  const odd = { tab: newId(), place: { kind: 'diary', id: newId() } };
  expect((await owner.ask({ method: 'POST', url: '/api/v1/presence', payload: odd })).statusCode).toBe(422);
  expect(heard().length).toBe(before);
});
