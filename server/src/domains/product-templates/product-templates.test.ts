import type { SavedTemplate } from '@kinora/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
});
afterAll(() => studio.close());

const url = '/api/v1/product-templates';
const duplicate = (caller: Caller, payload: object) => caller.ask({ method: 'POST', url, payload });
const change = (caller: Caller, id: string, payload: object) =>
  caller.ask({ method: 'PATCH', url: `${url}/${id}`, payload });
const list = async (caller: Caller, query = '') =>
  (await caller.ask({ url: `${url}${query}` })).json() as { builtIn: { kind: string }[]; items: SavedTemplate[] };

it('keeps a copy with its own parameters, changes it, archives it and brings it back', async () => {
  const answer = await duplicate(owner, { copyOf: 'runway', name: 'Slow walk', parameters: { pace: 0.7 } });
  expect(answer.statusCode, answer.body).toBe(201);
  const copy = answer.json() as SavedTemplate;
  expect(copy).toMatchObject({ kind: 'runway', brandId: null, isArchived: false });
  expect(copy.template.parameters).toMatchObject({ pace: 0.7, ground: 'stage' });
  const again = (await duplicate(owner, { copyOf: copy.id, name: 'Slower' })).json() as SavedTemplate;
  expect(again.template).toEqual(copy.template);

  const changed = await change(owner, copy.id, { name: 'Walk', parameters: { ground: 'deep' } });
  expect(changed.json()).toMatchObject({ name: 'Walk', template: { parameters: { pace: 0.7, ground: 'deep' } } });
  await change(owner, again.id, { isArchived: true });
  const { builtIn, items } = await list(owner);
  expect(builtIn.map(({ kind }) => kind)).toEqual(['runway', 'spin', 'macro', 'spotlight']);
  expect(items.map(({ name }) => name)).toEqual(['Walk']);
  expect((await list(owner, '?archived=true')).items.map(({ name }) => name)).toEqual(['Slower']);
  await change(owner, again.id, { isArchived: false });
  expect((await list(owner)).items).toHaveLength(2);
});

it('refuses values out of range and brands and templates it does not know', async () => {
  const unknown = '0199aaaa-0000-7000-8000-000000000001';
  const codes = await Promise.all([
    duplicate(owner, { copyOf: 'spin', name: 'Fast', parameters: { pace: 9 } }),
    duplicate(owner, { copyOf: 'spin', name: 'Fast', brandId: unknown }),
    duplicate(owner, { copyOf: unknown, name: 'Fast' }),
    change(owner, unknown, { name: 'Fast' }),
  ]);
  expect(codes.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
    [422, 'request.invalid'],
    [422, 'template.brand_unknown'],
    [404, 'template.not_found'],
    [404, 'template.not_found'],
  ]);
});

it('lets viewers look and not change, and hides everything from another organization', async () => {
  const viewer = await studio.join(owner, 'viewer', 'viewer');
  const { items } = await list(viewer);
  expect(items.length).toBeGreaterThan(0);
  expect((await duplicate(viewer, { copyOf: 'spin', name: 'Mine' })).statusCode).toBe(403);
  expect((await change(viewer, items[0]!.id, { name: 'Mine' })).statusCode).toBe(403);
  const stranger = await studio.signUp('stranger');
  expect((await list(stranger)).items).toEqual([]);
  expect((await change(stranger, items[0]!.id, { name: 'Theirs' })).statusCode).toBe(404);
});
