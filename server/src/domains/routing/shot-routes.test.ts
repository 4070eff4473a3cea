import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Connection,
  filmInput,
  type GenerationIntent,
  type Job,
  type JobLogLine,
  type JobTree,
  type ProjectTree,
  type Quote,
  type RankedRoute,
  type Storyboard,
} from '@kinora/contract';
import { DEFAULT_ENCODE, encodeFrames, openEngine } from '@kinora/media-node';
import { startElevenLabsEmulator, startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { createFilmPort } from '../projects/index.ts';

/** Two accounts at one emulated vendor, and a shot that is drafted, moved and finished through them. */
let studio: StudioApp;
let owner: StudioPerson;
let emulator: VendorEmulator;
let speech: VendorEmulator;
let other: VendorEmulator;
let connection: string;
let second: string;
let projectId: string;
let shotId: string;

const SCHNELL = 'black-forest-labs/flux-schnell';
const DEV = 'black-forest-labs/flux-dev';
const SEEDANCE = 'bytedance/seedance-1-pro';
const FILM_FRAMES = 45;

async function call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, payload?: object) {
  const headers = { 'idempotency-key': newId() };
  const response = await owner.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() as Answer & { code?: string } };
}
type Order = { model: string; connection?: string; fallbacks?: object[] };
const order = (what: 'picture' | 'motion', change: Order) =>
  call<{ job: Job }>('POST', `/shots/${shotId}/${what}`, { projectId, connection, maxCredits: 0, ...change });
const quoteOf = (what: 'picture' | 'motion', change: Order) =>
  call<Quote>('POST', `/shots/${shotId}/${what}?dryRun=true`, { projectId, connection, ...change });
