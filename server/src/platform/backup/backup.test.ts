import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { filmInput } from '@kinora/contract';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAssetPort } from '../../domains/assets/index.ts';
import { getBalances, grantCredits, openWallet } from '../../domains/credits/index.ts';
import { createFilmPort } from '../../domains/projects/index.ts';
import { makeStoryboard, makeTimeline } from '../../domains/projects/storyboard.testing.ts';
import { noPictureRules } from '../../testing/no-picture-rules.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { createTestDatabase } from '../../testing/test-database.ts';
import { newId } from '../ids.ts';
import { createLocalStorage } from '../storage/index.ts';
import { listTables, quoteName } from './catalogue.ts';
import { createBackup, restoreBackup } from './index.ts';

let app: SliceApp;
let person: Person;
let projectId: string;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kinora-backup-'));
  app = await createSliceApp();
  person = await app.addPerson('owner');
  await app.test.database.inOrganization(person.organizationId, (transaction) =>
    openWallet(transaction, person.organizationId),
  );
  projectId = await makeFilm();
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

const portsOf = (target: Pick<SliceApp['test'], 'database'>, storage = app.storage) => {
  const dependencies = {
    database: target.database,
    storage,
    appendEvent: app.appendEvent,
    engine: app.engine,
    ...noPictureRules,
  };
  const scope = { organizationId: person.organizationId, userId: person.userId, jobId: null };
  return { films: createFilmPort(dependencies, scope), assets: createAssetPort(dependencies, scope) };
};

/** Rows that point at each other, bytes in every script, and a file of several megabytes. */
async function makeFilm(): Promise<string> {
  const { films, assets } = portsOf(app.test);
  const jobId = newId();
  const brief = 'Linen: "quotes", \\backslash,\ttab\nנייר 👟 \\N';
  const opened = await films.open(jobId, filmInput.parse({ brief }), 'Linen נייר');
  const { shots } = await films.saveStoryboard(opened.projectId, makeStoryboard(), null);
  const picture = join(root, 'clip.png');
  await sharp(randomBytes(90 * 60 * 3), { raw: { width: 90, height: 60, channels: 3 } })
    .png()
    .toFile(picture);
  const clip = await assets.store(picture, {
    name: 'clip.png',
    kind: 'image',
    madeBy: 'Built-in engine',
    role: 'take',
  });
  const { scene } = makeStoryboard().scenes[0]!.shots[0]!;
  await films.createTake({
    shotId: shots[0]!.shotId,
    inputsHash: 'a',
    scene,
    clipAssetId: clip.assetId,
    posterAssetId: clip.assetId,
    previewAssetIds: [clip.assetId],
    madeBy: 'Built-in engine',
    seed: 1,
    isSelected: true,
    jobId,
  });
  await films.saveTimeline(opened.projectId, makeTimeline(shots));
  await app.storage.putStream(person.organizationId, Readable.from([randomBytes(3_000_000)]));
  return opened.projectId;
}

async function withOwner<Result>(ownerUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Count and hash of every table's rows, whatever their order. */
async function digestTables(ownerUrl: string): Promise<Record<string, string>> {
  return withOwner(ownerUrl, async (client) => {
    const digests: Record<string, string> = {};
    for (const { schema, name } of await listTables(client)) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${quoteName(schema, name)} t`,
      );
      digests[`${schema}.${name}`] = rows[0]!.digest;
    }
    return digests;
  });
}

async function listFiles(storage: SliceApp['storage']) {
  const files = [];
  for await (const file of storage.list()) files.push(file);
  return files.sort((left, right) => left.hash.localeCompare(right.hash));
}

const backUp = (folder: string) =>
  createBackup({ ownerUrl: app.test.ownerUrl, storage: app.storage, version: '0.1.0', now: () => new Date() }, folder);

test('what was backed up is there again in an empty studio: rows, files, film, and a ledger that sums to zero', async () => {
  const folder = join(root, 'backup');
  const manifest = await backUp(folder);
  expect(manifest.files.count).toBe((await listFiles(app.storage)).length);
  expect(await readdir(root)).not.toContain('backup.partial');

  const empty = await createTestDatabase();
  const storage = createLocalStorage({ folder: join(root, 'restored') });
  await restoreBackup({ ownerUrl: empty.ownerUrl, storage }, folder);
  expect(await digestTables(empty.ownerUrl)).toEqual(await digestTables(app.test.ownerUrl));
  expect(await listFiles(storage)).toEqual(await listFiles(app.storage));
  expect(await portsOf(empty, storage).films.get(projectId)).toEqual(await portsOf(app.test).films.get(projectId));
  const { database } = empty;
  const { rows } = await database.inOrganization(person.organizationId, (transaction) =>
    transaction.query<{ sum: number; entries: number }>(
      'select coalesce(sum(amount), 0)::bigint as sum, count(*)::int as entries from ledger_entries',
    ),
  );
  expect(rows[0]).toEqual({ sum: 0, entries: 2 });

  // The restored studio lives: counters go on, the wall stands, keys and triggers hold.
  await database.inOrganization(person.organizationId, (transaction) =>
    grantCredits(transaction, { key: 'after', credits: 7, note: 'After the restore' }),
  );
  const balances = await database.inOrganization(person.organizationId, getBalances);
  expect(balances.balance).toBe(57);
  const seen = await database.inOrganization(newId(), (transaction) => transaction.query('select 1 from projects'));
  expect(seen.rowCount).toBe(0);
  const broken = database.inOrganization(person.organizationId, (transaction) =>
    transaction.query('update shots set selected_video_take_id = $1', [newId()]),
  );
  await expect(broken).rejects.toThrow('foreign key');
  const changed = database.inOrganization(person.organizationId, (transaction) =>
    transaction.query("update storyboards set sha256 = 'x'"),
  );
  await expect(changed).rejects.toThrow('never changed');
  await empty.drop();
});

test('refuses a studio that holds data, a folder that exists, and a backup of another version', async () => {
  const folder = join(root, 'second');
  await backUp(folder);
  await expect(backUp(folder)).rejects.toMatchObject({ code: 'backup.folder_exists' });
  const into = { ownerUrl: app.test.ownerUrl, storage: app.storage };
  await expect(restoreBackup(into, folder)).rejects.toMatchObject({ code: 'backup.not_empty' });
  const empty = await createTestDatabase();
  await withOwner(empty.ownerUrl, (client) =>
    client.query("insert into app.migrations (number, name, sha256) values (9999, 'later', repeat('a', 64))"),
  );
  const newer = restoreBackup({ ownerUrl: empty.ownerUrl, storage: app.storage }, folder);
  await expect(newer).rejects.toMatchObject({ code: 'backup.other_version' });
  await expect(restoreBackup(into, root)).rejects.toMatchObject({ code: 'backup.unreadable' });
  await empty.drop();
});

test('a damaged backup is noticed before anything is written', async () => {
  const folder = join(root, 'damaged');
  await backUp(folder);
  await writeFile(join(folder, 'tables', 'public.projects.copy.gz'), 'not what it was');
  const empty = await createTestDatabase();
  const storage = createLocalStorage({ folder: join(root, 'untouched') });
  const restore = restoreBackup({ ownerUrl: empty.ownerUrl, storage }, folder);
  await expect(restore).rejects.toMatchObject({ code: 'backup.damaged' });
  expect(await listFiles(storage)).toEqual([]);
  await empty.drop();
});
