import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  filmInput,
  type Project,
  type ProjectTree,
  projectTree,
  type Shot,
  type Storyboard,
  storyboard,
} from '@kinora/contract';
import { createFileParser, createRenderPool } from '@kinora/media-node';
import { createFilmStudios, type FilmPort, type ShapingHashes, shapingHashes, shotInputsHash } from '@kinora/studios';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { toSampleProducts } from '../../sample-content.ts';
import { noPictureRules } from '../../testing/no-picture-rules.ts';
import { readZip } from '../../testing/read-zip.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { createAssetPort } from '../assets/index.ts';
import { brandErrors, createBrandRoutes, createBrandService } from '../brands/index.ts';
import { createCatalogue, createCatalogueRoutes, insertSampleProducts } from '../catalogue/index.ts';
import { saveLabelled } from '../timelines/index.ts';
import {
  createFilmPort,
  createFilmStudioDoor,
  createKitFollower,
  createProjectRoutes,
  createProjectService,
  createStudioPorts,
  projectErrors,
} from './index.ts';
import { makeReport, makeStoryboard, makeTimeline } from './storyboard.testing.ts';

let app: SliceApp;
let owner: Person;
const drawn: unknown[] = [];

beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(
    ({ test: { database }, storage, links, appendEvent, assets, engine }) => {
      const makeSample = async () => {
        const folder = await storage.makeTemporaryFolder();
        const path = join(folder, 'sample.png');
        await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c0a080' } })
          .png()
          .toFile(path);
        const brand = { name: 'Sample', colours: ['#102030'], callToAction: null, legalLine: null };
        return {
          brief: 'A sample brief.',
          brand,
          pictures: [{ key: 'tote', path, name: 'sample.png' }],
          logo: { path, name: 'logo.png' },
        };
      };
      // Nothing is drawn here: a pool starts its first worker when a shot asks for one.
      const pool = createRenderPool({ engine: {}, workers: 1 });
      const parser = createFileParser();
      const { film, refresh } = createFilmStudios({ engine, engineChoice: {}, pool, parser, version: 'test' });
      const scope = { jobId: null, userId: null };
      const portsFor = (organizationId: string) =>
        createStudioPorts(
          { database, storage, appendEvent, engine, ...noPictureRules, routesOf: () => ({}) as never },
          { ...scope, organizationId },
        );
      const kits = createKitFollower({
        database,
        appendEvent,
        portsFor,
        onError: (error) => {
          throw error;
        },
      });
      const studio = createFilmStudioDoor({
        film: film.any,
        refresh: refresh.any,
        portsFor,
        readQuoteContext: async () => ({
          preset: 'self-hosted',
          freeSample: null,
          medianSeconds: () => undefined,
          renderSlots: 1,
        }),
      });
      const drawShot = async (_organizationId: string, frame: unknown) => {
        drawn.push(frame);
        return sharp({ create: { width: 64, height: 36, channels: 3, background: '#fff' } })
          .jpeg()
          .toBuffer();
      };
      const projects = createProjectService({
        assertSafe: async () => undefined,
        database,
        storage,
        links,
        appendEvent,
        studio,
        drawShot,
        followKit: kits.followProject,
        errorCodeOf: () => undefined,
      });
      const brands = createBrandService({
        database,
        links,
        assets,
        makeSample,
        onSampleMade: (transaction, made) =>
          insertSampleProducts({ appendEvent }, transaction, made, toSampleProducts(made)),
        appendEvent,
        openPicture: (organizationId, hash) => portsFor(organizationId).assets.openByHash(hash),
        planFilm: async (organizationId, input) => (await studio.plan(organizationId, input)).storyboard,
        drawFrame: drawShot,
        onKitChanged: () => undefined,
      });
      return [
        ...createBrandRoutes(brands, kits),
        ...createProjectRoutes(projects),
        ...createCatalogueRoutes(createCatalogue({ database, links, appendEvent })),
      ];
    },
    [brandErrors, projectErrors],
  );
  owner = await app.addPerson('owner');
});
afterAll(() => app.close());

function portOf(person: Person): FilmPort {
  const dependencies = { database: app.test.database, appendEvent: app.appendEvent };
  return createFilmPort(dependencies, { organizationId: person.organizationId, userId: person.userId });
}

