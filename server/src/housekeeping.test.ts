import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAssetPort } from './domains/assets/index.ts';
import { createSegmentCache } from './domains/renders/index.ts';
import { keepHouse } from './housekeeping.ts';
import { appendEvent } from './platform/events/index.ts';
import { openStorage, type Storage } from './platform/storage/index.ts';
import { drawSquare, fillStudio, uploadFile } from './testing/fill-studio.ts';
import { noPictureRules } from './testing/no-picture-rules.ts';
import type { Things } from './testing/sample-requests.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from './testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let things: Things;
let storage: Storage;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  things = await fillStudio(studio, owner);
  storage = await openStorage({ kind: 'local', folder: join(studio.folder, 'files') });
});
afterAll(() => studio.close());

const DAY_SEGMENTS = { days: 30, bytes: 1e9 };
const clean = (segments = DAY_SEGMENTS) =>
  keepHouse({
    database: studio.test.database,
    storage,
    uploads: { sweep: async () => 0 },
    onError: (error) => expect(error).toBeUndefined(),
    trashDays: 30,
    sweepWorkers: async () => {},
    sendDigests: async () => {},
    segments,
  });
const ask = (method: 'GET' | 'POST' | 'DELETE', path: string) => owner.ask({ method, url: `/api/v1${path}` });
const query = <Row extends object>(sql: string, values: unknown[]) =>
  studio.test.database.inOrganization(owner.organizationId, async (tx) => (await tx.query<Row>(sql, values)).rows);
const age = (table: 'assets' | 'projects', id: string, days: number) =>
  query(`update ${table} set deleted_at = now() - make_interval(days => $2) where id = $1 returning id`, [id, days]);
const isStored = async (hash: string) =>
  (await storage.find({ organizationId: owner.organizationId, hash })) !== undefined;

async function trash(id: string, days: number): Promise<void> {
  expect((await ask('DELETE', `/assets/${id}`)).statusCode).toBe(204);
  await age('assets', id, days);
}

it('removes what lay in the trash for longer than people may want it back, with its files, and nothing else', async () => {
  const make = async (colour: string) =>
    (await ask('GET', `/assets/${(await uploadFile(owner, 'a.png', await drawSquare(70, colour))).id}`)).json();
  const [old, recent, needed] = [await make('#112233'), await make('#445566'), await make('#778899')];
  const music = await make('#99aabb');
  await query(`update projects set sound = jsonb_set(sound, '{music}', $2) where id = $1 returning id`, [
    things.project,
    { assetId: music.id },
  ]);
  const [thumbnail] = await query<{ sha256: string }>(
    `select sha256 from asset_derivatives where source_sha256 = $1 and kind = 'thumbnail'`,
    [old.hash],
  );
  await query(
    'insert into project_pictures (organization_id, project_id, asset_id, position) values (app.org(), $1, $2, 1) returning 1',
    [things.project, needed.id],
  );
  expect((await ask('DELETE', `/assets/${needed.id}`)).json().code).toBe('asset.in_use');
  await ask('DELETE', `/projects/${things.project}`);
  // An upload remembers its asset for a day only.
  await query('delete from uploads where asset_id is not null returning id', []);
  await trash(needed.id, 40);
  await trash(music.id, 40);
  await trash(old.id, 31);
  await trash(recent.id, 29);
  await clean();
  expect((await ask('GET', `/assets/${old.id}`)).statusCode).toBe(404);
  expect([await isStored(old.hash), await isStored(thumbnail!.sha256)]).toEqual([false, false]);
  expect((await ask('POST', `/assets/${recent.id}/restore`)).statusCode).toBe(200);
  // Its film can still be restored, and would lack it.
  expect([await isStored(recent.hash), await isStored(needed.hash)]).toEqual([true, true]);
  // A film's music is named in the film's own row.
  expect(await isStored(music.hash)).toBe(true);
  expect((await ask('POST', `/projects/${things.project}/restore`)).statusCode).toBe(200);
  await query(`update projects set sound = jsonb_set(sound, '{music}', 'null') where id = $1 returning id`, [
    things.project,
  ]);
});

