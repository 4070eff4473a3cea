import type { Asset, AssetDetail, AssetFacets, RefusedAsset } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { noPictureRules } from '../../testing/no-picture-rules.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { createAssetPort } from './asset-port.ts';
import { deleteTrashedAssets } from './purge.ts';

let app: SliceApp;
let owner: Person;
beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(() => [], []);
});
afterAll(() => app.close());

async function upload(person: Person, name: string, colour: string): Promise<Asset> {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
    .png()
    .toBuffer();
  const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
  const answer = await app.ask(person, { method: 'POST', url: '/api/v1/assets', payload: { name, dataUri } });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}
const list = async (person: Person, query = ''): Promise<Asset[]> =>
  (await app.ask(person, { url: `/api/v1/assets?${query}` })).json().items;
const names = async (person: Person, query = '') => (await list(person, query)).map(({ name }) => name);
const facets = async (person: Person, query = ''): Promise<AssetFacets> =>
  (await app.ask(person, { url: `/api/v1/asset-facets?${query}` })).json();
const detailOf = async (person: Person, id: string): Promise<AssetDetail> =>
  (await app.ask(person, { url: `/api/v1/assets/${id}` })).json();
const change = async (person: Person, ids: string[], action: 'delete' | 'restore') =>
  (
    await app.ask(person, { method: 'POST', url: '/api/v1/assets/bulk', payload: { ids, change: { action } } })
  ).json() as { changed: string[]; refused: RefusedAsset[] };

/** Written as the catalogue and the brands would, so that this slice is shown without them. */
async function insertProduct(person: Person, name: string, assetId: string): Promise<string> {
  const id = newId();
  await app.test.database.inOrganization(person.organizationId, async (transaction) => {
    await transaction.query(`insert into products (id, organization_id, kind, name) values ($1, $2, 'object', $3)`, [
      id,
      person.organizationId,
      name,
    ]);
    await transaction.query(
      `insert into product_media (id, organization_id, product_id, asset_id, role, position) values ($1, $2, $3, $4, 'hero', 1)`,
      [newId(), person.organizationId, id, assetId],
    );
  });
  return id;
}

it('finds files by words in any script, narrows by every filter, and counts what each would give', async () => {
  owner = await app.addPerson('owner');
  const editor = await app.addPerson('editor', owner.organizationId);
  const coat = await upload(owner, 'Harbour Coat front.png', '#204060');
  await upload(owner, 'מעיל נמל.png', '#602040');
  const hat = await upload(editor, 'Harbour hat.png', '#406020');
  const product = await insertProduct(owner, 'Harbour coat', coat.id);

  expect(await names(owner, 'q=harbour')).toEqual(['Harbour hat.png', 'Harbour Coat front.png']);
  expect(await names(owner, `q=${encodeURIComponent('מְעִיל')}`)).toEqual(['מעיל נמל.png']);
  expect(await names(owner, 'q=coat%20harb')).toEqual(['Harbour Coat front.png']);
  expect(await names(owner, 'q=nothing%20at%20all')).toEqual([]);
  expect(await names(owner, `product=${product}`)).toEqual(['Harbour Coat front.png']);
  expect(await names(owner, `person=${editor.userId}`)).toEqual(['Harbour hat.png']);
  expect(await names(owner, 'used=true')).toEqual(['Harbour Coat front.png']);
  expect((await names(owner, 'used=false')).sort()).toEqual(['Harbour hat.png', 'מעיל נמל.png']);
  expect(await names(owner, 'kind=video,audio')).toEqual([]);
  expect(await names(owner, 'origin=upload,import&maker=Upload&q=hat')).toEqual([hat.name]);

  const counts = await facets(owner, 'q=harbour');
  expect(counts).toMatchObject({ total: 2, all: 3, deleted: 0, trashDays: 30, used: 1, unused: 1 });
  expect(counts.kinds).toEqual([{ value: 'image', count: 2 }]);
  expect(counts.people.map(({ value, count }) => [value, count]).sort()).toEqual(
    [
      [owner.userId, 1],
      [editor.userId, 1],
    ].sort(),
  );
  expect(counts.people[0]?.name).toMatch(/^Person /);
});

it('walks every order page by page without a gap or a repetition', async () => {
  const person = await app.addPerson('owner');
  const made: Asset[] = [];
  for (const [index, name] of ['b.png', 'a.png', 'C.png', 'd.png', 'a.png'].entries())
    made.push(await upload(person, name, `#${(index + 1) * 111111}`));
  for (const sort of ['-created', 'created', 'name', '-name', '-size', 'size']) {
    const walked: Asset[] = [];
    let cursor = '';
    do {
      const answer = await app.ask(person, { url: `/api/v1/assets?sort=${sort}&limit=2${cursor}` });
      const page = answer.json();
      walked.push(...page.items);
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor);
    expect(walked.map(({ id }) => id).sort(), sort).toEqual(made.map(({ id }) => id).sort());
    if (sort === 'name') expect(walked.map(({ name }) => name)).toEqual(['a.png', 'a.png', 'b.png', 'C.png', 'd.png']);
    if (sort === '-size')
      expect(walked.map(({ sizeBytes }) => sizeBytes)).toEqual(
        made.map(({ sizeBytes }) => sizeBytes).sort((left, right) => right - left),
      );
  }
  const wrong = await app.ask(person, {
    url: `/api/v1/assets?sort=name&cursor=${Buffer.from('[1]').toString('base64url')}`,
  });
  expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'request.malformed']);
});