/** A small file of its own content, stored as a job would. */
async function makeFile(person: Person, name: string, kind: 'image' | 'document', projectId?: string): Promise<string> {
  const folder = await mkdtemp(join(app.folder, 'made-'));
  const path = join(folder, name);
  if (kind === 'image') {
    const noise = { raw: { width: 64, height: 36, channels: 3 as const } };
    await sharp(randomBytes(64 * 36 * 3), noise)
      .png()
      .toFile(path);
  } else await writeFile(path, randomBytes(3000));
  const { database } = app.test;
  const port = createAssetPort(
    { database, storage: app.storage, appendEvent: app.appendEvent, engine: app.engine, ...noPictureRules },
    { organizationId: person.organizationId, jobId: null },
  );
  const details = { name, kind, madeBy: 'Built-in engine', role: 'deliverable' as const };
  return (await port.store(path, projectId ? { ...details, projectId } : details)).assetId;
}

type Made = { projectId: string; shots: readonly { shotId: string; key: string }[]; jobId: string };

/** What a film job does to the database, in its order. */
async function makeFilm(person: Person, storyboard: Storyboard = makeStoryboard()): Promise<Made> {
  const port = portOf(person);
  const jobId = newId();
  const { projectId } = await port.open(jobId, filmInput.parse({ brief: 'Linen that breathes.' }), 'Linen');
  const { shots } = await port.saveStoryboard(projectId, storyboard, null);
  const planned = storyboard.scenes.flatMap((scene) => scene.shots);
  for (const [index, { shotId }] of shots.entries())
    await takeOf(port, person, { shotId, jobId, scene: planned[index]!.scene });
  await port.saveTimeline(projectId, makeTimeline(shots));
  await port.setStatus(projectId, 'completed');
  return { projectId, shots, jobId };
}

async function takeOf(port: FilmPort, person: Person, what: { shotId: string; jobId: string; scene: Shot['scene'] }) {
  const clipAssetId = await makeFile(person, 'clip.png', 'image');
  return port.createTake({
    ...what,
    inputsHash: await hashNow(port, what.shotId),
    clipAssetId,
    posterAssetId: clipAssetId,
    previewAssetIds: [clipAssetId],
    madeBy: 'Built-in engine',
    seed: what.scene.seed,
    isSelected: true,
  });
}

/** As the shot leaf does: the hash of the shot as it stands when it is drawn. */
async function hashNow(port: FilmPort, shotId: string): Promise<string> {
  const { rows } = await app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query<{ project_id: string; key: string }>('select project_id, key from shots where id = $1', [shotId]),
  );
  const { storyboard } = await port.get(rows[0]!.project_id);
  const shot = storyboard!.scenes.flatMap((scene) => scene.shots).find(({ key }) => key === rows[0]!.key);
  return shotInputsHash(storyboard!, shot!);
}

async function deliver(person: Person, { projectId, jobId }: Made, clipSound?: 'none' | 'under'): Promise<void> {
  const port = portOf(person);
  const film = await makeFile(person, 'linen-16x9.mp4.bin', 'document', projectId);
  const cover = await makeFile(person, 'cover-16x9.png', 'image', projectId);
  await port.saveRender(projectId, { ratio: '16:9', planHash: 'p1', assetId: film, jobId });
  await port.saveDelivery(projectId, {
    jobId,
    mark: 'none',
    clipSound,
    report: makeReport(),
    files: [
      { name: 'films/לינן-16x9.mp4', kind: 'film', ratio: '16:9', assetId: film },
      { name: 'covers/cover-16x9.png', kind: 'cover', ratio: '16:9', assetId: cover },
    ],
  });
}

async function getTree(person: Person, id: string): Promise<ProjectTree> {
  const answer = await app.ask(person, { url: `/api/v1/projects/${id}/tree` });
  expect(answer.statusCode, answer.body).toBe(200);
  return projectTree.parse(answer.json());
}

function edit(person: Person, shot: Shot, payload: object, revision: number | null = shot.revision) {
  const headers = revision === null ? {} : { 'if-match': `"${revision}"` };
  return app.ask(person, { method: 'PATCH', url: `/api/v1/shots/${shot.id}`, headers, payload });
}

