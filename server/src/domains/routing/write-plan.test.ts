import {
  type Connection,
  filmInput,
  type GenerationIntent,
  type Job,
  type OfferedModel,
  type ProjectTree,
  type Quote,
  type Shot,
  type Storyboard,
} from '@kinora/contract';
import {
  startOllamaEmulator,
  startOpenAiEmulator,
  type TextAsked,
  type TextSaid,
  type VendorEmulator,
} from '@kinora/providers/emulators';
import { writeByTheBrief, writeScriptByTheBrief } from '@kinora/studios/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { createFilmPort } from '../projects/index.ts';

const BRIEF = 'Maison Halden. The dresses, cut in Porto. Merino and recycled satin. Made to be worn again. From €79.';
const MODEL = 'gpt-5.4-mini';
let studio: StudioApp;
let owner: StudioPerson;
let openAi: VendorEmulator;
let connection: string;
let projectId: string;
let asked: TextAsked[] = [];
let answers: ((question: TextAsked) => TextSaid)[] = [];

async function call<Answer>(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const headers = { 'idempotency-key': newId() };
  const response = await owner.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer };
}
const good = ({ turns }: TextAsked): TextSaid => ({ text: writeByTheBrief(turns[0]!.text) });
const invented = (question: TextAsked): TextSaid => {
  const writing = JSON.parse(writeByTheBrief(question.turns[0]!.text)) as { title: string };
  return { text: JSON.stringify({ ...writing, title: 'The best dresses of 2031' }) };
};
async function write(change: object = {}) {
  const body = { connection, model: MODEL, maxCredits: 0, ...change };
  const started = await call<{ job: Job; code?: string }>('POST', `/projects/${projectId}/plan`, body);
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  return untilEnded(started.body.job.id);
}
const untilEnded = (id: string) =>
  until(
    async () => {
      const { job } = (await call<{ job: Job }>('GET', `/jobs/${id}`)).body;
      return ['completed', 'failed', 'cancelled'].includes(job.status) && job;
    },
    `job ${id}`,
    60_000,
  );
const getTree = async () => (await call<ProjectTree>('GET', `/projects/${projectId}/tree`)).body;
const countRevisions = () =>
  studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
    const { rows } = await transaction.query<{ count: number }>(
      'select count(*)::int as count from storyboards where project_id = $1',
      [projectId],
    );
    return rows[0]!.count;
  });
