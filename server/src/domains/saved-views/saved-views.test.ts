import type { SavedView } from '@kinora/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
});
afterAll(() => studio.close());

const create = async (caller: Caller, name: string, isShared: boolean): Promise<SavedView> => {
  const payload = { screen: 'products', name, query: 'status=active', isShared };
  const answer = await caller.ask({ method: 'POST', url: '/api/v1/saved-views', payload });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const namesOf = async (caller: Caller) => {
  const answer = await caller.ask({ url: '/api/v1/saved-views?screen=products' });
  return (answer.json() as { items: SavedView[] }).items.map(({ name }) => name);
};
const change = (caller: Caller, id: string, payload: object) =>
  caller.ask({ method: 'PATCH', url: `/api/v1/saved-views/${id}`, payload });

it('lists what a program keeps to itself to programs, and to nobody else', async () => {
  const key = await studio.makeKey(owner, ['*']);
  const view = await create(key, 'Of a program', false);
  expect(view.isMine).toBe(true);
  expect([await namesOf(key), await namesOf(owner)]).toEqual([['Of a program'], []]);
  expect((await change(owner, view.id, { name: 'Mine' })).statusCode).toBe(404);
});

it('lets an admin end the sharing of somebody else’s view, which is then its owner’s alone', async () => {
  const admin = await studio.join(owner, 'admin', 'admin');
  const editor = await studio.join(owner, 'editor', 'editor');
  const view = await create(editor, 'For everybody', true);
  expect(await namesOf(admin)).toEqual(['For everybody']);
  expect((await change(admin, view.id, { name: 'For everybody' })).json().isShared).toBe(true);
  const ended = await change(admin, view.id, { isShared: false });
  expect([ended.statusCode, ended.json()]).toMatchObject([
    200,
    { isShared: false, isMine: false, name: 'For everybody' },
  ]);
  expect([await namesOf(admin), await namesOf(editor)]).toEqual([[], ['For everybody']]);
  expect((await change(admin, view.id, { isShared: true })).statusCode).toBe(404);
});