it('renames a file, tells others, and finds it by its new name only', async () => {
  const person = await app.addPerson('owner');
  const asset = await upload(person, 'IMG_0001.png', '#123456');
  const url = `/api/v1/assets/${asset.id}`;
  const renamed = await app.ask(person, { method: 'PATCH', url, payload: { name: '  Linen shirt, back.png ' } });
  expect([renamed.statusCode, renamed.json().name]).toEqual([200, 'Linen shirt, back.png']);
  expect(await names(person, 'q=img')).toEqual([]);
  expect(await names(person, 'q=linen')).toEqual(['Linen shirt, back.png']);
  expect(app.facts.at(-1)).toMatchObject({ type: 'asset.updated', data: { assetIds: [asset.id], count: 1 } });
  const viewer = await app.addPerson('viewer', person.organizationId);
  expect((await app.ask(viewer, { method: 'PATCH', url, payload: { name: 'x' } })).statusCode).toBe(403);
  const stranger = await app.addPerson('owner');
  expect((await app.ask(stranger, { method: 'PATCH', url, payload: { name: 'x' } })).statusCode).toBe(404);
});

it('tells what a file is, who brought it, where it is used, and what was made of it', async () => {
  const person = await app.addPerson('owner');
  const asset = await upload(person, 'shoe.png', '#885522');
  const productId = await insertProduct(person, 'Trail shoe', asset.id);
  const port = createAssetPort(
    {
      database: app.test.database,
      storage: app.storage,
      appendEvent: app.appendEvent,
      engine: app.engine,
      ...noPictureRules,
    },
    { organizationId: person.organizationId, jobId: null },
  );
  const { path } = await port.open(asset.id);
  const recipe = {
    prompt: 'A shoe on slate',
    seed: 7,
    provider: 'Replicate',
    model: 'flux',
    steps: 20,
    inputs: [asset.id],
  };
  const made = await port.store(path, {
    name: 'shoe on slate.png',
    kind: 'image',
    madeBy: 'Replicate · flux',
    role: 'deliverable',
    parentAssetId: asset.id,
    recipe,
  });
  const own = await detailOf(person, asset.id);
  expect(own).toMatchObject({ deletedAt: null, purgesAt: null, recipe: null, createdBy: { id: person.userId } });
  expect(own.children.map(({ id }) => id)).toEqual([made.assetId]);
  expect(own.uses).toEqual([
    { place: 'product', part: 'media', id: productId, name: 'Trail shoe', detail: 'hero', protects: true },
  ]);
  const child = await detailOf(person, made.assetId);
  expect(child.parents.map(({ id }) => id)).toEqual([asset.id]);
  expect(child.recipe).toEqual({
    job: null,
    project: null,
    shotCode: null,
    prompt: 'A shoe on slate',
    negativePrompt: null,
    seed: '7',
    provider: 'Replicate',
    model: 'flux',
    settings: [{ name: 'steps', value: '20' }],
  });
  expect(await names(person, 'q=slate')).toEqual(['shoe on slate.png']);
  expect(await names(person, `maker=${encodeURIComponent('Replicate · flux')}`)).toEqual(['shoe on slate.png']);
});