const intentsOf = async (jobId: string) =>
  (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${jobId}/intents`)).body.items;

beforeAll(async () => {
  openAi = await startOpenAiEmulator();
  openAi.setText!((question) => {
    asked.push(question);
    return (answers.shift() ?? good)(question);
  });
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  await studio.app.startWork();
  const account = { provider: 'openai', name: 'Ours', secret: openAi.key, baseUrl: openAi.baseUrl };
  connection = (await call<Connection>('POST', '/connections', account)).body.id;
  const input = { brief: BRIEF, seconds: 15, music: 'none', ratios: ['16:9'], quality: 'draft' };
  const { storyboard } = (await call<{ storyboard: Storyboard }>('POST', '/films/plan', input)).body;
  const port = createFilmPort(
    { database: studio.test.database, appendEvent },
    { organizationId: owner.organizationId, userId: owner.userId },
  );
  projectId = (await port.open(newId(), filmInput.parse(input), 'Dresses')).projectId;
  await port.saveStoryboard(projectId, storyboard, null);
});
afterAll(async () => {
  await studio.close();
  await openAi.close();
});
beforeEach(() => {
  asked = [];
  answers = [];
});

it('says who would write it and the most it costs, and asks nobody for it', async () => {
  const { body } = await call<Quote>('POST', `/projects/${projectId}/plan?dryRun=true`, {
    connection,
    model: MODEL,
    maxCredits: 0,
  });
  expect(body).toMatchObject({
    totalCredits: 0,
    priceLabel: expect.stringMatching(/^up to \$0\.\d+ · your connection$/),
  });
  expect(body.lines).toMatchObject([{ madeBy: 'OpenAI · GPT-5.4 mini', credits: 0 }]);
  expect(asked).toEqual([]);
});

it('becomes a new revision of the storyboard, in the brief’s words, and says who wrote it', async () => {
  const before = await countRevisions();
  const old = (await getTree()).storyboard!;
  const job = await write();
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed' });
  const { storyboard, project } = await getTree();
  expect(project.status).toBe('storyboard');
  expect(storyboard!.notices).toContain('Order and words of this plan were written by OpenAI · GPT-5.4 mini.');
  expect(storyboard!.scenes.flatMap(({ shots }) => shots.map(({ key }) => key))).not.toEqual(
    old.scenes.flatMap(({ shots }) => shots.map(({ key }) => key)),
  );
  expect(await countRevisions()).toBe(before + 1);
  expect(asked).toHaveLength(1);
  expect(asked[0]!.turns[0]!.text).toContain('Made to be worn again');
  const [intent] = await intentsOf(job.id);
  expect(intent).toMatchObject({ name: 'plan', state: 'finished', capability: 'text' });
  expect(intent!.cost!.micros).toBeGreaterThan(0);
});

it('is told its faults once, and may do better', async () => {
  answers = [invented, good];
  const job = await write();
  expect(job.status).toBe('completed');
  expect(asked).toHaveLength(2);
  const repair = asked[1]!.turns.at(-1)!.text;
  expect(repair).toContain('title: the number 2031 is not in the brief');
  expect(repair).toContain('“best” is a claim');
  expect((await intentsOf(job.id)).map(({ name, state }) => [name, state])).toEqual([
    ['plan', 'finished'],
    ['plan-repair', 'finished'],
  ]);
  expect((await getTree()).storyboard!.notices.join()).toContain('were written by OpenAI');
});

it('is the built-in plan, with a notice, when it still invents, is cut off or is no JSON', async () => {
  answers = [() => ({ text: 'Sure!' }), () => ({ text: '{"title":"Dre', isCut: true })];
  const job = await write();
  expect(job.status).toBe('completed');
  const { storyboard } = await getTree();
  expect(storyboard!.notices[0]).toBe(
    'OpenAI · GPT-5.4 mini did not keep to the brief, even after it was told its faults (1 left), so the built-in planner made this plan.',
  );
  expect(storyboard!.notices.join()).not.toContain('were written by');
});

it('fails in words when the vendor refuses, and leaves the plan as it was', async () => {
  const before = await countRevisions();
  openAi.refuseNext('moderated');
  expect((await write()).failure).toMatchObject({ code: 'generation.moderated' });
  openAi.setCredit(false);
  expect((await write()).failure).toMatchObject({ code: 'generation.no_credit' });
  openAi.setCredit(true);
  expect(await countRevisions()).toBe(before);
});

it('refuses a model that writes no words before anything is sent', async () => {
  const body = { connection, model: 'gpt-image-2', maxCredits: 0 };
  const { body: refused } = await call<{ code: string }>('POST', `/projects/${projectId}/plan`, body);
  expect(refused.code).toBe('generation.unknown_model');
});

it('writes a shot’s prompt anew, by the rules where the answer cannot be used', async () => {
  const shot = (await getTree()).scenes[0]!.shots[0]!;
  const press = async () => {
    const body = { projectId, kind: 'picture', connection, model: MODEL, maxCredits: 0 };
    const { job } = (await call<{ job: Job }>('POST', `/shots/${shot.id}/prompt`, body)).body;
    expect((await untilEnded(job.id)).status).toBe('completed');
    return (await getTree()).scenes.flatMap(({ shots }) => shots).find(({ id }) => id === shot.id) as Shot;
  };
  answers = [() => ({ text: '{"prompt":"A dress on a chair, morning light"}' })];
  expect((await press()).picturePrompt).toBe('A dress on a chair, morning light');
  answers = [() => ({ text: 'no' })];
  expect((await press()).picturePrompt).toBe(
    'A dress on a chair, morning light, on a plain ground, eye level, 50 mm lens, no lettering in the picture',
  );
});

type Script = {
  isWritten: boolean;
  notice: string | null;
  shots: { shotId: string; code: string; lines: string[] | null; narration: string }[];
};
async function writeScript(change: object = {}): Promise<{ job: Job; script: Script }> {
  const body = { connection, model: MODEL, maxCredits: 0, ...change };
  const started = await call<{ job: Job; code?: string }>('POST', `/projects/${projectId}/script`, body);
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  const job = await untilEnded(started.body.job.id);
  const { output } = (await call<{ output: Script }>('GET', `/jobs/${job.id}`)).body;
  return { job, script: output };
}
const shotsNow = async () => (await getTree()).scenes.flatMap(({ shots }) => shots);

it('proposes a script for the film as it stands, and changes nothing of it', async () => {
  const before = await shotsNow();
  const quote = await call<Quote>('POST', `/projects/${projectId}/script?dryRun=true`, { connection, model: MODEL });
  expect(quote.body).toMatchObject({ totalCredits: 0, lines: [{ what: 'Script by a language model' }] });
  answers = [({ turns }) => ({ text: writeScriptByTheBrief(turns[0]!.text) })];
  const { job, script } = await writeScript();
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed' });
  expect(script).toMatchObject({ isWritten: true, notice: null });
  expect(script.shots.map(({ shotId }) => shotId)).toEqual(before.map(({ id }) => id));
  expect(script.shots.flatMap(({ lines }) => lines ?? []).length).toBeGreaterThan(0);
  expect(await shotsNow()).toEqual(before);
  expect(asked[0]!.system).toContain('You write the script of a short advertising film');
});

it('tells the writer its faults once, and says so where the words are the built-in planner’s', async () => {
  const [shot] = await shotsNow();
  const bad = () => ({
    text: JSON.stringify({ shots: [{ shot: 'nothing', line: 'The best of 2031', narration: '' }] }),
  });
  answers = [bad, ({ turns }) => ({ text: writeScriptByTheBrief(turns[0]!.text) })];
  expect((await writeScript({ shotIds: [shot!.id] })).script).toMatchObject({
    isWritten: true,
    shots: [{ shotId: shot!.id }],
  });
  expect(asked[1]!.turns.at(-1)!.text).toContain('is missing');
  answers = [bad, bad];
  const { script } = await writeScript({ shotIds: [shot!.id] });
  expect(script.isWritten).toBe(false);
  expect(script.notice).toContain('These words are the built-in planner’s.');
  expect(script.shots).toHaveLength(1);
});

it('writes for no shot of another film', async () => {
  const body = { connection, model: MODEL, maxCredits: 0, shotIds: [newId()] };
  expect((await call<{ code: string }>('POST', `/projects/${projectId}/script`, body)).body.code).toBe(
    'film.shot_missing',
  );
});

it('makes a prompt fuller at once and for nothing by the built-in rules', async () => {
  const { body } = await call('POST', '/prompts/enhance', { kind: 'motion', prompt: 'A dress' });
  expect(body).toEqual({
    prompt: 'A dress, slow push in, steady',
    added: ['slow push in', 'steady'],
    madeBy: 'Built-in engine',
  });
});

it('offers the models that one’s own server named, through that connection alone', async () => {
  const ollama = await startOllamaEmulator();
  ollama.setText!(good);
  const account = { provider: 'ollama', name: 'Rack', secret: ollama.key, baseUrl: ollama.baseUrl };
  const rack = (await call<Connection>('POST', '/connections', account)).body;
  const { items } = (await call<{ items: OfferedModel[] }>('GET', '/models?capability=text')).body;
  const own = items.filter(({ provider }) => provider === 'ollama');
  expect(own).toMatchObject([{ id: 'qwen3:8b', price: null, connections: [{ id: rack.id, name: 'Rack' }] }]);
  expect((await write({ connection: rack.id, model: 'qwen3:8b' })).status).toBe('completed');
  expect((await getTree()).storyboard!.notices.join()).toContain('were written by Ollama · qwen3:8b');
  await ollama.close();
});

it('plans a film that is only a form yet: priced before anything is kept, then opened with the model’s plan', async () => {
  const film = { brief: BRIEF, seconds: 15, music: 'none', ratios: ['16:9'], quality: 'draft' };
  const order = { input: { film, connection, model: MODEL }, maxCredits: 0 };
  const countProjects = async () => (await call<{ items: object[] }>('GET', '/projects')).body.items.length;
  const before = await countProjects();
  const quoted = await call<Quote>('POST', '/jobs/film-plan?dryRun=true', order);
  expect(quoted.body.priceLabel).toMatch(/^up to \$0\.\d+ · your connection$/);
  expect([await countProjects(), asked.length]).toEqual([before, 0]);
  const started = await call<{ job: Job }>('POST', '/jobs/film-plan', order);
  const job = await untilEnded(started.body.job.id);
  expect(job.status, JSON.stringify(job.failure)).toBe('completed');
  expect(await countProjects()).toBe(before + 1);
  const tree = (await call<ProjectTree>('GET', `/projects/${job.projectId}/tree`)).body;
  expect(tree.storyboard!.notices.join(' ')).toContain('GPT-5.4 mini');
  expect(tree.scenes.flatMap(({ shots }) => shots).every(({ takes }) => takes.length === 0)).toBe(true);
});
