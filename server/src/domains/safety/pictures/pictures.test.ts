import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AssetDetail,
  type Connection,
  filmInput,
  type Job,
  type Notification,
  type SafetyDecision,
  type SafetyPolicy,
  type Storyboard,
} from '@kinora/contract';
import type { PictureChecker, PictureScores } from '@kinora/media-node';
import { startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent, openListener } from '../../../platform/events/index.ts';
import { newId } from '../../../platform/ids.ts';
import { uploadFile } from '../../../testing/fill-studio.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../../testing/studio-app.ts';
import { until } from '../../jobs/testing/harness.ts';
import { createFilmPort } from '../../projects/index.ts';

/** Colours stand for what the model would see; the model itself is tried in picture-check.test.ts and real-model.test.ts. */
const [BARE, SCANT, PLAIN, BROKEN] = ['#e01010', '#e0e010', '#1010e0', '#10e010'];
/** A picture of another colour, such as the vendor's emulator draws by its seed, is none of them. */
function nearestColour(rgb: number[]): string | undefined {
  return [BARE, SCANT, PLAIN, BROKEN].find((colour) =>
    [1, 3, 5].every((at, index) => Math.abs(Number.parseInt(colour!.slice(at, at + 2), 16) - rgb[index]!) < 24),
  );
}
const NONE: PictureScores = { drawing: 0, hentai: 0, neutral: 1, porn: 0, sexy: 0 };
let isAway = false;
let looks = 0;
const checker: PictureChecker = {
  model: 'colours',
  async look(file) {
    looks += 1;
    const { data } = await sharp(await readFile(file))
      .resize(1, 1)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const seen = nearestColour([...data]);
    if (seen === BROKEN && isAway) throw new Error('the child died');
    if (seen === SCANT) return { ...NONE, neutral: 0.1, sexy: 0.9 };
    return seen === BARE ? { ...NONE, neutral: 0.02, porn: 0.9, hentai: 0.08 } : NONE;
  },
  close: () => undefined,
};

let studio: StudioApp;
let owner: StudioPerson;
let editor: StudioPerson;
let stranger: StudioPerson;
let replicate: VendorEmulator;

type Method = 'GET' | 'POST' | 'PATCH';
type Refused = { code: string; detail: string; details: { decisionId: string; category: string } };
async function call<Answer>(caller: Caller, method: Method, path: string, payload?: object) {
  const headers = { 'idempotency-key': newId() };
  const response = await caller.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer };
}
let drawn = 0;
/** Each picture of a size of its own: the same bytes would be the same content. */
async function upload(colour: string, caller: Caller = editor, name = 'picture.png'): Promise<string> {
  drawn += 1;
  const create = { width: 200 + drawn, height: 160, channels: 3 as const, background: colour };
  return (await uploadFile(caller, name, await sharp({ create }).png().toBuffer())).id;
}
const checkOf = async (id: string, caller: Caller = owner) =>
  (await call<AssetDetail>(caller, 'GET', `/assets/${id}`)).body.pictureCheck;
const untilLooked = (id: string, caller: Caller = owner) =>
  until(
    async () => {
      const check = await checkOf(id, caller);
      return check && check.checkedAt !== null && check;
    },
    'the look',
    20_000,
  );
const film = (pictures: string[]) => ({
  brief: 'A linen shirt that breathes. Every shirt is sewn by hand.',
  seconds: 15,
  music: 'none',
  ratios: ['16:9'],
  quality: 'draft',
  pictures,
});
const plan = (id: string, caller: Caller = editor) =>
  call<Refused & { storyboard: Storyboard }>(caller, 'POST', '/films/plan', film([id]));
const setPolicy = (change: object, caller: Caller = owner) =>
  call<SafetyPolicy & Refused>(caller, 'PATCH', '/safety/policy', change);
const decisionsOf = async (caller: Caller) =>
  (await call<{ items: SafetyDecision[] }>(caller, 'GET', '/safety/decisions')).body.items;

beforeAll(async () => {
  replicate = await startReplicateEmulator({ picture: { width: 640, height: 360 } });
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' }, pictureChecker: checker });
  owner = await studio.setUp();
  editor = await studio.join(owner, 'editor', 'editor');
  stranger = await studio.signUp('stranger');
  await studio.app.startWork();
}, 120_000);
afterAll(async () => {
  await studio.close();
  await replicate.close();
});

