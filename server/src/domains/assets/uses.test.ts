import type { AssetDetail } from '@kinora/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { deleteTrashedAssets } from './purge.ts';

let app: SliceApp;
let owner: Person;
beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(() => [], []);
  owner = await app.addPerson('owner');
});
afterAll(() => app.close());

const run = (sql: string, values: unknown[]) =>
  app.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(sql, [owner.organizationId, ...values]),
  );

let made = 0;
async function insertFile(): Promise<string> {
  const id = newId();
  made += 1;
  await run(
    `insert into assets (organization_id, id, kind, role, name, media_type, sha256, size_bytes, origin, made_by)
     values ($1, $2, 'image', 'source', $3, 'image/png', $4, 1, 'upload', 'Upload')`,
    [id, `file ${made}.png`, made.toString(16).padStart(64, '0')],
  );
  return id;
}

async function insertFilm(name: string, form: object = {}, sound: object = {}): Promise<string> {
  const id = newId();
  await run(
    `insert into projects (organization_id, id, name, language, seconds, fps, ratios, form, sound, delivery_number)
     values ($1, $2, $3, 'en', 15, 30, array['16:9'], $4, $5, 2)`,
    [id, name, form, sound],
  );
  return id;
}

async function insertShot(filmId: string, code: string): Promise<string> {
  const [scene, shot] = [newId(), newId()];
  await run(
    `insert into scenes (organization_id, id, project_id, key, number, position, beat, title, summary)
     values ($1, $2, $3, $4, 1, 1, 'hook', '', '')`,
    [scene, filmId, code],
  );
  await run(
    `insert into shots (organization_id, id, project_id, scene_id, key, code, position, title, length_frames, picture_prompt,
       motion_prompt, negative_prompt, narration, scene, transition_in, inputs_hash)
     values ($1, $2, $3, $4, $5, $5, 1, '', 30, 'A coat on a pier', '', 'people', '', '{}', '{}', 'same')`,
    [shot, filmId, scene, code],
  );
  return shot;
}

const detailOf = async (id: string): Promise<AssetDetail> =>
  (await app.ask(owner, { url: `/api/v1/assets/${id}` })).json();

/** Every place that can name a file, each with a file of its own. */
async function insertUses() {
  const files = await Promise.all(Array.from({ length: 14 }, insertFile));
  const [picture, logo, voice, music, cut, mark, dark, badge, badgeOnDark, clip, poster, preview, old, render] =
    files as [string, ...string[]] & Record<number, string>;
  const film = await insertFilm('Harbour', { logo }, { voice: { linesAssetId: voice }, music: { assetId: music } });
  const shot = await insertShot(film, '2A');
  const brand = newId();
  await run(`insert into project_pictures (organization_id, project_id, asset_id, position) values ($1, $2, $3, 1)`, [
    film,
    picture,
  ]);
  await run(`insert into timelines (organization_id, id, project_id, revision, snapshot) values ($1, $2, $3, 1, $4)`, [
    newId(),
    film,
    { tracks: [{ items: [{ source: {} }, { source: { assetId: cut } }, { source: { assetId: cut } }] }] },
  ]);
  await run(
    `insert into brands (organization_id, id, name, logo_asset_id, logo_on_dark_asset_id, watermark)
     values ($1, $2, 'Sable', $3, $4, '{}')`,
    [brand, mark, dark],
  );
  await run(
    `insert into brand_files (organization_id, id, brand_id, kind, name, asset_id, on_dark_asset_id)
     values ($1, $2, $3, 'badge', 'Award', $4, $5)`,
    [newId(), brand, badge, badgeOnDark],
  );
  await run(
    `insert into takes (organization_id, id, shot_id, kind, number, state, inputs_hash, scene, length_frames, asset_id,
       poster_asset_id, preview_asset_ids, made_by, seed, parameters, job_id)
     values ($1, $2, $3, 'image', 1, 'ready', 'same', '{}', 30, $4, $5, array[$6::uuid], 'Built-in engine', 77, '{"grain": 2}', $7)`,
    [newId(), shot, clip, poster, preview, newId()],
  );
  for (const [number, file] of [
    [2, render],
    [1, old],
  ] as const)
    await run(
      `insert into deliveries (organization_id, id, project_id, number, position, name, kind, asset_id, job_id)
       values ($1, $2, $3, $4, 1, 'film-16x9.mp4', 'film', $5, $6)`,
      [newId(), film, number, file, newId()],
    );
  await run(
    `insert into renders (organization_id, id, project_id, ratio, plan_hash, timeline_revision, timeline, timeline_sha256, asset_id, job_id)
     values ($1, $2, $3, '16:9', 'p', 1, '{}', 'h', $4, $5)`,
    [newId(), film, old, newId()],
  );
  const named = { picture, logo, voice, music, cut, mark, dark, badge, badgeOnDark, clip, poster, preview, render };
  return { named, old: old!, film, brand };
}

