import type { Brand, Connection, Job, LogoIdeas, Quote } from '@kinora/contract';
import { startOpenAiEmulator, type TextAsked, type TextSaid, type VendorEmulator } from '@kinora/providers/emulators';
import { writeLogosByTheBrief } from '@kinora/studios/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';

const MODEL = 'gpt-5.4-mini';
const BRIEF = { about: 'Leather bags, stitched by hand in Porto', count: 5 };
let studio: StudioApp;
let owner: StudioPerson;
let openAi: VendorEmulator;
let connection: string;
let brandId: string;
let asked: TextAsked[] = [];
let answers: ((question: TextAsked) => TextSaid)[] = [];

async function call<Answer>(path: string, payload: object, person = owner) {
  const headers = { 'idempotency-key': newId() };
  const response = await person.ask({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  return { status: response.statusCode, body: response.json() as Answer & { code?: string } };
}
const get = async <Answer>(path: string) => (await owner.ask({ url: `/api/v1${path}` })).json() as Answer;
const good = ({ turns }: TextAsked): TextSaid => ({ text: writeLogosByTheBrief(turns[0]!.text) });
const one = ({ turns }: TextAsked): TextSaid => {
  const { ideas } = JSON.parse(writeLogosByTheBrief(turns[0]!.text)) as { ideas: object[] };
  return { text: JSON.stringify({ ideas: ideas.slice(1) }) };
};
async function write(): Promise<LogoIdeas> {
  const body = { ...BRIEF, connection, model: MODEL, maxCredits: 0 };
  const started = await call<{ job: Job }>(`/brands/${brandId}/logo-ideas/by-model`, body);
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  const { job, output } = await until(
    async () => {
      const tree = await get<{ job: Job; output: LogoIdeas }>(`/jobs/${started.body.job.id}`);
      return ['completed', 'failed'].includes(tree.job.status) && tree;
    },
    'the ideas',
    60_000,
  );
  expect(job, JSON.stringify(job.failure)).toMatchObject({ status: 'completed' });
  return output;
}

beforeAll(async () => {
  openAi = await startOpenAiEmulator();
  openAi.setText!((question) => {
    asked.push(question);
    return (answers.shift() ?? good)(question);
  });
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker' } });
  owner = await studio.setUp();
  await studio.app.startWork();
  const account = { provider: 'openai', name: 'Ours', secret: openAi.key, baseUrl: openAi.baseUrl };
  connection = (await call<Connection>('/connections', account)).body.id;
  brandId = (await call<Brand>('/brands', { name: 'Sable', colours: ['#2b5590'], wordsToAvoid: ['cheap'] })).body.id;
});
afterAll(async () => {
  await studio.close();
  await openAi.close();
});
beforeEach(() => {
  asked = [];
  answers = [];
});

it('thinks of logos at once and for nothing, from what the kit says', async () => {
  const { body } = await call<LogoIdeas>(`/brands/${brandId}/logo-ideas`, { ...BRIEF, language: 'he' });
  expect(body).toMatchObject({ isWritten: false, notice: null });
  expect(body.ideas).toHaveLength(5);
  expect(body.ideas[0]).toMatchObject({ kind: 'wordmark', colours: ['#2b5590'], title: 'אות שהיא הדבר' });
  expect(body.ideas[0]!.prompt).toContain('“Sable”');
  const stranger = await studio.signUp('stranger');
  expect((await call(`/brands/${brandId}/logo-ideas`, BRIEF, stranger)).status).toBe(404);
  expect((await call(`/brands/${brandId}/logo-ideas`, { about: 'x' })).status).toBe(422);
});

it('has a model think of them, at a price said before, and draws nothing', async () => {
  const order = { ...BRIEF, connection, model: MODEL };
  const quote = await call<Quote>(`/brands/${brandId}/logo-ideas/by-model?dryRun=true`, order);
  expect(quote.body).toMatchObject({ totalCredits: 0, lines: [{ what: 'Ideas for a logo' }] });
  expect(asked).toEqual([]);
  const { ideas, isWritten, notice } = await write();
  expect([isWritten, notice, ideas.length]).toEqual([true, null, 5]);
  expect(ideas[0]!.negativePrompt).toBe('photograph, shadow');
  expect(JSON.parse(asked[0]!.turns[0]!.text)).toMatchObject({ name: 'Sable', avoid: ['cheap'], colours: ['#2b5590'] });
});

it('tells the model its faults once, and then takes the built-in ideas with a notice', async () => {
  answers = [one, good];
  expect((await write()).isWritten).toBe(true);
  expect(asked[1]!.turns.at(-1)!.text).toContain('4 ideas; 5 are wanted');
  answers = [one, () => ({ text: 'Sure!' })];
  const { ideas, isWritten, notice } = await write();
  expect(isWritten).toBe(false);
  expect(notice).toContain('These ideas are the built-in writer’s.');
  expect(ideas).toHaveLength(5);
});