it('looks at what people bring after it was stored, and tells whoever brought it of a refusal', async () => {
  const [plain, bare] = [await upload(PLAIN), await upload(BARE, editor, 'bare.png')];
  expect(await untilLooked(plain)).toMatchObject({ state: 'passed', sexual: 0, model: 'colours', decisionId: null });
  expect(await untilLooked(bare)).toMatchObject({ state: 'refused', model: 'colours' });
  const [decision] = await decisionsOf(editor);
  expect(decision).toMatchObject({
    subject: 'picture',
    excerpt: 'bare.png',
    found: 'sexual 98 %, suggestive 0 % (colours)',
    category: 'sexual',
    level: 'standard',
    checker: 'Built-in picture check',
    userId: editor.userId,
    isAppealable: true,
    picture: { assetId: bare },
  });
  expect(decision!.picture!.thumbnailUrl).toContain('/media/');
  const { items } = (await call<{ items: Notification[] }>(editor, 'GET', '/notifications')).body;
  expect(items[0]).toMatchObject({ kind: 'note', title: 'bare.png' });
  expect(items[0]!.sentence).toContain('Refused by the picture check');
});

it('tells of each refused picture, also of two with the same name', async () => {
  const titles = async () =>
    (await call<{ items: Notification[] }>(editor, 'GET', '/notifications?unread=true')).body.items.map(
      ({ title }) => title,
    );
  for (const id of [await upload(BARE, editor, 'twice.png'), await upload(BARE, editor, 'twice.png')])
    await untilLooked(id);
  expect((await titles()).filter((title) => title === 'twice.png')).toHaveLength(2);
});

it('keeps a refused picture out of plans and films, and says what can be done', async () => {
  const bare = await upload(BARE, editor, 'bare.png');
  const { decisionId } = (await untilLooked(bare))!;
  const planned = await plan(bare);
  expect([planned.status, planned.body.code]).toEqual([422, 'safety.picture_refused']);
  expect(planned.body.detail).toContain('“bare.png”: refused by the picture check');
  expect(planned.body.detail).toContain('appeal');
  expect(planned.body.details).toMatchObject({ decisionId, category: 'sexual' });
  const ordered = await call<Refused>(editor, 'POST', '/jobs/film', { input: film([bare]), maxCredits: 0 });
  expect([ordered.status, ordered.body.code]).toEqual([422, 'safety.picture_refused']);
  expect((await call<{ items: Job[] }>(owner, 'GET', '/jobs')).body.items).toEqual([]);
});

it('opens that one picture in that one organization when an appeal is won', async () => {
  const bare = await upload(BARE, editor, 'statue.png');
  const bytes = await readStored(bare);
  const theirs = (await uploadFile(stranger, 'statue.png', bytes)).id;
  const other = await upload(BARE);
  const path = `/safety/decisions/${(await untilLooked(bare))!.decisionId}`;
  await untilLooked(theirs, stranger);
  await untilLooked(other);
  expect((await call(stranger, 'POST', `${path}/appeal`, { text: 'x' })).status).toBe(404);
  expect((await call(editor, 'POST', `${path}/appeal`, { text: 'A statue.' })).status).toBe(200);
  expect((await call(editor, 'POST', `${path}/decide`, { outcome: 'overturned' })).status).toBe(403);
  expect((await call(stranger, 'POST', `${path}/decide`, { outcome: 'overturned' })).status).toBe(404);
  const decided = await call<SafetyDecision>(owner, 'POST', `${path}/decide`, { outcome: 'overturned', note: 'Art.' });
  expect(decided.body).toMatchObject({ appeal: 'overturned', picture: { assetId: bare } });
  expect((await checkOf(bare))?.state).toBe('opened');
  expect((await plan(bare)).status).toBe(200);
  expect((await plan(other)).body.code).toBe('safety.picture_refused');
  expect((await checkOf(theirs, stranger))?.state).toBe('refused');
  expect((await plan(theirs, stranger)).body.code).toBe('safety.picture_refused');
  expect((await decisionsOf(stranger)).map(({ picture }) => picture?.assetId)).toEqual([theirs]);
});

async function readStored(id: string): Promise<Buffer> {
  const { body } = await call<AssetDetail>(owner, 'GET', `/assets/${id}`);
  return (await studio.nobody.ask({ method: 'GET', url: body.url })).rawPayload;
}