it('removes a film with all that was made for it, and keeps what people sent', async () => {
  const path = join(studio.folder, 'clip.bin');
  await writeFile(path, 'a clip that a job made');
  const probe = () => Promise.reject(new Error('nothing is measured here'));
  const port = createAssetPort(
    { database: studio.test.database, storage, appendEvent, engine: { probe }, ...noPictureRules },
    { organizationId: owner.organizationId, jobId: null },
  );
  const made = await port.store(path, {
    name: 'clip.bin',
    kind: 'document',
    madeBy: 'Built-in engine',
    role: 'take',
    projectId: things.project,
  });
  await query('update takes set asset_id = $2 where id = $1 returning id', [things.take, made.assetId]);
  await query('update assets set project_id = $2 where id = $1 returning id', [things.asset, things.project]);
  const logo = (await ask('GET', `/assets/${things.asset}`)).json();
  await ask('DELETE', `/projects/${things.project}`);
  await clean();
  expect(await isStored(made.hash)).toBe(true);
  await age('projects', things.project, 31);
  await clean();
  for (const table of ['projects', 'shots', 'takes', 'scenes', 'storyboards'])
    expect(await query(`select id from ${table}`, []), table).toEqual([]);
  expect(await isStored(made.hash)).toBe(false);
  expect((await ask('GET', `/assets/${logo.id}`)).json()).toMatchObject({ id: logo.id, projectId: null });
  expect(await isStored(logo.hash)).toBe(true);
  await clean();
});

it('lets drawn pieces go that nobody used for long, and the longest unused when they are too many', async () => {
  const cache = createSegmentCache({ database: studio.test.database, storage }, owner.organizationId);
  const keys = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64));
  for (const [index, key] of keys.entries()) {
    const path = join(studio.folder, `segment-${index}`);
    await writeFile(path, Buffer.alloc(1000, index));
    await cache.put(key, path);
    await query(
      'update segment_cache set used_at = now() - make_interval(days => $2) where content_hash = $1 returning 1',
      [key, 40 - index * 11],
    );
  }
  const left = async () =>
    (await query<{ content_hash: string }>('select content_hash from segment_cache order by 1', [])).map(
      (row) => row.content_hash,
    );
  await clean();
  expect(await left()).toEqual(keys.slice(1));
  await clean({ days: 30, bytes: 2500 });
  expect(await left()).toEqual(keys.slice(2));
  const stored: string[] = [];
  for await (const file of storage.list()) if (file.sizeBytes === 1000) stored.push(file.hash);
  expect(stored).toHaveLength(2);
  expect(await cache.find(keys[0]!)).toBeNull();
});

it('says on the queue’s page that the disk is full, and takes no files from 95 % on', async () => {
  const notice = async () => (await ask('GET', '/queue/status')).json().notice;
  const announce = () =>
    owner.ask({ method: 'POST', url: '/api/v1/uploads', payload: { name: 'a.png', sizeBytes: 1000 } });
  expect(await notice()).toBeNull();
  studio.disk.freeBytes = studio.disk.totalBytes * 0.14;
  expect(await notice()).toContain('86 % full: new renders wait until space is freed. Uploads still work.');
  expect((await announce()).statusCode).toBe(201);
  studio.disk.freeBytes = studio.disk.totalBytes * 0.04;
  expect(await notice()).toContain('96 % full: new uploads are refused');
  expect((await announce()).statusCode).toBe(507);
  expect((await studio.nobody.ask({ url: '/health/ready' })).json().parts).toContainEqual({
    id: 'storage',
    isReady: false,
  });
  studio.disk.freeBytes = studio.disk.totalBytes / 2;
  expect((await announce()).statusCode).toBe(201);
});
