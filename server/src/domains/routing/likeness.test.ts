import {
  type Connection,
  type Consent,
  filmInput,
  type Job,
  type ProjectTree,
  type Storyboard,
} from '@kinora/contract';
import { startElevenLabsEmulator, startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { createFilmPort } from '../projects/index.ts';

/** Faces and voices of people go to a vendor only by their leave, asked where the request would leave the studio. */
const CLONE = 'noa-clone';
const NANO = 'google/nano-banana';
const BRIEF = 'A linen shirt that breathes. Every shirt is sewn by hand.';
const FILM = { brief: BRIEF, seconds: 15, music: 'none', ratios: ['16:9'], quality: 'draft' };

let studio: StudioApp;
let owner: StudioPerson;
let stranger: StudioPerson;
let pictures: VendorEmulator;
let speech: VendorEmulator;
let replicate: string;
let voices: string;
let projectId: string;
let shotId: string;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
async function call<Answer>(method: Method, path: string, payload?: object, person = owner) {
  const headers = { 'idempotency-key': newId() };
  const response = await person.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: (response.body ? response.json() : null) as Answer & { code?: string } };
}

async function untilEnded(started: { status: number; body: { job: Job } }): Promise<Job> {
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  return until(
    async () => {
      const { job } = (await call<{ job: Job }>('GET', `/jobs/${started.body.job.id}`)).body;
      return ['completed', 'failed'].includes(job.status) && job;
    },
    'the end',
    60_000,
  );
}
const order = async (model: string) =>
  untilEnded(
    await call<{ job: Job }>('POST', `/shots/${shotId}/picture`, {
      projectId,
      connection: replicate,
      model,
      maxCredits: 0,
    }),
  );
const record = async (change: object) =>
  (
    await call<Consent>('POST', '/consents', {
      personName: 'Noa Levi',
      kind: 'face',
      scope: 'Films of the autumn',
      proof: 'Folder 12',
      ...change,
    })
  ).body;

async function plan(input: object) {
  const { storyboard } = (await call<{ storyboard: Storyboard }>('POST', '/films/plan', input)).body;
  const actor = { organizationId: owner.organizationId, userId: owner.userId };
  const port = createFilmPort({ database: studio.test.database, appendEvent }, actor);
  const { projectId: id } = await port.open(newId(), filmInput.parse(input), 'Linen');
  return { id, shots: (await port.saveStoryboard(id, storyboard, null)).shots };
}

beforeAll(async () => {
  pictures = await startReplicateEmulator({ picture: { width: 640, height: 360 } });
  speech = await startElevenLabsEmulator({ clones: [CLONE] });
  studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
  owner = await studio.setUp();
  stranger = await studio.signUp('stranger');
  await studio.app.startWork();
  const connect = async (provider: string, { key: secret, baseUrl }: VendorEmulator) =>
    (await call<Connection>('POST', '/connections', { provider, name: provider, secret, baseUrl })).body.id;
  replicate = await connect('replicate', pictures);
  voices = await connect('elevenlabs', speech);
  const planned = await plan(FILM);
  projectId = planned.id;
  shotId = planned.shots[1]!.shotId;
}, 120_000);
afterAll(async () => {
  await studio.close();
  await pictures.close();
  await speech.close();
});

it('keeps a picture of a person in the studio until a valid consent is named at it', { timeout: 180_000 }, async () => {
  expect((await order('black-forest-labs/flux-schnell')).failure).toBe(null);
  const tree = (await call<ProjectTree>('GET', `/projects/${projectId}/tree`)).body;
  const shot = tree.scenes.flatMap(({ shots }) => shots).find(({ id }) => id === shotId)!;
  const asset = shot.scene.subjects[0]!.pictureKey;
  const file = `/assets/${asset}`;
  expect((await call('GET', file)).body).toMatchObject({ showsPerson: false, consents: [] });
  expect((await call('PATCH', file, { showsPerson: true })).status).toBe(200);
  expect((await call('PATCH', file, { showsPerson: false }, stranger)).status).toBe(404);
  const refuse = async () => {
    const refused = await order(NANO);
    expect(refused.failure?.code).toBe('consent.missing');
    expect(refused.failure?.sentence).toContain('shows a person, and no valid consent is recorded');
    expect(pictures.submissions().length).toBe(1);
  };
  await refuse();
  // A voice's consent says nothing of the face.
  const voice = await record({ kind: 'voice', voiceId: 'somebody' });
  await call('PATCH', file, { consentIds: [voice.id] });
  await refuse();
  // Of two people in it, both must agree.
  const [face, other] = [await record({}), await record({ personName: 'Omar Haddad' })];
  await call('PATCH', file, { consentIds: [face.id, other.id] });
  await call('POST', `/consents/${other.id}/revoke`);
  await refuse();
  await call('PATCH', file, { consentIds: [face.id] });
  expect((await order(NANO)).failure).toBe(null);
  expect(pictures.submissions().length).toBe(2);
});

it('lets a clone of a voice speak only by its person’s leave, and no longer once that is withdrawn', {
  timeout: 180_000,
}, async () => {
  const film = (voice: string, brief = BRIEF) => ({
    ...FILM,
    brief,
    language: 'en',
    voice: 'female-soft',
    voiceBy: { connection: voices, model: 'eleven_multilingual_v2', voice },
  });
  const speak = async (id: string) =>
    untilEnded(
      await call<{ job: Job }>('POST', `/projects/${id}/refresh`, { shotIds: [], renderAfter: false, maxCredits: 0 }),
    );
  const stock = await plan(film('rachel'));
  expect((await speak(stock.id)).failure).toBe(null);
  const said = speech.submissions().length;
  expect(said).toBeGreaterThan(0);

  const cloned = await plan(film(CLONE));
  const refused = await speak(cloned.id);
  expect(refused.failure?.code).toBe('consent.missing');
  expect(refused.failure?.sentence).toContain(CLONE);
  expect(speech.submissions().length).toBe(said);

  const consent = await record({ kind: 'voice', voiceId: CLONE });
  expect((await speak(cloned.id)).failure).toBe(null);
  expect(speech.submissions().length).toBeGreaterThan(said);
  const now = speech.submissions().length;

  await call('POST', `/consents/${consent.id}/revoke`);
  const again = await plan(film(CLONE, 'Another shirt of linen. It is worn all summer.'));
  expect((await speak(again.id)).failure?.code).toBe('consent.missing');
  expect(speech.submissions().length).toBe(now);
});