it('judges by the level of today, and records a refusal that only that level makes when it is met', async () => {
  const scant = await upload(SCANT, editor, 'scant.png');
  expect((await untilLooked(scant))?.state).toBe('passed');
  expect((await plan(scant)).status).toBe(200);
  await setPolicy({ level: 'strict' });
  expect(await checkOf(scant)).toMatchObject({ state: 'refused', decisionId: null });
  const refused = await plan(scant);
  expect(refused.body.code).toBe('safety.picture_refused');
  expect(refused.body.details.category).toBe('suggestive');
  expect((await decisionsOf(editor))[0]).toMatchObject({ id: refused.body.details.decisionId, excerpt: 'scant.png' });
  await plan(scant);
  expect((await decisionsOf(editor)).filter(({ excerpt }) => excerpt === 'scant.png')).toHaveLength(1);
  await setPolicy({ level: 'relaxed' });
  const bare = await upload(BARE);
  expect((await untilLooked(bare))?.state).toBe('passed');
  expect((await plan(bare)).status).toBe(200);
  await setPolicy({ level: 'standard' });
  expect((await plan(bare)).body.code).toBe('safety.picture_refused');
});

it('looks at nothing and refuses nothing while it is off, and looks at what came meanwhile when it is on again', async () => {
  expect((await setPolicy({ checksPictures: false }, editor)).status).toBe(403);
  expect((await setPolicy({ checksPictures: false })).body).toMatchObject({
    checksPictures: false,
    mustCheckPictures: false,
  });
  const before = looks;
  const bare = await upload(BARE);
  const theirs = await upload(BARE, stranger);
  await untilLooked(theirs, stranger);
  expect(await checkOf(bare)).toMatchObject({ state: 'off', checkedAt: null });
  expect((await plan(bare)).status).toBe(200);
  expect(looks).toBe(before + 1);
  expect((await call<SafetyPolicy>(owner, 'GET', '/safety/policy')).body.pictures.waiting).toBe(1);
  await setPolicy({ checksPictures: true });
  expect((await untilLooked(bare))?.state).toBe('refused');
  expect((await call<SafetyPolicy>(owner, 'GET', '/safety/policy')).body.pictures.waiting).toBe(0);
});

it('lets no picture wait for ever that was on its way while the check was turned on', async () => {
  const like = await upload(PLAIN);
  await untilLooked(like);
  await setPolicy({ checksPictures: false });
  const [id, hash] = [newId(), randomBytes(32).toString('hex')];
  const inOwners = <Row extends object>(sql: string, values: unknown[]) =>
    studio.test.database.inOrganization(owner.organizationId, (transaction) => transaction.query<Row>(sql, values));
  const columns = 'organization_id, kind, role, name, media_type, size_bytes, probe, origin, made_by, notices';
  let turnedOn: ReturnType<typeof setPolicy> | undefined;
  await studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
    const copy = `insert into assets (id, sha256, ${columns}) select $1, $2, ${columns} from assets where id = $3`;
    await transaction.query(copy, [id, hash, like]);
    turnedOn = setPolicy({ checksPictures: true });
    // Time enough to be through before this commits, were it not waited for.
    await Promise.race([turnedOn, sleep(500)]);
  });
  expect((await turnedOn)?.status).toBe(200);
  const waits = `select due_at = 'infinity' as "isForEver" from picture_checks where sha256 = $1`;
  expect((await inOwners(waits, [hash])).rows).toEqual([{ isForEver: false }]);
  await inOwners('delete from assets where id = $1', [id]);
  await inOwners('delete from picture_checks where sha256 = $1', [hash]);
});

it('tells open screens when a look has ended, also one that failed', async () => {
  const told: { organizationId: string; type: string }[] = [];
  const listener = await openListener({ url: studio.test.database.urls.jobs });
  listener.on('kinora_live', (payload) => told.push(JSON.parse(payload)));
  const ended = (person: StudioPerson) =>
    told.filter(
      ({ type, organizationId }) => type === 'picture_check.ended' && organizationId === person.organizationId,
    );
  try {
    await upload(PLAIN);
    await until(async () => ended(owner).length === 1, 'the word of the look', 20_000);
    isAway = true;
    await upload(BROKEN, stranger);
    await until(async () => ended(stranger).length === 1, 'the word of the failure', 20_000);
  } finally {
    isAway = false;
    await listener.close();
  }
});