it('finds a file wherever it is used, keeps it, and keeps the purge from it even when the place lies in the trash', async () => {
  const { named, old, film, brand } = await insertUses();
  const uses = Object.fromEntries(
    await Promise.all(Object.entries(named).map(async ([name, id]) => [name, (await detailOf(id!)).uses] as const)),
  );
  const ofFilm = (part: string, detail: string | null = null) => [
    { place: 'film', part, id: film, name: 'Harbour', detail, protects: true },
  ];
  const ofBrand = (part: string, detail: string | null = null) => [
    { place: 'brand', part, id: brand, name: 'Sable', detail, protects: true },
  ];
  expect(uses).toEqual({
    picture: ofFilm('picture'),
    logo: ofFilm('logo'),
    voice: ofFilm('voice'),
    music: ofFilm('music'),
    cut: ofFilm('timeline'),
    mark: ofBrand('logo'),
    dark: ofBrand('logo_on_dark'),
    badge: ofBrand('badge', 'Award'),
    badgeOnDark: ofBrand('badge', 'Award'),
    clip: ofFilm('take', '2A'),
    poster: ofFilm('poster', '2A'),
    preview: ofFilm('preview', '2A'),
    render: ofFilm('delivery', 'film-16x9.mp4'),
  });
  // An older set and its render are history: told, and let go.
  expect((await detailOf(old)).uses.map(({ part, protects }) => [part, protects])).toEqual([
    ['delivery', false],
    ['render', false],
  ]);
  const ids = [...Object.values(named), old];
  const payload = { ids, change: { action: 'delete' } };
  const outcome = (await app.ask(owner, { method: 'POST', url: '/api/v1/assets/bulk', payload })).json();
  expect(outcome.changed).toEqual([old]);
  expect(outcome.refused).toHaveLength(13);

  await run(`update projects set deleted_at = now() where organization_id = $1 and id = $2`, [film]);
  await run(`update brands set deleted_at = now() where organization_id = $1 and id = $2`, [brand]);
  await run(`update assets set deleted_at = now() - interval '40 days' where organization_id = $1 and id = any($2)`, [
    ids,
  ]);
  const purged = await app.test.database.inOrganization(owner.organizationId, (transaction) =>
    deleteTrashedAssets(transaction, 30),
  );
  expect(purged).toEqual([]);
});

it('tells the prompt of a take only while the shot still says what it was made from', async () => {
  const film = await insertFilm('Pier');
  const shot = await insertShot(film, '1A');
  const [clip, poster] = [await insertFile(), await insertFile()];
  await run(`update assets set origin = 'job', made_by = 'Built-in engine' where organization_id = $1 and id = $2`, [
    clip,
  ]);
  await run(
    `insert into takes (organization_id, id, shot_id, kind, number, state, inputs_hash, scene, length_frames, asset_id,
       poster_asset_id, made_by, seed, parameters, job_id)
     values ($1, $2, $3, 'image', 1, 'ready', 'same', '{}', 30, $4, $5, 'Built-in engine', 77, '{"grain": 2}', $6)`,
    [newId(), shot, clip, poster, newId()],
  );
  const known = { shotCode: '1A', seed: '77', settings: [{ name: 'grain', value: '2' }] };
  expect((await detailOf(clip)).recipe).toMatchObject({
    ...known,
    project: { id: film, name: 'Pier' },
    prompt: 'A coat on a pier',
    negativePrompt: 'people',
  });
  await run(
    `update shots set picture_prompt = 'A boat', inputs_hash = 'other' where organization_id = $1 and id = $2`,
    [shot],
  );
  expect((await detailOf(clip)).recipe).toMatchObject({ ...known, prompt: null, negativePrompt: null });
});