test('a film that was made is one request: scenes, shots, takes, files, report', async () => {
  const made = await makeFilm(owner);
  await deliver(owner, made);
  const tree = await getTree(owner, made.projectId);
  expect(tree.project).toMatchObject({
    name: 'Linen',
    status: 'completed',
    shotCount: 3,
    readyShotCount: 3,
    staleShotCount: 0,
  });
  expect(tree.scenes.map((scene) => [scene.key, scene.startFrame, scene.lengthFrames])).toEqual([
    ['s1', 0, 60],
    ['s2', 60, 60],
  ]);
  const shots = tree.scenes.flatMap((scene) => scene.shots);
  expect(shots.map((shot) => [shot.key, shot.state, shot.takes.length, shot.staleReason])).toEqual([
    ['s1a', 'ready', 1, null],
    ['s1b', 'ready', 1, null],
    ['s2a', 'ready', 1, null],
  ]);
  expect(tree.files.map((file) => [file.name, file.isCurrent])).toEqual([
    ['films/לינן-16x9.mp4', true],
    ['covers/cover-16x9.png', true],
  ]);
  expect(tree.storyboard?.targetFrames).toBe(120);
  expect(tree.refreshQuote).toBeNull();
  for (const url of [shots[0]!.takes[0]!.posterUrl, tree.project.filmUrl!, tree.project.posterUrl!]) {
    expect((await app.ask(null, { url })).statusCode).toBe(200);
  }
  const types = app.facts.filter((fact) => fact.projectId === made.projectId).map((fact) => fact.type);
  expect(new Set(types)).toEqual(
    new Set([
      'project.updated',
      'storyboard.updated',
      'take.created',
      'timeline.changed',
      'asset.created',
      'render.completed',
    ]),
  );
});

test('what is set for one shape leaves the files of the others current', async () => {
  const { projectId, jobId } = await makeFilm(owner);
  const port = portOf(owner);
  const assetId = await makeFile(owner, 'linen.bin', 'document', projectId);
  const files = [
    { name: 'film-16x9.mp4', kind: 'film', ratio: '16:9' as const, assetId },
    { name: 'film-9x16.mp4', kind: 'film', ratio: '9:16' as const, assetId },
    { name: 'report.json', kind: 'report', assetId },
  ];
  const deliverWith = (shapings: ShapingHashes) =>
    port.saveDelivery(projectId, { jobId, mark: 'none', shapings, report: makeReport(), files });
  const seen = async () => {
    const tree = await getTree(owner, projectId);
    return [...tree.files.map(({ isCurrent }) => isCurrent), tree.refreshQuote === null];
  };
  await deliverWith({});
  expect(await seen()).toEqual([true, true, true, true]);
  await app.test.database.inOrganization(owner.organizationId, (tx) => saveLabelled(tx, projectId, ['9:16']));
  expect(await seen()).toEqual([true, false, false, false]);
  await deliverWith(shapingHashes((await port.get(projectId)).shaping));
  expect(await seen()).toEqual([true, true, true, true]);
});

test('an edited shot is stale with a reason and a price, and ready again after a new take', async () => {
  const made = await makeFilm(owner);
  await deliver(owner, made);
  const shot = (await getTree(owner, made.projectId)).scenes[0]!.shots[0]!;
  const answer = await edit(owner, shot, { words: { lines: ['Softer'] } });
  expect(answer.json()).toMatchObject({ state: 'stale', revision: shot.revision + 1 });
  const { staleReason, messages } = answer.json();
  expect(staleReason).toContain('words on screen');
  expect(messages[staleReason]).toEqual({ code: 'stale.words', values: {} });
  const labelled = await edit(owner, answer.json(), { words: { eyebrow: 'New' } });
  expect(labelled.json().scene.words).toMatchObject({ eyebrow: 'New', lines: ['Softer'] });
  const tree = await getTree(owner, made.projectId);
  expect(tree.project.staleShotCount).toBe(1);
  await makeFilm(owner);
  const stale = async () =>
    (await app.ask(owner, { url: '/api/v1/projects?stale=true' })).json().items.map(({ id }: Project) => id);
  expect(await stale()).toEqual([made.projectId]);
  expect(tree.refreshQuote).toMatchObject({
    studio: 'film-refresh',
    priceLabel: 'Free · built-in engine',
    totalCredits: 0,
  });
  expect(tree.refreshQuote?.lines.find((line) => line.what === 'Shots')?.count).toBe(1);
  expect(tree.files.every((file) => !file.isCurrent)).toBe(true);
  expect(tree.storyboard?.scenes[0]?.shots[0]?.scene.words.lines).toEqual(['Softer']);

  const film = await portOf(owner).get(made.projectId);
  expect(film.storyboard?.scenes[0]?.shots[0]?.scene.words.lines).toEqual(['Softer']);
  expect(film.shots[0]?.selectedTake?.scene.words.lines).toEqual(['Soft']);
  await takeOf(portOf(owner), owner, { shotId: shot.id, jobId: newId(), scene: answer.json().scene });
  const after = (await getTree(owner, made.projectId)).scenes[0]!.shots[0]!;
  expect([after.state, after.takes.length, after.staleReason]).toEqual(['ready', 2, null]);
  const back = await edit(owner, after, { selectedVideoTakeId: after.takes[0]!.id });
  expect(back.json().state).toBe('stale');
  const foreign = await edit(owner, back.json(), { selectedVideoTakeId: newId() });
  expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'take.not_found']);
});

