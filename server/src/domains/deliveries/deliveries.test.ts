import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DeliverySheet,
  deliverySheet,
  type FilmReport,
  filmInput,
  framingSheet,
  KinoraError,
  type Ratio,
  ratioSlug,
} from '@kinora/contract';
import { DEFAULT_ENCODE, encodeFrames } from '@kinora/media-node';
import { type FilmPort, type ShapingHashes, shapingHashes } from '@kinora/studios';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { noPictureRules } from '../../testing/no-picture-rules.ts';
import { readZip } from '../../testing/read-zip.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { createAssetPort } from '../assets/index.ts';
import { createFilmPort, createProjectRoutes, createProjectService, projectErrors } from '../projects/index.ts';
import { makeReport, makeStoryboard, makeTimeline } from '../projects/storyboard.testing.ts';
import { safetyErrors } from '../safety/index.ts';
import { createDeliveryRoutes, createDeliveryService, deliveryErrors } from './index.ts';

let app: SliceApp;
let owner: Person;
const SIZES = { '16:9': { width: 64, height: 36 }, '9:16': { width: 36, height: 64 } } as const;

/** What the picture check is asked, and says, while films go out. */
let assertPictures: (asked: { hashes: readonly string[] }) => Promise<void> = async () => undefined;

const refuse = async () => {
  throw new Error('asked for something that no delivery needs');
};

beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(
    ({ test: { database }, storage, links, appendEvent, engine }) => {
      const deliveries = {
        assertPictures: (asked: { hashes: readonly string[] }) => assertPictures(asked),
        database,
        storage,
        links,
        appendEvent,
        engine,
        now: () => Date.parse('2026-11-26'),
      };
      // Nothing is planned, drawn or priced here: the tree of a film that is finished asks for none of it.
      const studio = { plan: refuse, quoteRefresh: async () => null };
      const projects = createProjectService({
        assertSafe: async () => undefined,
        database,
        storage,
        links,
        appendEvent,
        studio,
        drawShot: refuse,
        followKit: async () => undefined,
        errorCodeOf: () => undefined,
      });
      return [...createDeliveryRoutes(createDeliveryService(deliveries)), ...createProjectRoutes(projects)];
    },
    [projectErrors, deliveryErrors, safetyErrors],
  );
  owner = await app.addPerson('owner');
});
afterAll(() => app.close());

const portOf = ({ organizationId, userId }: Person): FilmPort =>
  createFilmPort({ database: app.test.database, appendEvent: app.appendEvent }, { organizationId, userId });

/** Frame n is grey of 4n + `shift`, so that a frame tells its own number. */
async function makeFilmFile(path: string, shape: keyof typeof SIZES, frames: number, shift: number): Promise<void> {
  const size = SIZES[shape];
  async function* draw() {
    for (let frame = 0; frame < frames; frame += 1) {
      const grey = 4 * frame + shift;
      const rgba = Buffer.alloc(size.width * size.height * 4, grey);
      for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
      yield rgba;
    }
  }
  const plan = { path, size, rate: { numerator: 30, denominator: 1 }, settings: { ...DEFAULT_ENCODE, crf: 8 } };
  await encodeFrames(app.engine, plan, { frames: draw() });
}

type Cut = {
  shapings?: ShapingHashes;
  report?: Partial<FilmReport>;
  placed?: FilmReport['files'][number]['placed'];
  shapes: readonly (keyof typeof SIZES)[];
  frames: number;
  shift: number;
};

