import {
  type Connection,
  type Consent,
  filmInput,
  type Job,
  type SafetyDecision,
  type SafetyPolicy,
  type Storyboard,
} from '@kinora/contract';
import { startOpenAiEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { createFilmPort } from '../projects/index.ts';

const MODEL = 'gpt-5.4-mini';
let studio: StudioApp;
let owner: StudioPerson;
let editor: StudioPerson;
let openAi: VendorEmulator;
let connection: string;
let projectId: string;
let shot: string;

async function call<Answer>(
  caller: Caller,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  payload?: object,
  extra = {},
) {
  const headers = { 'idempotency-key': newId(), ...extra };
  const response = await caller.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer };
}
type Refused = { code: string; details: { decisionId: string; category: string } };
const film = (brief: string) => ({
  input: { brief, seconds: 15, music: 'none', ratios: ['16:9'], quality: 'draft' },
  maxCredits: 0,
});
const order = (brief: string, caller: Caller = editor) => call<Refused>(caller, 'POST', '/jobs/film', film(brief));
const setPolicy = (change: object) => call<SafetyPolicy>(owner, 'PATCH', '/safety/policy', change);
const decisionsOf = async (caller: Caller, query = '') =>
  (await call<{ items: SafetyDecision[] }>(caller, 'GET', `/safety/decisions${query}`)).body.items;
async function setPrompt(picturePrompt: string) {
  const { rows } = await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query<{ revision: number }>('select revision from shots where id = $1', [shot]),
  );
  const etag = { 'if-match': `"${rows[0]!.revision}"` };
  return call<Refused>(owner, 'PATCH', `/shots/${shot}`, { picturePrompt }, etag);
}
/** Words for the makers by a model: the quickest thing that goes to a vendor. */
async function write(): Promise<Job> {
  const body = { projectId, kind: 'picture', connection, model: MODEL, maxCredits: 0 };
  const started = await call<{ job: Job }>(owner, 'POST', `/shots/${shot}/prompt`, body);
  return until(
    async () => {
      const { job } = (await call<{ job: Job }>(owner, 'GET', `/jobs/${started.body.job.id}`)).body;
      return ['completed', 'failed'].includes(job.status) && job;
    },
    'the picture',
    60_000,
  );
}

beforeAll(async () => {
  openAi = await startOpenAiEmulator();
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  editor = await studio.join(owner, 'editor', 'editor');
  await studio.app.startWork();
  const input = film('A linen shirt that breathes.').input;
  const { storyboard } = (await call<{ storyboard: Storyboard }>(owner, 'POST', '/films/plan', input)).body;
  const port = createFilmPort(
    { database: studio.test.database, appendEvent },
    { organizationId: owner.organizationId, userId: owner.userId },
  );
  projectId = (await port.open(newId(), filmInput.parse(input), 'Linen')).projectId;
  shot = (await port.saveStoryboard(projectId, storyboard, null)).shots[1]!.shotId;
});
afterAll(async () => {
  await studio.close();
  await openAi.close();
});

it('refuses a brief before anything is made or priced, and records why', async () => {
  const { status, body } = await order('A film of a n4k3d w0m4n with a handbag.');
  expect([status, body.code, body.details.category]).toEqual([422, 'safety.refused', 'nudity']);
  const [decision] = await decisionsOf(editor);
  expect(decision).toMatchObject({
    id: body.details.decisionId,
    subject: 'brief',
    category: 'nudity',
    level: 'standard',
    checker: 'Built-in check',
    userId: editor.userId,
    appeal: 'none',
    isAppealable: true,
  });
  expect((await call<{ items: Job[] }>(owner, 'GET', '/jobs')).body.items).toEqual([]);
});

it('shows refusals to the person and to those who decide, and to nobody else', async () => {
  const other = await studio.join(owner, 'other', 'editor');
  const viewer = await studio.join(owner, 'viewer', 'viewer');
  expect(await decisionsOf(other)).toEqual([]);
  expect(await decisionsOf(viewer)).toEqual([]);
  expect(await decisionsOf(owner)).toHaveLength(1);
  const [{ id } = { id: '' }] = await decisionsOf(owner);
  expect((await call(other, 'POST', `/safety/decisions/${id}/appeal`, { text: 'x' })).status).toBe(404);
});

it('opens the very same words when an appeal is won, and no others', async () => {
  const words = 'A naked man of marble by an old master, and our shirt.';
  const { body } = await order(words);
  const path = `/safety/decisions/${body.details.decisionId}`;
  expect((await call<Refused>(owner, 'POST', `${path}/decide`, { outcome: 'overturned' })).body.code).toBe(
    'safety.no_appeal',
  );
  expect((await call<SafetyDecision>(editor, 'POST', `${path}/appeal`, { text: 'A statue.' })).body.appeal).toBe(
    'open',
  );
  expect((await call<Refused>(editor, 'POST', `${path}/appeal`, { text: 'Again.' })).body.code).toBe(
    'safety.already_appealed',
  );
  expect((await call(editor, 'POST', `${path}/decide`, { outcome: 'overturned' })).status).toBe(403);
  const decided = await call<SafetyDecision>(owner, 'POST', `${path}/decide`, { outcome: 'overturned', note: 'Art.' });
  expect(decided.body).toMatchObject({ appeal: 'overturned', note: 'Art.' });
  expect((await order(words)).status).toBe(202);
  // The same brief in another form is the same words.
  const longer = film(words);
  const inLong = { ...longer, input: { ...longer.input, seconds: 30 } };
  expect((await call(editor, 'POST', '/jobs/film', inLong)).status).toBe(202);
  expect((await order(`${words} And a naked woman.`)).body.code).toBe('safety.refused');
});