test('a take that is finished while its shot is edited stays the selected one', async () => {
  const made = await makeFilm(owner);
  const shot = (await getTree(owner, made.projectId)).scenes[0]!.shots[0]!;
  const holder = new pg.Client({ connectionString: app.test.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select 1 from projects where id = $1 for no key update', [made.projectId]);
  const edited = edit(owner, shot, { narration: 'Say this.' });
  await expect
    .poll(async () => {
      const held = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await holder.query(held)).rowCount;
    })
    .toBe(1);
  const { takeId } = await takeOf(portOf(owner), owner, { shotId: shot.id, jobId: newId(), scene: shot.scene });
  await holder.query('commit');
  await holder.end();
  expect((await edited).json()).toMatchObject({ narration: 'Say this.', selectedVideoTakeId: takeId });
});

test('words that are not drawn leave the shot as it is, and an old revision is refused', async () => {
  const { projectId } = await makeFilm(owner);
  const shot = (await getTree(owner, projectId)).scenes[0]!.shots[0]!;
  expect((await edit(owner, shot, { narration: 'Say this.' })).json().state).toBe('ready');
  const late = await edit(owner, shot, { title: 'Late' });
  expect([late.statusCode, late.json().code]).toEqual([412, 'project.changed']);
  expect((await edit(owner, shot, { title: 'Late' }, null)).statusCode).toBe(428);
});

test('what a job writes twice is there once', async () => {
  const port = portOf(owner);
  const made = await makeFilm(owner);
  const again = await port.open(made.jobId, filmInput.parse({ brief: 'Linen that breathes.' }), 'Linen');
  expect(again.projectId).toBe(made.projectId);
  const repeated = await port.saveStoryboard(made.projectId, makeStoryboard(), null);
  expect(repeated.shots).toEqual(made.shots);
  const { scene } = makeStoryboard().scenes[0]!.shots[0]!;
  const what = { shotId: made.shots[0]!.shotId, jobId: made.jobId, scene };
  expect(await takeOf(port, owner, what)).toEqual(await takeOf(port, owner, what));
  expect(await port.saveTimeline(made.projectId, makeTimeline(made.shots))).toEqual({ revision: 1 });
  await deliver(owner, made);
  await deliver(owner, made);
  const tree = await getTree(owner, made.projectId);
  expect([tree.scenes[0]!.shots[0]!.takes.length, tree.files.length]).toEqual([1, 2]);
  const { rows } = await app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query<{ count: number }>('select count(*)::int from storyboards where project_id = $1', [
      made.projectId,
    ]),
  );
  expect(rows[0]?.count).toBe(1);
});

test('a new plan keeps the takes of shots it still names, and a stored plan cannot be changed', async () => {
  const made = await makeFilm(owner);
  const plan = makeStoryboard();
  const [first, second] = plan.scenes;
  const shorter = makeStoryboard({ targetFrames: 60, scenes: [{ ...first!, shots: first!.shots }] });
  await portOf(owner).saveStoryboard(made.projectId, shorter, null);
  expect((await getTree(owner, made.projectId)).project.shotCount).toBe(2);
  await portOf(owner).saveStoryboard(made.projectId, makeStoryboard({ scenes: [first!, second!] }), null);
  const shots = (await getTree(owner, made.projectId)).scenes.flatMap((scene) => scene.shots);
  expect(shots.map((shot) => [shot.id, shot.state])).toEqual(made.shots.map((shot) => [shot.shotId, 'ready']));
  const change = app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query("update storyboards set sha256 = 'x' where project_id = $1", [made.projectId]),
  );
  await expect(change).rejects.toThrow('never changed');
});

test('shots follow their job while it lives and fall back when it dies', async () => {
  const made = await makeFilm(owner);
  const port = portOf(owner);
  const { shotId } = made.shots[0]!;
  const jobId = newId();
  await insertJob(owner, jobId, made.projectId);
  await port.setShotState(shotId, 'making', { jobId });
  const during = (await getTree(owner, made.projectId)).scenes[0]!.shots[0]!;
  expect([during.state, during.activeJobId]).toEqual(['making', jobId]);
  await app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query("update jobs set status = 'cancelled' where id = $1", [jobId]),
  );
  const afterwards = (await getTree(owner, made.projectId)).scenes[0]!.shots[0]!;
  expect([afterwards.state, afterwards.activeJobId]).toEqual(['ready', null]);
});