/** Films, covers and captions of one cut, stored and delivered as the finish leaf does. */
async function deliverCut(person: Person, projectId: string, cut: Cut): Promise<void> {
  const port = portOf(person);
  const folder = await mkdtemp(join(app.folder, 'cut-'));
  const { database } = app.test;
  const assets = createAssetPort(
    { database, storage: app.storage, appendEvent: app.appendEvent, engine: app.engine, ...noPictureRules },
    { organizationId: person.organizationId, jobId: null },
  );
  const details = { madeBy: 'Built-in engine', projectId, role: 'deliverable' as const };
  const files: { name: string; kind: string; ratio?: Ratio; assetId: string }[] = [];
  const measured: FilmReport['files'] = [];
  for (const shape of cut.shapes) {
    const name = `film-${ratioSlug(shape)}.mp4`;
    await makeFilmFile(join(folder, name), shape, cut.frames, cut.shift);
    const film = await assets.store(join(folder, name), { ...details, name, kind: 'video' });
    const coverName = `cover-${ratioSlug(shape)}.png`;
    const grey = { create: { ...SIZES[shape], channels: 3 as const, background: { r: cut.shift, g: 9, b: 9 } } };
    await sharp(grey).png().toFile(join(folder, coverName));
    const cover = await assets.store(join(folder, coverName), { ...details, name: coverName, kind: 'image' });
    files.push({ name, kind: 'film', ratio: shape, assetId: film.assetId });
    files.push({ name: coverName, kind: 'cover', ratio: shape, assetId: cover.assetId });
    measured.push({
      name,
      kind: 'film',
      ratio: shape,
      hash: film.hash as FilmReport['files'][number]['hash'],
      sizeBytes: film.sizeBytes,
      ...SIZES[shape],
      frames: cut.frames,
      durationSeconds: cut.frames / 30,
      rate: { numerator: 30, denominator: 1 },
      loudness: { integratedLufs: -14.1, truePeakDb: -1.3, rangeLu: 4 },
      ...(cut.placed ? { placed: cut.placed } : {}),
    });
  }
  const captions = 'WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nSoft\n';
  await writeFile(join(folder, 'captions.vtt'), captions);
  const vtt = await assets.store(join(folder, 'captions.vtt'), { ...details, name: 'captions.vtt', kind: 'document' });
  files.push({ name: 'captions.vtt', kind: 'captions', assetId: vtt.assetId });
  const jobId = newId();
  await port.saveDelivery(projectId, {
    jobId,
    mark: null,
    shapings: cut.shapings,
    report: { ...makeReport(), files: measured, ...cut.report },
    files,
  });
}

const facts = {
  brandName: { text: 'Sable', quote: 'Sable' },
  claim: { text: 'Made for wind.', quote: 'Made for wind.' },
  facts: [],
  mustSay: [],
  mustNotSay: [],
  tone: 'calm' as const,
};

async function makeFilm(person: Person, name: string, cut: Partial<Cut> = {}): Promise<string> {
  const port = portOf(person);
  const input = filmInput.parse({ brief: 'Linen that breathes.', ratios: ['16:9', '9:16'] });
  const { projectId } = await port.open(newId(), input, name);
  const { shots } = await port.saveStoryboard(projectId, makeStoryboard({ facts }), null);
  await port.saveTimeline(projectId, makeTimeline(shots));
  await deliverCut(person, projectId, { shapes: ['16:9', '9:16'], frames: 40, shift: 10, ...cut });
  return projectId;
}