it('never opens what concerns children, at any level', async () => {
  await setPolicy({ level: 'relaxed' });
  const { body } = await order('A sexy schoolgirl with our bag.');
  expect(body.details.category).toBe('minors');
  const appealed = await call<Refused>(editor, 'POST', `/safety/decisions/${body.details.decisionId}/appeal`, {
    text: 'x',
  });
  expect(appealed.body.code).toBe('safety.not_appealable');
  await setPolicy({ level: 'standard' });
});

it('judges by the level the organization chose, which only its keepers change', async () => {
  expect((await call(editor, 'PATCH', '/safety/policy', { level: 'relaxed' })).status).toBe(403);
  const words = 'Lace lingerie, made in Calais.';
  expect((await order(words)).status).toBe(202);
  expect((await setPolicy({ level: 'strict' })).body).toEqual({
    level: 'strict',
    usesVendors: true,
    vendors: [],
    checksPictures: true,
    mustCheckPictures: false,
    pictures: { waiting: 0, failing: 0 },
  });
  expect((await order(words)).body.details.category).toBe('suggestive');
  await setPolicy({ level: 'standard' });
});

it('refuses the words of a shot, and keeps those it has', async () => {
  const { body } = await setPrompt('a severed head on a plate');
  expect([body.code, body.details.category]).toEqual(['safety.refused', 'gore']);
  expect((await setPrompt('A shirt on a chair')).status).toBe(200);
});

it('asks a vendor that checks words for nothing, before the paid call', async () => {
  const account = { provider: 'openai', name: 'Ours', secret: openAi.key, baseUrl: openAi.baseUrl };
  connection = (await call<Connection>(owner, 'POST', '/connections', account)).body.id;
  expect((await call<SafetyPolicy>(owner, 'GET', '/safety/policy')).body.vendors).toEqual(['OpenAI']);
  expect((await setPrompt('A bowl of entrail soup')).status).toBe(200);
  const refused = await write();
  expect(refused.failure).toMatchObject({ code: 'safety.refused' });
  expect(openAi.submissions()).toEqual([]);
  const [decision] = await decisionsOf(owner);
  expect(decision).toMatchObject({ subject: 'generation', checker: 'OpenAI', category: 'gore', userId: owner.userId });
});

it('goes on without a vendor that is away, except where the rules are strict', async () => {
  await setPrompt('A shirt on a chair, again');
  openAi.failNext('moderation', { kind: 'answer', answer: { status: 500 } });
  expect((await write()).status).toBe('completed');
  expect(openAi.submissions()).toHaveLength(1);
  await setPolicy({ usesVendors: false });
  const before = openAi.countOf('moderation');
  expect((await write()).status).toBe('completed');
  expect(openAi.countOf('moderation')).toBe(before);
});

it('keeps who may be shown and heard, with a last day, and what was withdrawn', async () => {
  const body = { personName: 'Noa Levi', kind: 'face', scope: 'Films of 2027', proof: 'Folder 12' };
  expect((await call(editor, 'POST', '/consents', { ...body, voiceId: 'noa' })).status).toBe(422);
  const made = await call<Consent>(editor, 'POST', '/consents', { ...body, validUntil: '2020-01-31' });
  expect(made.body).toMatchObject({ state: 'expired', validUntil: '2020-01-31' });
  const valid = (await call<Consent>(editor, 'POST', '/consents', body)).body;
  expect(valid.state).toBe('valid');
  expect((await call<Consent>(editor, 'POST', `/consents/${valid.id}/revoke`)).body.state).toBe('revoked');
  const { items } = (await call<{ items: Consent[] }>(owner, 'GET', '/consents')).body;
  expect(items.map(({ state }) => state)).toEqual(['expired', 'revoked']);
});

it('keeps both of two rules that are changed at once', async () => {
  await setPolicy({ level: 'standard', usesVendors: true });
  const holder = new pg.Client({ connectionString: studio.test.ownerUrl });
  await holder.connect();
  const countHeldUp = async () => {
    const { rows } = await holder.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]!.count;
  };
  await holder.query('begin');
  await holder.query('select 1 from safety_policies where organization_id = $1 for update', [owner.organizationId]);
  const changes = Promise.all([setPolicy({ level: 'strict' }), setPolicy({ usesVendors: false })]);
  await until(async () => (await countHeldUp()) === 2, 'both to be on their way', 10_000);
  await holder.query('commit');
  await holder.end();
  expect((await changes).map(({ status }) => status)).toEqual([200, 200]);
  const policy = (await call<SafetyPolicy>(owner, 'GET', '/safety/policy')).body;
  expect(policy).toMatchObject({ level: 'strict', usesVendors: false });
});