test('a film whose making was cancelled stands where it stood, also in lists by status', async () => {
  const made = await makeFilm(owner);
  await portOf(owner).setStatus(made.projectId, 'scene_generation');
  const jobId = newId();
  await insertJob(owner, jobId, made.projectId);
  const read = async () => (await getTree(owner, made.projectId)).project.status;
  const isListed = async (status: string) => {
    const { items } = (await app.ask(owner, { url: `/api/v1/projects?status=${status}&limit=100` })).json();
    return items.some((item: { id: string }) => item.id === made.projectId);
  };
  expect([await read(), await isListed('scene_generation')]).toEqual(['scene_generation', true]);
  await app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query("update jobs set status = 'cancelled' where id = $1", [jobId]),
  );
  const standing = await read();
  expect(standing).not.toBe('scene_generation');
  expect([await isListed('scene_generation'), await isListed(standing)]).toEqual([false, true]);
});

async function insertJob(person: Person, id: string, projectId: string): Promise<void> {
  await app.test.database.inOrganization(person.organizationId, (transaction) =>
    transaction.query(
      `insert into jobs (id, organization_id, studio, kind, title, version, project_id, status, slot, input)
       values ($1, $2, 'film', 'film', 'Linen', 1, $3, 'processing', 'studio', '{}')`,
      [id, person.organizationId, projectId],
    ),
  );
}

test('drafts are made, listed, renamed, archived, deleted and restored', async () => {
  const person = await app.addPerson('owner');
  const created = await app.ask(person, { method: 'POST', url: '/api/v1/projects', payload: { seconds: 30 } });
  expect(created.json()).toMatchObject({
    name: 'Untitled film',
    status: 'draft',
    seconds: 30,
    shotCount: 0,
    filmUrl: null,
  });
  const { id, revision } = created.json();
  const patch = (payload: object, match: number) =>
    app.ask(person, {
      method: 'PATCH',
      url: `/api/v1/projects/${id}`,
      headers: { 'if-match': String(match) },
      payload,
    });
  expect((await patch({ name: 'Spring', isArchived: true }, revision)).json()).toMatchObject({
    name: 'Spring',
    revision: revision + 1,
  });
  expect((await patch({ name: 'Autumn' }, revision)).statusCode).toBe(412);
  expect((await app.ask(person, { method: 'DELETE', url: `/api/v1/projects/${id}` })).statusCode).toBe(204);
  expect((await app.ask(person, { url: `/api/v1/projects/${id}` })).statusCode).toBe(404);
  const restored = await app.ask(person, { method: 'POST', url: `/api/v1/projects/${id}/restore` });
  expect(restored.json().name).toBe('Spring');
  const bad = await app.ask(person, { method: 'POST', url: '/api/v1/projects', payload: { pictures: [newId()] } });
  expect(bad.json().code).toBe('project.picture_unknown');
});

test('a film that was made keeps a brief, so that it can be opened and refreshed', async () => {
  const { projectId } = await makeFilm(owner);
  const { revision } = (await getTree(owner, projectId)).project;
  const url = `/api/v1/projects/${projectId}`;
  const answer = await app.ask(owner, {
    method: 'PATCH',
    url,
    headers: { 'if-match': String(revision) },
    payload: { brief: ' ' },
  });
  expect(answer.json().code).toBe('project.brief_empty');
  expect((await getTree(owner, projectId)).project.brief).toBe('Linen that breathes.');
});

