import type { SavedTemplate, Storyboard } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawModelFile } from '../../../../media/node/src/model/drawn-model.testing.ts';
import { uploadFile } from '../../testing/fill-studio.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
});
afterAll(() => studio.close());

const url = '/api/v1/product-templates';

/** A dark thing with a flat foot on an even light ground: the engine cuts it out. */
function drawBottle(): Promise<Buffer> {
  const thing =
    '<svg width="600" height="800"><rect x="200" y="120" width="200" height="560" rx="30" fill="#23405a"/></svg>';
  return sharp({ create: { width: 600, height: 800, channels: 3, background: '#e9e6e1' } })
    .composite([{ input: Buffer.from(thing) }])
    .png()
    .toBuffer();
}

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

it('keeps other shots for one length, and leaves the other lengths as they are', async () => {
  const { builtIn } = (await owner.ask({ url })).json() as { builtIn: SavedTemplate['template'][] };
  const [runway] = builtIn;
  const shots = runway!.timing['10'].map((shot) => ({ ...shot, seconds: 2.5 }));
  const copy = (
    await duplicate(owner, { copyOf: 'runway', name: 'Even', timing: { 10: shots } })
  ).json() as SavedTemplate;
  expect(copy.template.timing['10'].map(({ seconds }) => seconds)).toEqual([2.5, 2.5, 2.5, 2.5]);
  expect(copy.template.timing['15']).toEqual(runway!.timing['15']);
  const fewer = shots.slice(1);
  expect((await change(owner, copy.id, { timing: { 10: fewer } })).json().template.timing['10']).toEqual(fewer);
  const oneShot = await change(owner, copy.id, { timing: { 10: shots.slice(0, 1) } });
  expect([oneShot.statusCode, oneShot.json().code]).toEqual([422, 'request.invalid']);
});

it('moves a template to the trash and back', async () => {
  const copy = (await duplicate(owner, { copyOf: 'macro', name: 'Gone' })).json() as SavedTemplate;
  expect((await owner.ask({ method: 'DELETE', url: `${url}/${copy.id}` })).statusCode).toBe(204);
  expect((await list(owner)).items.map(({ name }) => name)).not.toContain('Gone');
  expect((await change(owner, copy.id, { name: 'Back' })).statusCode).toBe(404);
  const restored = await owner.ask({ method: 'POST', url: `${url}/${copy.id}/restore` });
  expect(restored.json()).toEqual({ ...copy, updatedAt: expect.any(String) });
  expect((await owner.ask({ method: 'POST', url: `${url}/${copy.id}/restore` })).statusCode).toBe(404);
});

it('plans a film that nobody ordered, with a link to each file it shows, from a template as it is being changed', async () => {
  const { id } = await uploadFile(owner, 'bottle.png', await drawBottle());
  const design = { ...(await owner.ask({ url })).json().builtIn[3] };
  design.parameters = { ...design.parameters, pace: 0.6 };
  const answer = await owner.ask({
    method: 'POST',
    url: '/api/v1/product-films/plan',
    payload: { template: 'runway', design, pictures: [id], title: 'Nera', seconds: 5 },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  const { storyboard, files } = answer.json() as { storyboard: Storyboard; files: { hash: string; url: string }[] };
  const scenes = storyboard.scenes.flatMap(({ shots }) => shots.map(({ scene }) => scene));
  expect(scenes[0]).toMatchObject({ kind: 'beam', staging: { pace: 0.6 } });
  const shown = scenes.flatMap(({ subjects }) => subjects.map(({ hash }) => hash));
  expect(shown.length).toBeGreaterThan(0);
  for (const hash of shown) {
    const file = files.find((one) => one.hash === hash);
    expect((await owner.ask({ url: file!.url })).statusCode).toBe(200);
  }
});

it('plans the turn of a 3D model from its own views, and links the picture drawn of it', async () => {
  const { id } = await uploadFile(owner, 'bottle.glb', await drawModelFile());
  const kept = (await owner.ask({ url: `/api/v1/assets/${id}` })).json();
  expect(kept).toMatchObject({ kind: 'document', mediaType: 'model/gltf-binary' });
  expect(kept.thumbnailUrl).toMatch(/^\/media\//);
  expect(kept.analysis).toMatchObject({ hash: kept.hash });
  const payload = { template: 'spin', pictures: [id], seconds: 5 };
  const answer = await owner.ask({ method: 'POST', url: '/api/v1/product-films/plan', payload });
  expect(answer.statusCode, answer.body).toBe(200);
  const { storyboard, files } = answer.json() as { storyboard: Storyboard; files: { hash: string; url: string }[] };
  const turn = storyboard.scenes[0]!.shots[0]!.scene;
  expect(turn.kind).toBe('turntable');
  expect(turn.subjects.filter(({ use }) => use === 'cutout')).toHaveLength(24);
  expect(turn.subjects.filter(({ use }) => use === 'turn_sheet')).toHaveLength(6);
  for (const { hash, use } of turn.subjects) {
    const file = await owner.ask({ url: files.find((one) => one.hash === hash)!.url });
    const beginning = file.rawPayload.subarray(0, 4).toString('latin1');
    expect(beginning).toBe(use === 'cutout' ? '\x89PNG' : 'RIFF');
  }
  const made = { kind: 'object', name: 'Nera bottle', media: [{ assetId: id }] };
  const product = (await owner.ask({ method: 'POST', url: '/api/v1/products', payload: made })).json();
  expect(product).toMatchObject({ hero: null, modelThumbnailUrl: expect.stringMatching(/^\/media\//) });
  expect((await owner.ask({ url: product.modelThumbnailUrl })).headers['content-type']).toBe('image/webp');
}, 120_000);

it('refuses a model that names other files', async () => {
  const bytes = await drawModelFile('links');
  const upload = uploadFile(owner, 'linked.glb', bytes);
  await expect(upload).rejects.toThrow(/intake\.model_links/);
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