const intentsOf = async (id: string) =>
  (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${id}/intents`)).body.items;
const getShot = async () =>
  (await call<ProjectTree>('GET', `/projects/${projectId}/tree`)).body.scenes
    .flatMap((scene) => scene.shots)
    .find(({ id }) => id === shotId)!;

async function untilEnded({ status, body }: { status: number; body: { job: Job } }): Promise<Job> {
  expect(status, JSON.stringify(body)).toBe(202);
  return until(
    async () => {
      const { job } = (await call<{ job: Job }>('GET', `/jobs/${body.job.id}`)).body;
      return ['completed', 'failed', 'cancelled'].includes(job.status) && job;
    },
    `job ${body.job.id}`,
    90_000,
  );
}

async function makeFilm(): Promise<Buffer> {
  const engine = await openEngine({});
  const folder = await mkdtemp(join(tmpdir(), 'kinora-vendor-film-'));
  const path = join(folder, 'made.mp4');
  const size = { width: 320, height: 180 };
  async function* draw() {
    for (let frame = 0; frame < FILM_FRAMES; frame += 1) yield Buffer.alloc(size.width * size.height * 4, 4 * frame);
  }
  await encodeFrames(
    engine,
    { path, size, rate: { numerator: 30, denominator: 1 }, settings: DEFAULT_ENCODE },
    { frames: draw() },
  );
  const bytes = await readFile(path);
  await engine.close();
  await rm(folder, { recursive: true });
  return bytes;
}

const openPort = () =>
  createFilmPort(
    { database: studio.test.database, appendEvent },
    { organizationId: owner.organizationId, userId: owner.userId },
  );

async function plan(input: object) {
  const { storyboard } = (await call<{ storyboard: Storyboard }>('POST', '/films/plan', input)).body;
  const port = openPort();
  const { projectId: id } = await port.open(newId(), filmInput.parse(input), 'Linen');
  const { shots } = await port.saveStoryboard(id, storyboard, null);
  const lines = storyboard.scenes.flatMap((scene) => scene.shots).filter(({ narration }) => narration !== '');
  return { projectId: id, shots, lines: lines.length };
}

const connect = async (name: string, { key, baseUrl }: VendorEmulator, provider = 'replicate') =>
  (await call<Connection>('POST', '/connections', { provider, name, secret: key, baseUrl })).body.id;

beforeAll(async () => {
  const options = { picture: { width: 640, height: 360 }, film: await makeFilm() };
  emulator = await startReplicateEmulator(options);
  other = await startReplicateEmulator(options);
  speech = await startElevenLabsEmulator();
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  await studio.app.startWork();
  connection = await connect('Ours', emulator);
  second = await connect('Second', other);
  const input = {
    brief: 'A linen shirt that breathes.',
    seconds: 15,
    music: 'none',
    ratios: ['16:9'],
    quality: 'draft',
  };
  const planned = await plan(input);
  projectId = planned.projectId;
  shotId = planned.shots[1]!.shotId;
});
afterAll(async () => {
  await studio.close();
  await emulator.close();
  await other.close();
  await speech.close();
});

const REFUSED = { status: 422, body: { title: 'Input validation failed', detail: '- prompt: no', status: 422 } };

it('asks another only after a certain no, as the quote says, and the take says who made it', {
  timeout: 120_000,
}, async () => {
  const strict = { model: SCHNELL };
  const chain = { ...strict, fallbacks: [{ connection: second, model: DEV }] };
  const { lines } = (await quoteOf('picture', chain)).body;
  expect(lines.map(({ madeBy }) => madeBy)).toEqual([
    'Replicate · FLUX schnell',
    'Replicate · FLUX dev',
    'Built-in engine',
  ]);
  expect(lines[1]).toMatchObject({ what: 'Only if Replicate · FLUX schnell certainly does not take it', credits: 0 });

  emulator.failNext('submit', { kind: 'answer', answer: REFUSED });
  const failed = await untilEnded(await order('picture', strict));
  expect(failed.failure).toMatchObject({ code: 'generation.invalid_input' });
  expect([emulator.submissions().length, other.submissions().length]).toEqual([0, 0]);

  emulator.failNext('submit', { kind: 'answer', answer: REFUSED });
  const done = await untilEnded(await order('picture', chain));
  expect(done.status, JSON.stringify(done.failure)).toBe('completed');
  expect([emulator.submissions().length, other.submissions().length]).toEqual([0, 1]);
  expect((await intentsOf(done.id)).map(({ name, state, model }) => [name, state, model])).toEqual([
    ['picture', 'refused', SCHNELL],
    ['picture~2', 'finished', DEV],
  ]);
  expect((await getShot()).takes.at(-1)!.madeBy).toBe('Replicate · FLUX dev + Built-in engine');
});

it('asks nobody else for what the vendor took and did not manage', { timeout: 60_000 }, async () => {
  emulator.refuseNext('failed');
  const chain = { model: SCHNELL, fallbacks: [{ connection: second, model: DEV }] };
  const failed = await untilEnded(await order('picture', chain));
  expect(failed.failure).toMatchObject({ code: 'generation.failed' });
  const { body: tree } = await call<JobTree>('GET', `/jobs/${failed.id}`);
  const faults = tree.attempts.filter(({ errorCode }) => errorCode === 'generation.failed');
  expect(faults.length).toBeGreaterThan(0);
  for (const { errorSentence } of faults) expect(errorSentence).toMatch(/^The provider took the work/);
  const { body: log } = await call<{ items: JobLogLine[] }>('GET', `/jobs/${failed.id}/log`);
  const line = log.items.find(({ detail }) => detail === 'generation.failed');
  expect(line?.sentence).toBe(faults[0]?.errorSentence);
  expect([emulator.submissions().length, other.submissions().length]).toEqual([1, 1]);
});

it('finishes a draft with the same words and seed, as a new take', { timeout: 120_000 }, async () => {
  const items = [
    { capability: 'picture', purpose: 'draft', connection, model: SCHNELL },
    { capability: 'picture', purpose: 'finish', connection: second, model: DEV },
  ];
  expect((await call('PUT', '/route-choices', { projectId, items })).body).toEqual({ items });
  const wrong = [{ ...items[0], model: SEEDANCE }];
  expect((await call('PUT', '/route-choices', { projectId, items: wrong })).body.code).toBe('generation.unknown_model');
  expect((await untilEnded(await order('picture', { model: SCHNELL }))).status).toBe('completed');
  const draft = JSON.parse(emulator.submissions().at(-1)!.mark);
  const before = await getShot();
  const body = { shotIds: [shotId], what: 'picture', connection: second, model: DEV, maxCredits: 0 };
  const done = await untilEnded(await call<{ job: Job }>('POST', `/projects/${projectId}/finish`, body));
  expect(done.status, JSON.stringify(done.failure)).toBe('completed');
  const finished = JSON.parse(other.submissions().at(-1)!.mark);
  expect([finished.prompt, finished.seed]).toEqual([draft.prompt, draft.seed]);
  const after = await getShot();
  expect(after.takes.length).toBe(before.takes.length + 1);
  expect(after.takes.at(-1)!.madeBy).toBe('Replicate · FLUX dev + Built-in engine');
  const motion = { ...body, what: 'motion', model: SEEDANCE };
  expect((await call('POST', `/projects/${projectId}/finish?dryRun=true`, motion)).body.code).toBe('film.no_draft');
});

it('has a shot moved from its picture, once however the line breaks, and the film shows it', {
  timeout: 120_000,
}, async () => {
  const quoted = (await quoteOf('motion', { model: SEEDANCE })).body;
  expect(quoted.lines[0]).toMatchObject({ madeBy: 'Replicate · Seedance 1 Pro', credits: 0 });
  expect(quoted.lines[0]!.why).toContain('charges about $0.75');
  expect(quoted.warnings[0]).toMatch(/^Makes 5 s; the shot shows [\d.]+ s of them$/);
  expect((await quoteOf('motion', { model: SCHNELL })).body.code).toBe('generation.unknown_model');
  const submissions = emulator.submissions().length;
  emulator.failNext('submit', { kind: 'lose_answer' });
  const done = await untilEnded(await order('motion', { model: SEEDANCE }));
  expect(done.status, JSON.stringify(done.failure)).toBe('completed');
  expect(emulator.submissions().length).toBe(submissions + 1);
  const asked = JSON.parse(emulator.submissions().at(-1)!.mark);
  expect(asked).toMatchObject({ duration: 5 });
  expect(asked.image).toMatch(/^data:image\/png/);
  const shot = await getShot();
  expect(shot.scene).toMatchObject({
    kind: 'video',
    subjects: [{ use: 'video', inFrame: 0, lengthFrames: FILM_FRAMES }],
  });
  expect(shot.takes.at(-1)!.madeBy).toBe('Replicate · Seedance 1 Pro + Built-in engine');
  expect((await intentsOf(done.id))[0]).toMatchObject({ name: 'motion', sends: 1, cost: { micros: 750_000 } });
});

it('is spoken by the chosen provider, each line paid once, in Hebrew too, or as the quote says by the built-in voice', {
  timeout: 120_000,
}, async () => {
  const ours = await connect('Voices', speech, 'elevenlabs');
  const voiceBy = { connection: ours, model: 'eleven_multilingual_v2', voice: 'rachel' };
  const film = { seconds: 15, music: 'none', ratios: ['16:9'], quality: 'draft', voice: 'female-soft', language: 'he' };
  const brief = 'חולצת פשתן לקיץ. הבד נושם גם בימים חמים. כל חולצה נתפרת ביד בתל אביב.';
  const wrong = { ...film, brief, voiceBy: { ...voiceBy, orElse: 'built_in' } };
  expect((await call('POST', '/quotes/film', wrong)).body.code).toBe('request.invalid');
  const quoted = (await call<Quote>('POST', '/quotes/film', { ...film, brief, voiceBy })).body;
  expect(quoted.lines.at(-1)).toMatchObject({ what: 'Voice', madeBy: 'ElevenLabs · Multilingual v2', credits: 0 });
  expect(quoted.lines.at(-1)!.why).toMatch(/charges about \$0\.0\d/);
  expect(quoted.warnings.join()).not.toContain('Nobody but');
  const speak = (id: string) =>
    call<{ job: Job }>('POST', `/projects/${id}/refresh`, { shotIds: [], renderAfter: false, maxCredits: 0 });

  const hebrew = await plan({ ...film, brief, voiceBy });
  expect(hebrew.lines).toBeGreaterThan(0);
  for (let times = 0; times < 2; times += 1) {
    const done = await untilEnded(await speak(hebrew.projectId));
    expect(done.status, JSON.stringify(done.failure)).toBe('completed');
    expect(speech.submissions().length).toBe(hebrew.lines);
  }
  expect((await openPort().get(hebrew.projectId)).sound.voice).not.toBeNull();
  expect(JSON.parse(speech.submissions()[0]!.mark)[1]).toMatchObject({ language_code: 'he' });

  speech.setCredit(false);
  const english = { ...film, language: 'en', brief: 'A linen shirt that breathes. Every shirt is sewn by hand.' };
  const strict = await plan({ ...english, voiceBy });
  expect((await untilEnded(await speak(strict.projectId))).failure).toMatchObject({ code: 'generation.no_credit' });
  const agreed = await plan({ ...english, voiceBy: { ...voiceBy, orElse: 'built_in' } });
  const done = await untilEnded(await speak(agreed.projectId));
  expect(done.status, JSON.stringify(done.failure)).toBe('completed');
  expect((await openPort().get(agreed.projectId)).sound.voice).not.toBeNull();
  expect(speech.submissions().length).toBe(hebrew.lines);
});

it('has its music made by the chosen provider once, or as the quote says by the built-in engine', {
  timeout: 120_000,
}, async () => {
  speech.setCredit(true);
  const ours = await connect('Music', speech, 'elevenlabs');
  const musicBy = { connection: ours, model: 'music_v1' };
  const film = {
    brief: 'A linen shirt that breathes.',
    seconds: 15,
    ratios: ['16:9'],
    quality: 'draft',
    voice: 'none',
  };
  const wish = { ...film, music: 'uplifting', musicBy };
  const quoted = (await call<Quote>('POST', '/quotes/film', { ...wish, musicBy: { ...musicBy, orElse: 'built_in' } }))
    .body;
  expect(quoted.lines.slice(-2)).toMatchObject([
    { what: 'Music', madeBy: 'ElevenLabs · Music v1', why: expect.stringMatching(/charges about \$0\.0[78]/) },
    { what: 'Only if ElevenLabs · Music v1 certainly does not take it', madeBy: 'Built-in engine', credits: 0 },
  ]);
  const make = (id: string) =>
    call<{ job: Job }>('POST', `/projects/${id}/refresh`, { shotIds: [], renderAfter: false, maxCredits: 0 });
  const soundOf = async (id: string) => (await openPort().get(id)).sound.music;

  const asked = speech.submissions().length;
  const { projectId: id } = await plan(wish);
  for (let times = 0; times < 2; times += 1) {
    const done = await untilEnded(await make(id));
    expect(done.status, JSON.stringify(done.failure)).toBe('completed');
    expect(speech.submissions().length).toBe(asked + 1);
  }
  expect(JSON.parse(speech.submissions().at(-1)!.mark)).toMatchObject({
    model_id: 'music_v1',
    music_length_ms: 15_000,
    force_instrumental: true,
    prompt: expect.stringContaining('Uplifting'),
  });
  expect(await soundOf(id)).toMatchObject({ isFromElsewhere: true, lengthSeconds: expect.closeTo(15, 0) });

  speech.setCredit(false);
  const strict = await plan(wish);
  expect((await untilEnded(await make(strict.projectId))).failure).toMatchObject({ code: 'generation.no_credit' });
  expect(await soundOf(strict.projectId)).toBeNull();
  const agreed = await plan({ ...wish, musicBy: { ...musicBy, orElse: 'built_in' } });
  const done = await untilEnded(await make(agreed.projectId));
  expect(done.status, JSON.stringify(done.failure)).toBe('completed');
  expect(await soundOf(agreed.projectId)).toMatchObject({ insteadOf: { maker: 'ElevenLabs · Music v1' } });
  expect((await soundOf(agreed.projectId))!.isFromElsewhere).toBeUndefined();
  expect(speech.submissions().length).toBe(asked + 1);
});

it('ranks who can be asked, with price, measured time and what was chosen', async () => {
  const routesFor = async (query: string) =>
    (await call<{ items: RankedRoute[] }>('GET', `/routes?projectId=${projectId}&${query}`)).body.items;
  const motion = await routesFor('what=motion&seconds=3.5&pictures=1');
  const used = motion.find((route) => route.connection === connection && route.model === SEEDANCE)!;
  expect(used).toMatchObject({
    isUsable: true,
    priceMicros: 750_000,
    madeSeconds: 5,
    expectedSeconds: expect.any(Number),
  });
  expect(used.reasons).toContain('About $0.75');
  expect(motion[0]).toMatchObject({ connection, model: SEEDANCE });
  const words = await routesFor('what=motion&seconds=3.5&pictures=0');
  expect(words.map(({ isUsable, reasons }) => [isUsable, reasons[0]])).toContainEqual([
    false,
    'Needs a picture to begin with',
  ]);
  const pictures = await routesFor('what=picture&pictures=1');
  expect(pictures[0]).toMatchObject({
    connection,
    model: SCHNELL,
    reasons: expect.arrayContaining(['Chosen for this film']),
  });
});

it('tells beforehand that a price is unknown, and a budget that stops refuses it unless it lets it through', async () => {
  const unpriced = { model: 'stability-ai/stable-video-diffusion' };
  expect((await quoteOf('motion', unpriced)).body.warnings).toContain(
    'Nobody but Replicate knows what this costs: its price is not in the studio’s table.',
  );
  const budget = (await call<{ id: string }>('POST', '/budgets', { unit: 'USD', limit: 5_000_000, mode: 'stop' })).body;
  expect((await quoteOf('motion', unpriced)).body.code).toBe('budget.unpriced');
  expect((await quoteOf('motion', { model: SEEDANCE })).status).toBe(200);
  await call('PATCH', `/budgets/${budget.id}`, { allowsUnpriced: true });
  expect((await quoteOf('motion', unpriced)).status).toBe(200);
});