it('keeps what is in use out of the trash and says where, one file or many; the rest goes and comes back', async () => {
  const person = await app.addPerson('owner');
  const [used, free] = [await upload(person, 'used.png', '#111199'), await upload(person, 'free.png', '#991111')];
  const product = await insertProduct(person, 'Lamp', used.id);
  const alone = await app.ask(person, { method: 'DELETE', url: `/api/v1/assets/${used.id}` });
  expect([alone.statusCode, alone.json().code]).toEqual([409, 'asset.in_use']);
  expect(alone.json().detail).toBe('This file is used by the product “Lamp”. Remove it there first.');

  const outcome = await change(person, [used.id, free.id, newId()], 'delete');
  expect(outcome).toEqual({
    changed: [free.id],
    refused: [{ id: used.id, name: 'used.png', places: [{ place: 'product', name: 'Lamp' }] }],
  });
  expect(app.facts.at(-1)).toMatchObject({ type: 'asset.deleted', data: { assetIds: [free.id], count: 1 } });
  expect(await names(person)).toEqual(['used.png']);
  expect(await names(person, 'deleted=true')).toEqual(['free.png']);
  expect(await names(person, 'deleted=true&q=free')).toEqual(['free.png']);
  expect(await facets(person)).toMatchObject({ all: 1, deleted: 1 });
  const { deletedAt, purgesAt } = await detailOf(person, free.id);
  expect(Date.parse(purgesAt!) - Date.parse(deletedAt!)).toBe(30 * 86_400_000);

  expect(await change(person, [free.id], 'restore')).toEqual({ changed: [free.id], refused: [] });
  expect(await change(person, [free.id], 'restore')).toEqual({ changed: [], refused: [] });
  const stranger = await app.addPerson('owner');
  expect(await change(stranger, [free.id], 'delete')).toMatchObject({ code: 'asset.not_found' });
  // A product in the trash no longer keeps its picture from the trash, and the purge still leaves both together.
  await app.test.database.inOrganization(person.organizationId, (transaction) =>
    transaction.query('update products set deleted_at = now() where id = $1', [product]),
  );
  expect((await change(person, [used.id, free.id], 'delete')).changed.sort()).toEqual([used.id, free.id].sort());
  await app.test.database.inOrganization(person.organizationId, async (transaction) => {
    await transaction.query(`update assets set deleted_at = now() - interval '31 days' where id = any($1)`, [
      [used.id, free.id],
    ]);
    expect(await deleteTrashedAssets(transaction, 30)).toEqual([free.hash]);
  });
  expect((await app.ask(person, { url: `/api/v1/assets/${used.id}` })).statusCode).toBe(200);
});

it('notes what a file may be used for and who agreed to be in it, and finds files by both', async () => {
  const [portrait, wall] = [await upload(owner, 'portrait.png', '#112233'), await upload(owner, 'wall.png', '#332211')];
  const edit = (payload: object, id = portrait.id) =>
    app.ask(owner, { method: 'PATCH', url: `/api/v1/assets/${id}`, payload });
  const insertConsent = async (person: Person, validUntil: string | null) => {
    const id = newId();
    await app.test.database.inOrganization(person.organizationId, (transaction) =>
      transaction.query(
        `insert into consents (id, organization_id, person_name, kind, scope, proof, valid_until)
         values ($1, $2, 'Noa', 'face', 'Autumn films', 'Folder 7', $3)`,
        [id, person.organizationId, validUntil],
      ),
    );
    return id;
  };
  const [valid, expired] = [await insertConsent(owner, null), await insertConsent(owner, '2020-01-01')];
  const set = await edit({ licence: 'Agency photo, web until 2027', consentIds: [valid, expired] });
  expect(set.statusCode, set.body).toBe(200);
  const detail = await detailOf(owner, portrait.id);
  expect([detail.name, detail.licence, detail.held]).toEqual(['portrait.png', 'Agency photo, web until 2027', null]);
  expect(detail.consents.map(({ personName, state }) => [personName, state]).sort()).toEqual([
    ['Noa', 'expired'],
    ['Noa', 'valid'],
  ]);
  expect(await names(owner, 'licensed=true')).toEqual(['portrait.png']);
  expect(await names(owner, 'licensed=false')).toContain('wall.png');
  expect(await names(owner, 'consented=true')).toEqual(['portrait.png']);
  expect((await facets(owner, 'consented=true')).total).toBe(1);
  await edit({ consentIds: [expired] });
  expect(await names(owner, 'consented=true')).toEqual([]);
  await edit({ licence: null });
  expect((await detailOf(owner, portrait.id)).licence).toBeNull();

  const stranger = await app.addPerson('owner');
  const theirs = await insertConsent(stranger, null);
  const refused = await edit({ consentIds: [theirs] }, wall.id);
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'asset.consent_unknown']);
  expect((await detailOf(owner, wall.id)).consents).toEqual([]);
});

it('tells which files were made at a provider, under whose name for it', async () => {
  const made = await upload(owner, 'made-there.png', '#445566');
  const { organizationId } = owner;
  await app.test.database.inOrganization(organizationId, async (transaction) => {
    const jobId = newId();
    await transaction.query(
      `insert into jobs (id, organization_id, studio, kind, title, version, slot, input) values ($1, $2, 't', 't', 't', 1, 'provider', '{}')`,
      [jobId, organizationId],
    );
    await transaction.query(
      `insert into intents (id, organization_id, job_id, name, number, run, is_operators, provider, model, capability, request,
         state, remote_id, asset_ids, finished_at)
       values ($1, $2, $3, 'picture', 1, 1, false, 'replicate', 'flux', 'picture', '{}', 'finished', 'r8-17', array[$4::uuid], now())`,
      [newId(), organizationId, jobId, made.id],
    );
  });
  expect(await names(owner, 'held=true')).toEqual(['made-there.png']);
  expect((await detailOf(owner, made.id)).held).toMatchObject({ provider: 'replicate', remoteId: 'r8-17' });
});
