import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asset, asset as assetSchema } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noPictureRules } from '../../testing/no-picture-rules.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { createAssetPort } from './asset-port.ts';
import { cleanFileName } from './file-name.ts';

let app: SliceApp;
let owner: Person;
let stranger: Person;
const partBytes = 8 * 1024 * 1024;

beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(() => [], []);
  owner = await app.addPerson('owner');
  stranger = await app.addPerson('owner');
});
afterAll(() => app.close());

const octets = { 'content-type': 'application/octet-stream' };
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Two shapes on a flat ground, different for each seed. */
function drawPicture(seed: number, width = 900, height = 700): Promise<Buffer> {
  const shape = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#e8e2d8"/>
    <circle cx="${width / 2}" cy="${height / 2}" r="${60 + seed}" fill="#b3402a"/></svg>`;
  return sharp(Buffer.from(shape)).png().toBuffer();
}

async function begin(person: Person, body: object) {
  return app.ask(person, { method: 'POST', url: '/api/v1/uploads', payload: body });
}
async function send(person: Person, id: string, part: number, payload: Buffer) {
  return app.ask(person, { method: 'PUT', url: `/api/v1/uploads/${id}/parts/${part}`, headers: octets, payload });
}
async function complete(person: Person, id: string) {
  return app.ask(person, { method: 'POST', url: `/api/v1/uploads/${id}/complete` });
}
async function upload(person: Person, name: string, bytes: Buffer): Promise<Asset> {
  const { id } = (await begin(person, { name, sizeBytes: bytes.length })).json();
  for (let start = 0, part = 1; start < bytes.length; start += partBytes, part += 1) {
    expect((await send(person, id, part, bytes.subarray(start, start + partBytes))).statusCode).toBe(204);
  }
  const answer = await complete(person, id);
  expect(answer.body && answer.statusCode).toBe(201);
  return assetSchema.parse(answer.json());
}

test('a photograph becomes an asset with size, thumbnail, colour, analysis and a link that works', async () => {
  const bytes = await drawPicture(1);
  const asset = await upload(owner, 'vase.png', bytes);
  expect(asset).toMatchObject({ kind: 'image', mediaType: 'image/png', width: 900, height: 700, hash: hashOf(bytes) });
  expect(asset).toMatchObject({ origin: 'upload', madeBy: 'Upload', sizeBytes: bytes.length });
  expect(asset.placeholderColour).toMatch(/^#[0-9a-f]{6}$/);
  const original = await app.ask(null, { url: asset.url });
  expect(hashOf(original.rawPayload)).toBe(asset.hash);
  const thumbnail = await app.ask(null, { url: asset.thumbnailUrl! });
  const { format, width } = await sharp(thumbnail.rawPayload).metadata();
  expect([format, width]).toEqual(['webp', 640]);
  const detail = await app.ask(owner, { url: `/api/v1/assets/${asset.id}` });
  expect(detail.json().analysis).toMatchObject({ hash: asset.hash, width: 900, height: 700 });
  const fact = app.facts.find(({ data }) => data.assetId === asset.id);
  expect(fact).toMatchObject({ type: 'asset.created', organizationId: owner.organizationId });
});

test('an upload that breaks off goes on where it stopped, in any order, and a repeated part changes nothing', async () => {
  const picture = await sharp(randomBytes(2200 * 1500 * 3), { raw: { width: 2200, height: 1500, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(picture.length).toBeGreaterThan(partBytes);
  const { id } = (await begin(owner, { name: 'noise.png', sizeBytes: picture.length, sha256: hashOf(picture) })).json();
  await send(owner, id, 2, picture.subarray(partBytes));
  const early = await complete(owner, id);
  expect([early.statusCode, early.json().code, early.json().details]).toEqual([
    409,
    'upload.incomplete',
    { missingParts: [1] },
  ]);
  const short = await send(owner, id, 1, picture.subarray(0, 1000));
  expect(short.json().code).toBe('upload.part_size');
  expect((await app.ask(owner, { url: `/api/v1/uploads/${id}` })).json().receivedParts).toEqual([2]);
  for (let time = 0; time < 2; time += 1) await send(owner, id, 1, picture.subarray(0, partBytes));
  expect((await app.ask(owner, { url: `/api/v1/uploads/${id}` })).json().receivedParts).toEqual([1, 2]);
  const beyond = await send(owner, id, 3, Buffer.from('x'));
  expect(beyond.json().code).toBe('upload.part_unknown');
  const [first, again] = [await complete(owner, id), await complete(owner, id)];
  expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
  expect(again.json().id).toBe(first.json().id);
});

test('a file that is not the one announced is refused and nothing of it is kept', async () => {
  const bytes = await drawPicture(2);
  const { id } = (await begin(owner, { name: 'a.png', sizeBytes: bytes.length, sha256: 'a'.repeat(64) })).json();
  await send(owner, id, 1, bytes);
  const answer = await complete(owner, id);
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'storage.hash_mismatch']);
  expect(await app.storage.find({ organizationId: owner.organizationId, hash: hashOf(bytes) })).toBeUndefined();
});

test('the same content is one asset, also sent twice at once or out of the trash', async () => {
  const bytes = await drawPicture(3);
  const [first, second] = await Promise.all([upload(owner, 'one.png', bytes), upload(owner, 'two.png', bytes)]);
  expect(second.id).toBe(first.id);
  const gone = await app.ask(owner, { method: 'DELETE', url: `/api/v1/assets/${first.id}` });
  expect(gone.statusCode).toBe(204);
  const listed = async () =>
    (await app.ask(owner, { url: '/api/v1/assets?limit=200' })).json().items.map((item: Asset) => item.id);
  expect(await listed()).not.toContain(first.id);
  expect((await upload(owner, 'three.png', bytes)).id).toBe(first.id);
  expect(await listed()).toContain(first.id);
});

test('names keep every script and lose what could mislead', async () => {
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\photos\\נעל 👟 "חדש".png', 'נעל 👟 "חדש".png'],
    ["it's a 50% <b>test</b>.png", 'b>.png'],
    ['safe\u202Egnp.exe', 'safegnp.exe'],
    ['..', 'file'],
    ['\u0000\u001f', 'file'],
  ];
  for (const [sent, kept] of names) expect(cleanFileName(sent)).toBe(kept);
  expect(cleanFileName(`${'👨‍👩‍👧'.repeat(60)}.png`)).toMatch(/^(👨‍👩‍👧)+\.png$/u);
  const asset = await upload(owner, '../חדש "50%" 👟.png', await drawPicture(4));
  expect(asset.name).toBe('חדש "50%" 👟.png');
  const answer = await app.ask(null, { url: asset.url });
  expect(answer.statusCode).toBe(200);
  expect(decodeURIComponent(String(answer.headers['content-disposition']).split("UTF-8''")[1]!)).toBe(asset.name);
});

test('another organization finds nothing: no asset, no upload, no list entry', async () => {
  const asset = await upload(owner, 'mine.png', await drawPicture(5));
  const { id } = (await begin(owner, { name: 'b.png', sizeBytes: 10 })).json();
  const refused = [
    await app.ask(stranger, { url: `/api/v1/assets/${asset.id}` }),
    await app.ask(stranger, { method: 'DELETE', url: `/api/v1/assets/${asset.id}` }),
    await app.ask(stranger, { url: `/api/v1/uploads/${id}` }),
    await send(stranger, id, 1, Buffer.alloc(10)),
    await complete(stranger, id),
  ];
  expect(refused.map((answer) => answer.statusCode)).toEqual([404, 404, 404, 404, 404]);
  expect((await app.ask(stranger, { url: '/api/v1/assets' })).json().items).toEqual([]);
  expect((await app.ask(null, { url: '/api/v1/assets' })).statusCode).toBe(401);
  const viewer = await app.addPerson('viewer', owner.organizationId);
  expect((await begin(viewer, { name: 'c.png', sizeBytes: 10 })).statusCode).toBe(403);
});

test('what is not a picture, film, sound or font is refused with its name and a reason', async () => {
  const bytes = Buffer.from('#!/bin/sh\necho this is a script with a picture’s name\n'.repeat(20));
  const { id } = (await begin(owner, { name: 'photo.png', sizeBytes: bytes.length })).json();
  await send(owner, id, 1, bytes);
  const answer = await complete(owner, id);
  expect([answer.statusCode, answer.json().code]).toEqual([415, 'intake.unknown_kind']);
  expect(answer.json().detail).toContain('photo.png');
});

test('lists page newest first and filter by kind', async () => {
  const person = await app.addPerson('owner');
  const made: string[] = [];
  for (let seed = 10; seed < 13; seed += 1)
    made.unshift((await upload(person, `p${seed}.png`, await drawPicture(seed, 200, 200))).id);
  const first = (await app.ask(person, { url: '/api/v1/assets?limit=2&kind=image' })).json();
  const second = (
    await app.ask(person, { url: `/api/v1/assets?limit=2&kind=image&cursor=${first.nextCursor}` })
  ).json();
  expect([...first.items, ...second.items].map((item: Asset) => item.id)).toEqual(made);
  expect(second.nextCursor).toBeNull();
  expect((await app.ask(person, { url: '/api/v1/assets?kind=video' })).json().items).toEqual([]);
});

test('a full disk refuses new uploads in a sentence and takes them again when there is room', async () => {
  const free = app.disk.freeBytes;
  app.disk.freeBytes = app.disk.totalBytes * 0.04;
  const refused = await begin(owner, { name: 'd.png', sizeBytes: 1000 });
  expect([refused.statusCode, refused.json().code]).toEqual([507, 'storage.uploads_refused']);
  expect(refused.json().detail).toContain('96 %');
  app.disk.freeBytes = free;
  expect((await begin(owner, { name: 'd.png', sizeBytes: 1000 })).statusCode).toBe(201);
});

test('an upload that was given up is swept with its parts, and so are parts whose row went without them', async () => {
  const beginWithPart = async (name: string) => {
    const { id } = (await begin(owner, { name, sizeBytes: 10 })).json();
    await send(owner, id, 1, Buffer.alloc(10));
    return id as string;
  };
  const [givenUp, orphaned, open] = [
    await beginWithPart('e.png'),
    await beginWithPart('f.png'),
    await beginWithPart('g.png'),
  ];
  await app.test.database.inOrganization(owner.organizationId, async (transaction) => {
    await transaction.query("update uploads set expires_at = now() - interval '1 minute' where id = $1", [givenUp]);
    // What a crash between the row and the parts leaves.
    await transaction.query('delete from uploads where id = $1', [orphaned]);
  });
  expect((await app.ask(owner, { url: `/api/v1/uploads/${givenUp}` })).statusCode).toBe(404);
  expect(await app.uploads.sweep()).toBe(2);
  const listParts = (uploadId: string) => app.storage.listParts({ organizationId: owner.organizationId, uploadId });
  expect([await listParts(givenUp), await listParts(orphaned)]).toEqual([[], []]);
  expect(await listParts(open)).toHaveLength(1);
});

test('imports fetch through the guard and say what went wrong', async () => {
  const bytes = await drawPicture(6);
  const site = createServer((request, response) => {
    if (request.url === '/gone.png') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const load = (url: string) => app.ask(owner, { method: 'POST', url: '/api/v1/assets/import', payload: { url } });
  const made = await load(`${base}/%D7%A0%D7%A2%D7%9C.png`);
  expect(made.json()).toMatchObject({ name: 'נעל.png', origin: 'import', hash: hashOf(bytes) });
  expect((await load(`${base}/gone.png`)).json().code).toBe('asset.import_refused');
  expect((await load('http://10.0.0.1/a.png')).statusCode).toBeGreaterThanOrEqual(400);
  site.close();
});

test('what a job stores is found again by content and name, and its files stay out of people’s lists unless delivered', async () => {
  const { database } = app.test;
  const port = createAssetPort(
    { database, storage: app.storage, appendEvent: app.appendEvent, engine: app.engine, ...noPictureRules },
    { organizationId: owner.organizationId, jobId: null },
  );
  const picture = await upload(owner, 'source.png', await drawPicture(7));
  const opened = await port.open(picture.id);
  expect(opened).toMatchObject({ hash: picture.hash, kind: 'image', width: 900 });
  const details = { name: 'cover.png', kind: 'image' as const, madeBy: 'Built-in engine', role: 'working' as const };
  const stored = await port.store(opened.path, details);
  expect(await port.store(opened.path, details)).toEqual(stored);
  const listed = (await app.ask(owner, { url: '/api/v1/assets?limit=200&origin=job' })).json().items;
  expect(listed).toEqual([]);
  await expect(port.open(stranger.userId)).rejects.toMatchObject({ code: 'media.asset_missing' });
  expect(await port.findAnalysis(picture.hash)).toMatchObject({ hash: picture.hash });
});