it('calls a picture unchecked, and not refused, while the check fails, and tries again', {
  timeout: 60_000,
}, async () => {
  isAway = true;
  const broken = await upload(BROKEN, editor, 'grass.png');
  await until(
    async () => (await call<SafetyPolicy>(owner, 'GET', '/safety/policy')).body.pictures.failing === 1,
    'the failure',
    20_000,
  );
  expect(await checkOf(broken)).toMatchObject({ state: 'unchecked', checkedAt: null, decisionId: null });
  // A plan only shows; what is made of it waits for a look, tries thrice, and says why.
  expect((await plan(broken)).status).toBe(200);
  const order = { input: film([broken]), maxCredits: 0 };
  const ended = await untilEnded(await call<{ job: Job }>(editor, 'POST', '/jobs/film', order));
  expect(ended.failure).toMatchObject({ code: 'safety.picture_unchecked', isRetryable: true });
  expect(ended.failure!.sentence).toContain('“grass.png”: could not be checked yet');
  isAway = false;
  const again = await call<Job>(editor, 'POST', `/jobs/${ended.id}/retry`);
  expect(again.status).toBe(202);
  await until(async () => (await checkOf(broken))?.state === 'passed', 'the look', 30_000);
  await call(editor, 'POST', `/jobs/${ended.id}/cancel`);
});

async function untilEnded(started: { status: number; body: { job: Job } }): Promise<Job> {
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  return until(
    async () => {
      const { job } = (await call<{ job: Job }>(owner, 'GET', `/jobs/${started.body.job.id}`)).body;
      return ['completed', 'failed'].includes(job.status) && job;
    },
    'the end',
    50_000,
  );
}

it('looks at what a provider makes, and lets a refused one into no further request', { timeout: 90_000 }, async () => {
  const { key: secret, baseUrl } = replicate;
  const account = { provider: 'replicate', name: 'Ours', secret, baseUrl };
  const connection = (await call<Connection>(owner, 'POST', '/connections', account)).body.id;
  const input = filmInput.parse(film([]));
  const { storyboard } = (await call<{ storyboard: Storyboard }>(owner, 'POST', '/films/plan', input)).body;
  const actor = { organizationId: owner.organizationId, userId: owner.userId };
  const port = createFilmPort({ database: studio.test.database, appendEvent }, actor);
  const { projectId } = await port.open(newId(), input, 'Linen');
  const shotId = (await port.saveStoryboard(projectId, storyboard, null)).shots[1]!.shotId;
  const make = async (model: string) =>
    untilEnded(
      await call<{ job: Job }>(owner, 'POST', `/shots/${shotId}/picture`, {
        projectId,
        connection,
        model,
        maxCredits: 0,
      }),
    );
  expect((await make('black-forest-labs/flux-schnell')).failure).toBe(null);
  const { rows } = await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query<{ id: string; sha256: string }>(`select id, sha256 from assets where recipe ? 'provider'`),
  );
  const [made] = rows;
  expect((await untilLooked(made!.id))?.state).toBe('passed');
  // As if the model had seen something else: what it sees in the emulator's picture is not the matter here.
  await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(`update picture_checks set category = 'sexual', refused_from = 'standard' where sha256 = $1`, [
      made!.sha256,
    ]),
  );
  const refused = await make('google/nano-banana');
  expect(refused.failure).toMatchObject({ code: 'safety.picture_refused' });
  expect(replicate.submissions()).toHaveLength(1);
});

it('forgets what it saw when the last file of a content is purged', async () => {
  const { deleteUnusedContent } = await import('../../assets/index.ts');
  const id = await upload(PLAIN);
  await untilLooked(id);
  const { body } = await call<AssetDetail>(owner, 'GET', `/assets/${id}`);
  const { database } = studio.test;
  const { organizationId } = owner;
  await database.inOrganization(organizationId, (transaction) =>
    transaction.query('delete from uploads where asset_id = $1', [id]),
  );
  await database.inOrganization(organizationId, (transaction) =>
    transaction.query('delete from assets where id = $1', [id]),
  );
  const storage = { delete: async () => undefined };
  await deleteUnusedContent({ database, storage }, organizationId, [body.hash]);
  const { rows } = await database.inOrganization(organizationId, (transaction) =>
    transaction.query('select 1 from picture_checks where sha256 = $1', [body.hash]),
  );
  expect(rows).toEqual([]);
});

it('cannot be turned off in the hosted preset', { timeout: 60_000 }, async () => {
  const hosted = await createStudioApp({ preset: 'hosted', pictureChecker: checker });
  try {
    const person = await hosted.signUp('hosted');
    expect((await setPolicy({ checksPictures: false }, person)).body.code).toBe('safety.pictures_required');
    const policy = await setPolicy({ level: 'strict' }, person);
    expect(policy.body).toMatchObject({ checksPictures: true, mustCheckPictures: true });
  } finally {
    await hosted.close();
  }
});