test('lists page by the last change and by owner', async () => {
  const person = await app.addPerson('owner');
  const colleague = await app.addPerson('admin', person.organizationId);
  const create = async (by: Person, name: string) =>
    (await app.ask(by, { method: 'POST', url: '/api/v1/projects', payload: { name } })).json().id as string;
  const ids = [await create(person, 'a'), await create(colleague, 'b'), await create(person, 'c')];
  const list = async (query: string) => (await app.ask(person, { url: `/api/v1/projects?${query}` })).json();
  const first = await list('limit=2');
  const second = await list(`limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map((item: Project) => item.id)).toEqual(ids.reverse());
  expect(second.nextCursor).toBeNull();
  expect((await list('scope=mine')).items.map((item: Project) => item.name)).toEqual(['c', 'a']);
});

test('a list is narrowed by words of the name, whatever accents and points are left out', async () => {
  const person = await app.addPerson('owner');
  for (const name of ['Café 100% wool', 'מְעִיל נמל'])
    await app.ask(person, { method: 'POST', url: '/api/v1/projects', payload: { name } });
  const find = async (q: string) => {
    const answer = await app.ask(person, { url: `/api/v1/projects?q=${encodeURIComponent(q)}` });
    return answer.json().items.map(({ name }: Project) => name);
  };
  expect(await find('cafe')).toEqual(['Café 100% wool']);
  expect(await find('מעיל')).toEqual(['מְעִיל נמל']);
  expect(await find('100% linen')).toEqual([]);
});

test('lists the films that show a product, and of another organization’s product none', async () => {
  const person = await app.addPerson('owner');
  const assetId = await makeFile(person, 'coat.png', 'image');
  const id = newId();
  await app.test.database.inOrganization(person.organizationId, async (transaction) => {
    const product = [id, person.organizationId];
    await transaction.query(
      `insert into products (id, organization_id, kind, name) values ($1, $2, 'garment', 'Coat')`,
      product,
    );
    await transaction.query(
      `insert into product_media (id, organization_id, product_id, asset_id, role, alt_text, position)
       values ($3, $2, $1, $4, 'hero', '', 0)`,
      [...product, newId(), assetId],
    );
  });
  const create = (payload: object) => app.ask(person, { method: 'POST', url: '/api/v1/projects', payload });
  const shown = await create({ name: 'With the coat', pictures: [assetId] });
  await create({ name: 'Without' });
  const list = async (by: Person) =>
    (await app.ask(by, { url: `/api/v1/projects?productId=${id}` })).json().items.map((item: Project) => item.id);
  expect(await list(person)).toEqual([shown.json().id]);
  expect(await list(await app.addPerson('viewer', person.organizationId))).toEqual([shown.json().id]);
  expect(await list(await app.addPerson('owner'))).toEqual([]);
  expect((await app.ask(person, { url: '/api/v1/projects?productId=coat' })).statusCode).toBe(422);
});

test('other organizations see nothing; editors are held to their own films when the organization says so', async () => {
  const { projectId } = await makeFilm(owner);
  const stranger = await app.addPerson('owner');
  const shot = (await getTree(owner, projectId)).scenes[0]!.shots[0]!;
  const refused = [
    await app.ask(stranger, { url: `/api/v1/projects/${projectId}/tree` }),
    await app.ask(stranger, { url: `/api/v1/projects/${projectId}/files.zip` }),
    await app.ask(stranger, { method: 'DELETE', url: `/api/v1/projects/${projectId}` }),
    await edit(stranger, shot, { title: 'x' }),
    await app.ask(stranger, { url: `/api/v1/shots/${shot.id}/preview` }),
  ];
  expect(refused.map((answer) => answer.statusCode)).toEqual([404, 404, 404, 404, 404]);

  const editor = await app.addPerson('editor', owner.organizationId);
  expect((await edit(editor, shot, { title: 'By a colleague' })).statusCode).toBe(200);
  await app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query('update organizations set editors_edit_all = false'),
  );
  const held = await edit(editor, shot, { title: 'Again' }, shot.revision + 1);
  expect([held.statusCode, held.json().code]).toEqual([403, 'project.not_own']);
  const viewer = await app.addPerson('viewer', owner.organizationId);
  expect((await edit(viewer, shot, { title: 'No' })).statusCode).toBe(403);
  expect((await app.ask(viewer, { url: `/api/v1/projects/${projectId}/tree` })).statusCode).toBe(200);
});

test('all finished files come as one zip with a manifest of their hashes', async () => {
  const made = await makeFilm(owner);
  const empty = await app.ask(owner, { url: `/api/v1/projects/${made.projectId}/files.zip` });
  expect([empty.statusCode, empty.json().code]).toEqual([409, 'project.no_files']);
  await deliver(owner, made);
  const answer = await app.ask(owner, { url: `/api/v1/projects/${made.projectId}/files.zip` });
  expect(answer.headers['content-type']).toBe('application/zip');
  const entries = readZip(answer.rawPayload);
  const manifest = JSON.parse(String(entries.get('manifest.json')));
  const checked = manifest.files.map((file: { name: string; sha256: string }) => [
    file.name,
    createHash('sha256').update(entries.get(file.name)!).digest('hex') === file.sha256,
  ]);
  expect(checked).toEqual([
    ['films/לינן-16x9.mp4', true],
    ['covers/cover-16x9.png', true],
  ]);
});

test('a preview is drawn from the shot as it stands now', async () => {
  const { projectId } = await makeFilm(owner);
  const shot = (await getTree(owner, projectId)).scenes[0]!.shots[0]!;
  await edit(owner, shot, { words: { lines: ['Now'] } });
  const answer = await app.ask(owner, { url: `/api/v1/shots/${shot.id}/preview?frame=999&ratio=9:16&width=320` });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/jpeg']);
  expect(drawn.at(-1)).toMatchObject({
    frame: 29,
    ratio: '9:16',
    width: 320,
    scene: { words: { lines: ['Now'] } },
  });
});

test('an asset in use cannot be deleted, and says where it is used', async () => {
  const made = await makeFilm(owner);
  const picture = (await getTree(owner, made.projectId)).scenes[0]!.shots[0]!.takes[0]!.assetId;
  const answer = await app.ask(owner, { method: 'DELETE', url: `/api/v1/assets/${picture}` });
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'asset.in_use']);
  expect(answer.json().detail).toContain('“Linen”');
});

test('the sample brand is made once; brands keep what is not sent', async () => {
  const person = await app.addPerson('owner');
  const sample = () => app.ask(person, { method: 'POST', url: '/api/v1/sample' });
  const [first, again] = [(await sample()).json(), (await sample()).json()];
  expect(first).toMatchObject({ brief: 'A sample brief.', seconds: 15, brand: { isSample: true } });
  expect([again.brand.id, again.pictures[0].id]).toEqual([first.brand.id, first.pictures[0].id]);
  const payload = { name: 'Linen & Co', colours: ['#aabbcc'], logoAssetId: first.pictures[0].id };
  const brand = (await app.ask(person, { method: 'POST', url: '/api/v1/brands', payload })).json();
  const url = `/api/v1/brands/${brand.id}`;
  const changed = (await app.ask(person, { method: 'PATCH', url, payload: { callToAction: 'Order now' } })).json();
  expect(changed).toMatchObject({
    name: 'Linen & Co',
    colours: ['#aabbcc'],
    callToAction: 'Order now',
    logoUrl: expect.any(String),
  });
  const foreign = await app.ask(await app.addPerson('owner'), { method: 'PATCH', url, payload: { name: 'Mine' } });
  expect(foreign.statusCode).toBe(404);
  expect((await app.ask(person, { url: '/api/v1/brands' })).json().items).toHaveLength(2);
});

test('the sample brings what its brand sells, once and in the language asked for', async () => {
  const person = await app.addPerson('owner');
  const sample = () => app.ask(person, { method: 'POST', url: '/api/v1/sample?language=he' });
  const list = async () => (await app.ask(person, { url: '/api/v1/products' })).json().items;
  const { brand, pictures } = (await sample()).json();
  const [tote, ...others] = await list();
  expect(others).toEqual([]);
  expect(tote).toMatchObject({
    name: 'תיק עור',
    sku: 'SAB-TOTE-01',
    status: 'active',
    brandId: brand.id,
    price: { amountMinor: 99_000, currency: 'ILS' },
  });
  const { media } = (await app.ask(person, { url: `/api/v1/products/${tote.id}` })).json();
  expect(media).toMatchObject([{ role: 'hero', asset: { id: pictures[0].id } }]);
  await app.ask(person, { method: 'DELETE', url: `/api/v1/products/${tote.id}` });
  await sample();
  expect(await list()).toEqual([]);
});

test('a changed kit leaves out of date what shows it, and nothing else', async () => {
  const ask = async (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) => {
    const answer = await app.ask(owner, { method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
  const logoAssetId = await makeFile(owner, 'logo.png', 'image');
  const brand = await ask('POST', '/brands', { name: 'Nera', colours: ['#204060'], logoAssetId });
  const input = filmInput.parse({ brief: 'A wool coat, cut in Porto. Lined with silk.', brandId: brand.id });
  const { storyboard } = await ask('POST', '/films/plan', input);
  const port = portOf(owner);
  const jobId = newId();
  const { projectId } = await port.open(jobId, input, 'Coat');
  const { shots } = await port.saveStoryboard(projectId, storyboard, 1);
  const planned = (storyboard as Storyboard).scenes.flatMap((scene) => scene.shots);
  for (const [index, { shotId }] of shots.entries())
    await takeOf(port, owner, { shotId, jobId, scene: planned[index]!.scene });
  await port.saveTimeline(projectId, makeTimeline(shots.slice(0, 3)));
  await deliver(owner, { projectId, shots, jobId });
  const uses = () => ask('GET', `/brands/${brand.id}/uses`);
  expect(await uses()).toEqual({ films: 1, outOfDate: 0, items: [] });

  // The prompts are asked of providers and drawn by nobody here.
  await ask('PATCH', `/brands/${brand.id}`, { prompt: 'north light' });
  expect((await uses()).outOfDate).toBe(0);
  const edited = (await getTree(owner, projectId)).scenes[0]!.shots[0]!;
  expect(edited.picturePrompt).toMatch(/north light$/);

  const watermark = { ...brand.watermark, isOn: true };
  await ask('PATCH', `/brands/${brand.id}`, { watermark });
  expect(await uses()).toMatchObject({ outOfDate: 1, items: [{ projectId, shots: 0, isMarkOnly: true }] });
  let tree = await getTree(owner, projectId);
  expect([tree.files[0]!.isCurrent, tree.refreshQuote?.lines.some((line) => line.what === 'Shots')]).toEqual([
    false,
    false,
  ]);
  await ask('PATCH', `/brands/${brand.id}`, { watermark: brand.watermark });
  expect((await uses()).outOfDate).toBe(0);

  await ask('PATCH', `/brands/${brand.id}`, { logoAssetId: await makeFile(owner, 'other.png', 'image') });
  tree = await getTree(owner, projectId);
  const stale = tree.scenes.flatMap((scene) => scene.shots).filter((shot) => shot.state === 'stale');
  expect(stale.map((shot) => shot.scene.kind)).toEqual(['end_card']);
  await ask('PATCH', `/brands/${brand.id}`, { colours: ['#a02020'], logoAssetId });
  expect((await uses()).items[0].shots).toBe(shots.length);
  await ask('PATCH', `/brands/${brand.id}`, { colours: ['#204060'] });
  expect((await uses()).outOfDate).toBe(0);
});

test('planning answers a storyboard and a price and stores nothing', async () => {
  const count = async () => (await app.ask(owner, { url: '/api/v1/projects?limit=200' })).json().items.length;
  const before = await count();
  const payload = { brief: 'Linen & Co. A shirt that breathes. $49. Order now at linen.example.' };
  const answer = await app.ask(owner, { method: 'POST', url: '/api/v1/films/plan', payload });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({
    storyboard: { targetFrames: 450 },
    quote: { studio: 'film', priceLabel: 'Free · built-in engine' },
  });
  expect(await count()).toBe(before);
});

/** A file as a vendor's sounding clip is known: what it was asked with stands in its recipe. */
async function makeVendorClip(person: Person, hasSound: boolean): Promise<string> {
  const id = await makeFile(person, 'clip.mp4', 'document');
  const request = { capability: 'video', prompt: 'A slow push', seed: 1, pictureHashes: [] };
  await app.test.database.inOrganization(person.organizationId, (transaction) =>
    transaction.query(`update assets set kind = 'video', probe = $2, recipe = $3 where id = $1`, [
      id,
      { audio: hasSound ? [{}] : [] },
      { request },
    ]),
  );
  return id;
}

/** Its first shot shows that clip; nothing else is other than in the plan without one. */
function showingClip(pictureKey: string): Storyboard {
  const plan = makeStoryboard();
  const shot = plan.scenes[0]!.shots[0]!;
  const subject = { pictureKey, use: 'video', hash: 'c'.repeat(64), width: 1280, height: 720, lengthFrames: 40 };
  const scene = { ...shot.scene, kind: 'video', subjects: [subject] };
  return storyboard.parse({
    ...plan,
    scenes: [
      { ...plan.scenes[0], shots: [{ ...shot, scene }, ...plan.scenes[0]!.shots.slice(1)] },
      ...plan.scenes.slice(1),
    ],
  });
}

test.each([
  ['with a clip that sounds', true, false],
  ['with a silent one', false, true],
] as const)('other ears for clips leave the files of a film %s as they should be', async (_, hasSound, isStill) => {
  const made = await makeFilm(owner, showingClip(await makeVendorClip(owner, hasSound)));
  await deliver(owner, made, 'none');
  const seen = async () => {
    const { project, files, refreshQuote, scenes } = await getTree(owner, made.projectId);
    const states = new Set(scenes.flatMap(({ shots }) => shots.map(({ state }) => state)));
    expect([...states]).toEqual(['ready']);
    return { revision: project.revision, of: [project.clipSound, files[0]!.isCurrent, refreshQuote === null] };
  };
  const patch = (revision: number, payload: object) =>
    app.ask(owner, {
      method: 'PATCH',
      url: `/api/v1/projects/${made.projectId}`,
      headers: { 'if-match': `"${revision}"` },
      payload,
    });
  const before = await seen();
  expect(before.of).toEqual(['none', true, true]);
  const changed = await patch(before.revision, { clipSound: 'under' });
  expect(changed.statusCode, changed.body).toBe(200);
  const after = await seen();
  expect(after.of).toEqual(['under', isStill, isStill]);
  // Another field alone leaves it as it is.
  expect((await patch(after.revision, { name: 'Lamp' })).json()).toMatchObject({ name: 'Lamp', clipSound: 'under' });
  await deliver(owner, made, 'under');
  expect((await seen()).of).toEqual(['under', true, true]);
});