async function ask(person: Person, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
  return app.ask(person, { method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
}
async function readSheet(person: Person, projectId: string, query = ''): Promise<DeliverySheet> {
  const answer = await ask(person, 'GET', `/projects/${projectId}/delivery-sheet${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return deliverySheet.parse(answer.json());
}
async function readGrey(url: string): Promise<number> {
  const { rawPayload } = await app.ask(null, { url });
  const { channels } = await sharp(rawPayload).stats();
  return channels[0]!.mean;
}
const coverPath = (projectId: string, shape: Ratio) => `/projects/${projectId}/covers/${encodeURIComponent(shape)}`;

test('each shape is held against its first placement, with covers, words and messages', async () => {
  const projectId = await makeFilm(owner, 'Linen: summer/1');
  const sheet = await readSheet(owner, projectId);
  expect(sheet.columns.map(({ placement, fileName }) => [placement.presetId, fileName])).toEqual([
    ['youtube', 'Linen summer 1_youtube_16x9.mp4'],
    ['instagram-reels', 'Linen summer 1_instagram-reels_9x16.mp4'],
  ]);
  const reels = sheet.columns[1]!;
  const found = (code: string) => reels.findings.find((finding) => finding.code === code);
  expect(found('length')).toMatchObject({ status: 'warn', measured: '1.3 s', rule: '3 to 90 s', date: '2026-11' });
  expect(found('size')).toMatchObject({ status: 'fault', measured: '36 × 64' });
  expect(reels.worst).toBe('fault');
  expect(sheet.messages?.['3 to 90 s']).toEqual({ code: 'preflight.seconds_between', values: { from: 3, to: 90 } });
  expect(sheet.covers.map(({ ratio, kind, isStale }) => [ratio, kind, isStale])).toEqual([
    ['16:9', 'designed', false],
    ['9:16', 'designed', false],
  ]);
  expect(sheet.posts.find(({ network }) => network === 'instagram')).toMatchObject({
    text: 'Sable\nMade for wind.',
    hashtags: ['Sable'],
    isEdited: false,
  });
  const ranged = await app.ask(null, { url: reels.film.url, headers: { range: 'bytes=0-9' } });
  expect([ranged.statusCode, ranged.rawPayload.length]).toEqual([206, 10]);
  expect(String(ranged.headers['content-disposition'])).toContain('instagram-reels_9x16.mp4');
});

test('placements asked for are answered in their order, unknown ones and missing shapes refused', async () => {
  const projectId = await makeFilm(owner, 'Linen', { shapes: ['16:9'] });
  const sheet = await readSheet(owner, projectId, '?placements=any@16:9,x@16:9');
  expect(sheet.columns.map(({ placement, findings }) => [placement.presetId, findings.length > 0])).toEqual([
    [null, false],
    ['x', true],
  ]);
  const refused = async (placements: string) =>
    (await ask(owner, 'GET', `/projects/${projectId}/delivery-sheet?placements=${placements}`)).json().code;
  expect(await refused('myspace@16:9')).toBe('delivery.placement_unknown');
  expect(await refused('tiktok@9:16')).toBe('delivery.no_film');
});

test('a picked frame is that frame at full size, follows the next cut, and is marked when it is gone', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const answer = await ask(owner, 'PUT', coverPath(projectId, '16:9'), { kind: 'frame', frame: 30 });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({ kind: 'frame', frame: 30, isStale: false, asset: { width: 64, height: 36 } });
  expect(await readGrey(answer.json().asset.url)).toBeCloseTo(4 * 30 + 10, -0.5);
  const tooFar = await ask(owner, 'PUT', coverPath(projectId, '16:9'), { kind: 'frame', frame: 40 });
  expect([tooFar.statusCode, tooFar.json().code]).toEqual([422, 'delivery.frame_unknown']);

  await deliverCut(owner, projectId, { shapes: ['16:9', '9:16'], frames: 36, shift: 60 });
  const followed = (await readSheet(owner, projectId)).covers[0]!;
  expect(followed).toMatchObject({ kind: 'frame', frame: 30, isStale: false });
  expect(await readGrey(followed.asset.url)).toBeCloseTo(4 * 30 + 60, -0.5);

  await deliverCut(owner, projectId, { shapes: ['16:9', '9:16'], frames: 20, shift: 90 });
  const sheet = await readSheet(owner, projectId);
  expect(sheet.covers[0]).toMatchObject({ kind: 'frame', frame: 30, isStale: true });
  expect(sheet.covers[0]!.asset.id).toBe(followed.asset.id);
  expect(sheet.columns[0]!.findings.find(({ code }) => code === 'cover')).toMatchObject({
    status: 'warn',
    measured: 'its frame is gone from the film',
  });
  expect((await ask(owner, 'PUT', coverPath(projectId, '16:9'), { kind: 'designed' })).json()).toMatchObject({
    kind: 'designed',
    isStale: false,
  });
});

test('a picture of one’s own is the cover everywhere, and nothing else may be', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const bytes = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#c84020' } })
    .png()
    .toBuffer();
  const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
  const picture = (await ask(owner, 'POST', '/assets', { name: 'own.png', dataUri })).json();
  const set = await ask(owner, 'PUT', coverPath(projectId, '16:9'), { kind: 'picture', assetId: picture.id });
  expect(set.json()).toMatchObject({ kind: 'picture', frame: null, asset: { id: picture.id } });
  const { project, files } = (await ask(owner, 'GET', `/projects/${projectId}/tree`)).json();
  expect(project.posterUrl).toContain(picture.hash);
  expect(files.find(({ kind }: { kind: string }) => kind === 'cover')).toMatchObject({
    name: 'cover-16x9.png',
    asset: { id: picture.id },
  });
  const inUse = await ask(owner, 'DELETE', `/assets/${picture.id}`);
  expect([inUse.statusCode, inUse.json().code]).toEqual([409, 'asset.in_use']);
  const film = (await readSheet(owner, projectId)).columns[0]!.film.id;
  for (const assetId of [film, newId()]) {
    const refused = await ask(owner, 'PUT', coverPath(projectId, '16:9'), { kind: 'picture', assetId });
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'delivery.picture_unknown']);
  }
});

test('a film does not go out while the picture check refuses what it shows, its cover included', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const bytes = await sharp({ create: { width: 81, height: 60, channels: 3, background: '#c84020' } })
    .png()
    .toBuffer();
  const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
  const picture = (await ask(owner, 'POST', '/assets', { name: 'bare.png', dataUri })).json();
  await ask(owner, 'PUT', coverPath(projectId, '16:9'), { kind: 'picture', assetId: picture.id });
  const going = { placements: [{ presetId: null, ratio: '16:9' }], way: 'download' };
  assertPictures = async ({ hashes }) => {
    if (hashes.includes(picture.hash)) throw new KinoraError('safety.picture_refused', 'refused');
  };
  const held = await ask(owner, 'POST', `/projects/${projectId}/deliveries`, going);
  expect([held.statusCode, held.json().code]).toEqual([422, 'safety.picture_refused']);
  expect((await ask(owner, 'GET', `/projects/${projectId}/deliveries`)).json().items).toEqual([]);
  assertPictures = async () => undefined;
  expect((await ask(owner, 'POST', `/projects/${projectId}/deliveries`, going)).statusCode).toBe(201);
});

test('the marks that lie over a film are asked for as what it shows is', async () => {
  const send = async (name: string, background: string) => {
    const size = { width: 64, height: 48, channels: 3 } as const;
    const bytes = await sharp({ create: { ...size, background } })
      .png()
      .toBuffer();
    const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
    return (await ask(owner, 'POST', '/assets', { name, dataUri })).json();
  };
  const [logo, onDark] = [await send('logo.png', '#112233'), await send('logo-on-dark.png', '#ddeeff')];
  const projectId = await makeFilm(owner, 'Marked');
  await app.test.database.inOrganization(owner.organizationId, async (transaction) => {
    const brandId = newId();
    await transaction.query(
      `insert into brands (id, organization_id, name, logo_asset_id, logo_on_dark_asset_id, watermark) values ($1, $2, 'Sable', $3, $4, '{}')`,
      [brandId, owner.organizationId, logo.id, onDark.id],
    );
    await transaction.query('update projects set brand_id = $2 where id = $1', [projectId, brandId]);
  });
  let asked: readonly string[] = [];
  assertPictures = async ({ hashes }) => {
    asked = hashes;
  };
  const going = { placements: [{ presetId: null, ratio: '16:9' }], way: 'download' };
  expect((await ask(owner, 'POST', `/projects/${projectId}/deliveries`, going)).statusCode).toBe(201);
  assertPictures = async () => undefined;
  expect(asked).toEqual(expect.arrayContaining([logo.hash, onDark.hash]));
});

test('what a selected take shows is asked for too, also where its shot was edited since', async () => {
  const projectId = await makeFilm(owner, 'Retaken');
  const port = portOf(owner);
  const { shots } = await port.get(projectId);
  const dataUri = `data:image/png;base64,${(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#246' } })
      .png()
      .toBuffer()
  ).toString('base64')}`;
  const { id: clipAssetId } = (await ask(owner, 'POST', '/assets', { name: 'clip.png', dataUri })).json();
  const { scene } = makeStoryboard({ facts }).scenes[0]!.shots[0]!;
  const hash = 'ab'.repeat(32);
  const drawn = { use: 'photo' as const, width: 8, height: 8, stands: false, meanLightness: 60, inFrame: 0 };
  await port.createTake({
    shotId: shots[0]!.shotId,
    inputsHash: 'before the edit',
    scene: { ...scene, subjects: [{ ...drawn, pictureKey: clipAssetId, hash }] },
    clipAssetId,
    posterAssetId: clipAssetId,
    previewAssetIds: [],
    madeBy: 'Built-in engine',
    seed: scene.seed,
    isSelected: true,
    jobId: newId(),
  });
  let asked: readonly string[] = [];
  assertPictures = async ({ hashes }) => {
    asked = hashes;
  };
  const going = { placements: [{ presetId: null, ratio: '16:9' }], way: 'download' };
  expect((await ask(owner, 'POST', `/projects/${projectId}/deliveries`, going)).statusCode).toBe(201);
  assertPictures = async () => undefined;
  expect(asked).toContain(hash);
});

test('words of a post are kept as written, told when too long, and planned again on request', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const path = `/projects/${projectId}/post-texts/x`;
  const text = 'Soft. '.repeat(60).trim();
  const kept = await ask(owner, 'PUT', path, { title: '', text, hashtags: ['linen', 'linen', 'קיץ'] });
  expect(kept.json()).toMatchObject({ text, hashtags: ['linen', 'קיץ'], isEdited: true });
  const sheet = await readSheet(owner, projectId, '?placements=x@16:9');
  const finding = sheet.columns[0]!.findings.find(({ code }) => code === 'text');
  expect(finding).toMatchObject({ status: 'warn', rule: 'up to 280 characters' });
  expect((await ask(owner, 'DELETE', path)).json()).toMatchObject({ text: 'Sable\nMade for wind.', isEdited: false });
  const wrong = await ask(owner, 'PUT', path, { title: '', text: '', hashtags: ['two words'] });
  expect(wrong.statusCode).toBe(422);
  const mute = await ask(owner, 'PUT', `/projects/${projectId}/post-texts/shopify`, {
    title: '',
    text: 'x',
    hashtags: [],
  });
  expect([mute.statusCode, mute.json().code]).toEqual([422, 'delivery.no_post']);
});

test('what goes out is a row that nothing changes, and one that an older cut was made of says so', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const placements = [
    { presetId: 'instagram-reels', ratio: '9:16' },
    { presetId: null, ratio: '16:9' },
  ];
  const viewer = await app.addPerson('viewer', owner.organizationId);
  const made = await ask(viewer, 'POST', `/projects/${projectId}/deliveries`, {
    placements,
    way: 'marked',
    recipient: 'Dana',
  });
  expect(made.statusCode, made.body).toBe(201);
  const first = made.json().items[0];
  expect(first).toMatchObject({ way: 'marked', recipient: 'Dana', isOlderCut: false, cutNumber: 1, worst: 'fault' });
  expect(first.byName).toMatch(/^Person /);
  expect(app.facts.filter(({ type }) => type === 'delivery.recorded').at(-1)?.data).toMatchObject({ way: 'marked' });

  await deliverCut(owner, projectId, { shapes: ['16:9', '9:16'], frames: 30, shift: 99 });
  await ask(owner, 'POST', `/projects/${projectId}/deliveries`, { placements: [placements[1]], way: 'download' });
  const list = async (query: string) => (await ask(owner, 'GET', query)).json();
  const all = await list(`/projects/${projectId}/deliveries`);
  expect(all.items.map((one: { isOlderCut: boolean }) => one.isOlderCut)).toEqual([false, true, true]);
  expect((await list(`/deliveries?projectId=${projectId}&older=true`)).items).toHaveLength(2);
  expect((await list(`/deliveries?projectId=${projectId}&way=download`)).items).toHaveLength(1);
  expect((await list(`/deliveries?presetId=instagram-reels&ratio=9:16`)).items[0].id).toBe(first.id);
  const page = await list(`/projects/${projectId}/deliveries?limit=2`);
  const rest = await list(`/projects/${projectId}/deliveries?limit=2&cursor=${page.nextCursor}`);
  expect([...page.items, ...rest.items]).toEqual(all.items);
  expect(rest.nextCursor).toBeNull();
  const again = await list(`/projects/${projectId}/deliveries`);
  expect(again.items.at(-1)).toEqual(all.items.at(-1));
});

test('deliveries of several films come as one zip: films, covers, captions, words and a manifest of it all', async () => {
  const [linen, coat] = [await makeFilm(owner, 'Linen'), await makeFilm(owner, 'Coat', { shift: 33 })];
  await ask(owner, 'PUT', coverPath(linen!, '9:16'), { kind: 'frame', frame: 5 });
  const record = async (projectId: string, placements: object[]) =>
    (await ask(owner, 'POST', `/projects/${projectId}/deliveries`, { placements, way: 'zip' })).json().items;
  const items = [
    ...(await record(linen!, [
      { presetId: 'tiktok', ratio: '9:16' },
      { presetId: 'tiktok', ratio: '9:16' },
    ])),
    ...(await record(coat!, [{ presetId: null, ratio: '16:9' }])),
  ];
  const ids = items.map((one: { id: string }) => one.id).join(',');
  const answer = await app.ask(owner, { url: `/api/v1/deliveries/files.zip?ids=${ids}` });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  expect(answer.headers['content-disposition']).toContain('deliveries 2026-11-26.zip');
  const entries = readZip(answer.rawPayload);
  expect([...entries.keys()]).toEqual([
    'Linen_tiktok_9x16/Linen_tiktok_9x16.mp4',
    'Linen_tiktok_9x16/cover.jpg',
    'Linen_tiktok_9x16/captions.vtt',
    'Linen_tiktok_9x16/post.txt',
    'Linen_tiktok_9x16 (2)/Linen_tiktok_9x16.mp4',
    'Linen_tiktok_9x16 (2)/cover.jpg',
    'Linen_tiktok_9x16 (2)/captions.vtt',
    'Linen_tiktok_9x16 (2)/post.txt',
    'Coat_16x9/Coat_16x9.mp4',
    'Coat_16x9/cover.png',
    'Coat_16x9/captions.vtt',
    'manifest.json',
  ]);
  expect(entries.get('Linen_tiktok_9x16/post.txt')!.toString()).toBe('Sable\nMade for wind.\n\n#Sable\n');
  const manifest = JSON.parse(entries.get('manifest.json')!.toString());
  const hashOf = (path: string) => createHash('sha256').update(entries.get(path)!).digest('hex');
  for (const one of manifest.deliveries)
    for (const file of [one, one.cover, ...one.captions]) expect(file.sha256).toBe(hashOf(file.file));
  expect(manifest.deliveries[0]).toMatchObject({
    preset: { id: 'tiktok', name: 'TikTok' },
    tableDate: '2026-11',
    madeBy: 'Built-in engine',
    loudness: { integratedLufs: -14.1 },
    probe: { seconds: 40 / 30, framesPerSecond: 30 },
    coverChoice: { kind: 'frame', frame: 5 },
    postText: { text: 'Sable\nMade for wind.', hashtags: ['Sable'] },
    project: 'Linen',
    cut: 1,
  });
  expect(manifest.deliveries[0].preflight.find(({ code }: { code: string }) => code === 'loudness').rule).toContain(
    'publishes none',
  );
});

test('another organization sees and downloads nothing', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const placements = [{ presetId: 'x', ratio: '16:9' }];
  const [one] = (await ask(owner, 'POST', `/projects/${projectId}/deliveries`, { placements, way: 'zip' })).json()
    .items;
  const stranger = await app.addPerson('owner');
  const refused = [
    await ask(stranger, 'GET', `/projects/${projectId}/delivery-sheet`),
    await ask(stranger, 'GET', `/projects/${projectId}/deliveries`),
    await ask(stranger, 'POST', `/projects/${projectId}/deliveries`, { placements, way: 'zip' }),
    await ask(stranger, 'PUT', coverPath(projectId, '16:9'), { kind: 'designed' }),
    await ask(stranger, 'GET', `/projects/${projectId}/framings/16:9`),
    await ask(stranger, 'PUT', `/projects/${projectId}/framings/16:9/${newId()}`, { path: [] }),
    await ask(stranger, 'PUT', `/projects/${projectId}/ai-label`, { ratios: ['16:9'] }),
    await ask(stranger, 'DELETE', `/projects/${projectId}/post-texts/x`),
    await ask(stranger, 'GET', `/deliveries/files.zip?ids=${one.id}`),
  ];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual(refused.map(() => 404));
  expect((await ask(stranger, 'GET', '/deliveries')).json().items).toEqual([]);
});

/** A film whose first shot is a photograph of 320 × 240: its square shows three quarters of the width. */
async function makePhotoFilm(person: Person): Promise<{ projectId: string; shots: { shotId: string }[] }> {
  const bytes = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#c84020' } })
    .png()
    .toBuffer();
  const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
  const picture = (await ask(person, 'POST', '/assets', { name: 'photo.png', dataUri })).json();
  const storyboard = makeStoryboard({ facts });
  const shot = storyboard.scenes[0]!.shots[0]!;
  shot.scene = {
    ...shot.scene,
    kind: 'photo',
    words: { lines: [], items: [] },
    subjects: [
      {
        pictureKey: picture.id,
        use: 'photo',
        hash: picture.hash,
        width: 3200,
        height: 2400,
        stands: false,
        meanLightness: 60,
        inFrame: 0,
      },
    ],
  };
  const port = portOf(person);
  const input = filmInput.parse({ brief: 'Linen that breathes.', ratios: ['16:9', '1:1'] });
  const { projectId } = await port.open(newId(), input, 'Photo');
  const { shots } = await port.saveStoryboard(projectId, storyboard, null);
  return { projectId, shots: [...shots] };
}

test('a crop is led per shape and shot, the film port hands it to the cut, and an empty path goes back to the plan', async () => {
  const { projectId, shots } = await makePhotoFilm(owner);
  const base = `/projects/${projectId}/framings/${encodeURIComponent('1:1')}`;
  const sheet = framingSheet.parse((await ask(owner, 'GET', base)).json());
  expect(sheet.items.map(({ code, startFrame, planned }) => [code, startFrame, planned?.width ?? null])).toEqual([
    ['1A', 0, 0.75],
    ['1B', 30, null],
    ['2A', 60, null],
  ]);
  expect(sheet.items[0]!.source).toMatchObject({ kind: 'picture', width: 3200, height: 2400 });
  const path = [
    { frame: 0, x: 0.4, y: 0.5 },
    { frame: 29, x: 0.6, y: 0.5 },
  ];
  const set = await ask(owner, 'PUT', `${base}/${shots[0]!.shotId}`, { path });
  expect([set.statusCode, set.json().path]).toEqual([200, path]);
  const film = await portOf(owner).get(projectId);
  expect(film.shaping.framings).toEqual({ '1:1': { s1a: path } });
  const other = await ask(owner, 'GET', `/projects/${projectId}/framings/${encodeURIComponent('16:9')}`);
  expect(framingSheet.parse(other.json()).items[0]!.path).toEqual([]);

  const codeOf = async (shotId: string, keys: object[]) =>
    (await ask(owner, 'PUT', `${base}/${shotId}`, { path: keys })).json().code;
  expect(await codeOf(shots[1]!.shotId, path)).toBe('delivery.nothing_cut');
  expect(await codeOf(shots[0]!.shotId, [{ frame: 30, x: 0.5, y: 0.5 }])).toBe('delivery.key_outside');
  expect(await codeOf(newId(), path)).toBe('shot.not_found');
  const twice = await ask(owner, 'PUT', `${base}/${shots[0]!.shotId}`, { path: [path[0], path[0]] });
  expect(twice.statusCode).toBe(422);

  await ask(owner, 'PUT', `${base}/${shots[0]!.shotId}`, { path: [] });
  expect((await portOf(owner).get(projectId)).shaping.framings).toEqual({});
});

test('files cut before a label was set are older than the film, until it is cut with it', async () => {
  const projectId = await makeFilm(owner, 'Linen');
  const answer = await ask(owner, 'PUT', `/projects/${projectId}/ai-label`, { ratios: ['9:16', '1:1'] });
  // A shape that the film has not is not kept.
  expect([answer.statusCode, answer.json()]).toEqual([200, { models: null, ratios: ['9:16'] }]);
  const film = await portOf(owner).get(projectId);
  expect(film.deliveredShaping).toEqual({});
  const shapings = shapingHashes(film.shaping);
  expect(Object.keys(shapings)).toEqual(['9:16']);
  await deliverCut(owner, projectId, { shapes: ['16:9'], frames: 20, shift: 9, shapings });
  expect((await portOf(owner).get(projectId)).deliveredShaping).toEqual(shapings);
});

test('models and places over the picture are told by the sheet from the report of the cut', async () => {
  const placed = [{ kind: 'words' as const, text: 'From €79', box: { x: 0.1, y: 0.9, width: 0.3, height: 0.04 } }];
  const projectId = await makeFilm(owner, 'Linen', { placed, report: { models: ['fal · Kling 2.5'] } });
  const sheet = await readSheet(owner, projectId, '?placements=tiktok@9:16');
  const found = (code: string) => sheet.columns[0]!.findings.find((finding) => finding.code === code);
  expect(sheet.aiLabel).toEqual({ models: ['fal · Kling 2.5'], ratios: [] });
  expect(found('ai_label')).toMatchObject({ status: 'warn', measured: 'with fal · Kling 2.5, said in the file only' });
  expect(found('safe_zone')).toMatchObject({ status: 'warn', measured: '1 covered, first “From €79”' });
  const old = await readSheet(owner, await makeFilm(owner, 'Old'), '?placements=tiktok@9:16');
  expect(old.aiLabel.models).toBeNull();
});

test('a film of which nothing is made yet is told by the first picture it is to show', async () => {
  const bytes = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#204060' } })
    .png()
    .toBuffer();
  const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
  const picture = (await ask(owner, 'POST', '/assets', { name: 'first.png', dataUri })).json();
  const input = filmInput.parse({ brief: 'Linen that breathes.', pictures: [picture.id], ratios: ['16:9'] });
  const { projectId } = await portOf(owner).open(newId(), input, 'Unmade');
  const { project } = (await ask(owner, 'GET', `/projects/${projectId}/tree`)).json();
  const shown = await app.ask(null, { url: project.posterUrl });
  expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/webp']);
});
