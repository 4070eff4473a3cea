import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids.ts';
import { fillStudio } from './fill-studio.ts';
import { ALL_ROUTES, sampleRequests, type Things } from './sample-requests.ts';
import { type Caller, createStudioApp, STUDIO_ORIGIN, type StudioApp, type StudioPerson } from './studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let things: Things;
let key: Caller;
let port: number;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  things = await fillStudio(studio, owner);
  key = await studio.makeKey(owner, ['*']);
  await studio.app.http.listen({ port: 0, host: '127.0.0.1' });
  const address = studio.app.http.server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => studio.close());

const film = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'] };
const press = (payload: object, query: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  owner.ask({ method: 'POST', url: '/api/v1/jobs/film', query, payload, headers });
const withKey = () => ({ 'idempotency-key': newId() });
const countJobs = async () => ((await owner.ask({ url: '/api/v1/jobs' })).json() as { items: unknown[] }).items.length;

function expectProblem(answer: LightMyRequestResponse, status: number, code: string) {
  expect([answer.statusCode, answer.headers['content-type'], answer.json().code], answer.body).toEqual([
    status,
    expect.stringContaining('application/problem+json'),
    code,
  ]);
}

describe('the job route', () => {
  it('answers a dry run with the quote and makes nothing, with or without a key', async () => {
    const before = await countJobs();
    for (const [payload, query] of [
      [{ input: film }, { dryRun: 'true' }],
      [{ input: film, dryRun: true }, {}],
    ] as const) {
      const answer = await press(payload, query, withKey());
      expect([answer.statusCode, answer.json().studio, answer.headers['location']]).toEqual([200, 'film', undefined]);
      expect((await press(payload, query)).statusCode).toBe(200);
    }
    const again = { method: 'POST' as const, url: `/api/v1/projects/${things.project}/refresh`, payload: {} };
    expect((await owner.ask({ ...again, query: { dryRun: 'true' } })).json().studio).toBe('film-refresh');
    expect(await countJobs()).toBe(before);
    const seen = (await press({ input: film }, { dryRun: 'true' })).json().id;
    const made = await press({ input: film, quoteId: seen }, { dryRun: 'false' }, withKey());
    expect(made.statusCode).toBe(202);
    await owner.ask({ method: 'POST', url: `/api/v1/jobs/${made.json().job.id}/cancel` });
  });

  it('starts nothing that nobody agreed to pay for', async () => {
    const before = await countJobs();
    const answer = await press({ input: film }, {}, withKey());
    expectProblem(answer, 422, 'request.invalid');
    expect(answer.json().fields.maxCredits).toMatch(/quoteId .* or maxCredits/);
    expect(Object.values(answer.json().messages)).toEqual([{ code: 'field.consent', values: {} }]);
    expect(await countJobs()).toBe(before);
  });

  it('refuses a voice that cannot read the language, wherever a film is asked for', async () => {
    const hebrew = { ...film, brief: 'חולצת פשתן', language: 'he', voice: 'female-soft' };
    const asked: [string, object, string][] = [
      ['/quotes/film', hebrew, 'voice'],
      ['/films/plan', hebrew, 'voice'],
      ['/projects', hebrew, 'voice'],
      ['/jobs/film', { input: hebrew, maxCredits: 0 }, 'input.voice'],
    ];
    for (const [path, payload, field] of asked) {
      const answer = await owner.ask({ method: 'POST', url: `/api/v1${path}`, payload, headers: withKey() });
      expect([answer.statusCode, answer.json().fields?.[field]], path).toEqual([
        422,
        expect.stringContaining('cannot read Hebrew'),
      ]);
    }
    const mute = await owner.ask({
      method: 'POST',
      url: '/api/v1/quotes/film',
      payload: { ...hebrew, voice: 'none' },
    });
    expect(mute.statusCode).toBe(200);
  });
});

describe('what a request says and nobody asked for', () => {
  it.each(ALL_ROUTES.map((route) => [route.operationId, route] as const))(
    'is refused by its name: %s',
    async (operationId, route) => {
      const sample = sampleRequests(things)[operationId]!;
      const caller = route.access === 'public' ? studio.nobody : owner;
      const url = `/api/v1${route.path.replace(/:(\w+)/g, (_all, name: string) => String(sample.params?.[name]))}`;
      const request = { method: route.method, url, headers: withKey() };
      const inQuery = await caller.ask({ ...request, query: { ...sample.query, colour: 'red' } });
      expect([inQuery.statusCode, inQuery.json().fields], inQuery.body).toEqual([
        422,
        { colour: 'There is no parameter “colour” here. Remove it.' },
      ]);
      if (!route.body) return;
      const inBody = await caller.ask({
        ...request,
        query: { ...sample.query },
        payload: { ...sample.body, colour: 'red' },
      });
      expect([inBody.statusCode, inBody.json().fields], inBody.body).toEqual([
        422,
        { colour: 'There is no field “colour” here. Remove it.' },
      ]);
    },
  );

  it('is found inside too', async () => {
    const answer = await press({ input: { ...film, secnds: 30 }, maxCredits: 0 }, {}, withKey());
    expect(answer.json().fields).toEqual({ 'input.secnds': 'There is no field “input.secnds” here. Remove it.' });
    const events = await owner.ask({ url: '/api/v1/events?projectid=x' });
    expect([events.statusCode, Object.keys(events.json().fields)]).toEqual([422, ['projectid']]);
  });
});

describe('a field that does not fit', () => {
  const fieldsOf = async (method: 'POST' | 'GET' | 'PATCH', path: string, payload?: object) => {
    const request = { method, url: `/api/v1${path}`, headers: withKey() };
    return (await owner.ask(payload ? { ...request, payload } : request)).json().fields as Record<string, string>;
  };

  it('is told in a sentence that says what to do', async () => {
    const register = { name: '', email: 'no', password: 'short', organizationName: 5 };
    expect(await fieldsOf('POST', '/auth/register', register)).toEqual({
      name: 'The name must not be empty.',
      email: 'The e-mail address must be an e-mail address such as name@example.com.',
      password: 'The password needs at least 10 characters.',
      organizationName: 'The organization name must be a text.',
    });
    expect(await fieldsOf('GET', '/jobs/not-an-id')).toEqual({ id: 'The id must be an id as the studio gave it.' });
    expect(await fieldsOf('GET', '/jobs?limit=900')).toEqual({ limit: 'The limit must be 200 or less.' });
    expect((await owner.ask({ url: '/api/v1/jobs?limit=900' })).json().messages).toEqual({
      'The limit must be 200 or less.': { code: 'field.most', values: { most: 200 } },
    });
    const input = { seconds: 16, ratios: ['2:1'], fps: 12, pictures: Array(25).fill(newId()) };
    expect(await fieldsOf('POST', '/jobs/film', { input, maxCredits: -1 })).toEqual({
      'input.brief': 'The brief must be given, as a text.',
      'input.seconds': 'The seconds must be 15, 30 or 60.',
      'input.ratios.0': 'Entry 1 of the ratios must be 16:9, 9:16, 1:1 or 4:5.',
      'input.fps': 'The frame rate must be 24, 25 or 30.',
      'input.pictures': 'The pictures may have at most 24 entries.',
      maxCredits: 'The max credits must be 0 or more.',
    });
  });

  it('never speaks the language of the schema library', async () => {
    const raw = /Invalid|Too (?:small|big)|expected|Unrecognized/;
    for (const route of ALL_ROUTES.filter(({ body }) => body)) {
      const sample = sampleRequests(things)[route.operationId]!;
      const url = `/api/v1${route.path.replace(/:(\w+)/g, (_all, name: string) => String(sample.params?.[name]))}`;
      for (const wrong of [null, 5, '', 'x', [], {}, -1.5, 'x'.repeat(30_000)]) {
        const payload = Object.fromEntries(Object.keys(sample.body ?? {}).map((name) => [name, wrong]));
        const headers = withKey();
        const answer = await owner.ask({ method: route.method, url, query: { ...sample.query }, payload, headers });
        expect(answer.statusCode, answer.body).toBeLessThan(500);
        // What is wrong for one field is right for another, and may be answered by nothing.
        if (answer.statusCode === 204) continue;
        for (const sentence of Object.values((answer.json().fields ?? {}) as Record<string, string>)) {
          expect(sentence).not.toMatch(raw);
          expect(sentence).toMatch(/\.$/);
          // With the code by which a client says it in its reader's language.
          expect(answer.json().messages?.[sentence]?.code, sentence).toMatch(/^field\./);
        }
      }
    }
  });
});

describe('a request that no route takes', () => {
  it('is answered as a problem whatever is wrong with it', async () => {
    expectProblem(await key.ask({ url: '/api/v1/assets/%ZZ' }), 400, 'request.malformed');
    expectProblem(await key.ask({ url: `/api/v1/jobs/${'x'.repeat(400)}` }), 404, 'request.not_found');
    const post = (type: string, payload: string) =>
      key.ask({ method: 'POST', url: '/api/v1/quotes/film', headers: { 'content-type': type }, payload });
    expectProblem(await post('application/json', '{"brief": '), 400, 'request.malformed');
    expectProblem(await post('application/json', ''), 400, 'request.malformed');
    expectProblem(await post('text/xml', '<a/>'), 415, 'request.unsupported_type');
    expectProblem(await post('application/octet-stream', 'abc'), 415, 'request.unsupported_type');
    expectProblem(await post('multipart/form-data; boundary=x', '--x--'), 415, 'request.unsupported_type');
    expectProblem(await post('application/json', JSON.stringify('x'.repeat(2 ** 21))), 413, 'request.too_large');
    expectProblem(await key.ask({ url: '/api/v1/nothing' }), 404, 'request.not_found');
    expectProblem(await key.ask({ url: '/api/v1/ws' }), 426, 'request.upgrade_needed');
  });

  it('learns which methods an address takes', async () => {
    const put = await key.ask({ method: 'PUT', url: '/api/v1/projects' });
    expectProblem(put, 405, 'request.method');
    expect(String(put.headers['allow']).split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
    expectProblem(await key.ask({ method: 'PUT', url: `/api/v1/jobs/${newId()}` }), 405, 'request.method');
    expectProblem(await key.ask({ method: 'POST', url: '/health/live' }), 405, 'request.method');
    const options = await key.ask({ method: 'OPTIONS', url: `/api/v1/shots/${newId()}` });
    expect([options.statusCode, options.headers['allow']]).toEqual([204, 'PATCH']);
    expect((await studio.nobody.ask({ method: 'HEAD', url: '/films/new' })).statusCode).toBeLessThan(504);
    expect((await studio.nobody.ask({ method: 'HEAD', url: '/films/new' })).statusCode).not.toBe(404);
  });

  it('may have a long address', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/setup?x=${'9'.repeat(9000)}`);
    expect([answer.status, Object.keys(((await answer.json()) as { fields: object }).fields)]).toEqual([422, ['x']]);
  });

  it('is a problem too when it cannot be read as HTTP', async () => {
    const speak = (text: string) =>
      new Promise<string>((resolve, reject) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => {
          answer += chunk;
        });
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      });
    const long = await speak(`GET /api/v1/me HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`);
    const odd = await speak('HELLO\r\n\r\n');
    for (const [answer, status, code] of [
      [long, 431, 'request.headers_too_large'],
      [odd, 400, 'request.malformed'],
    ] as const) {
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain('content-type: application/problem+json');
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status, code, requestId: expect.any(String) });
    }
  });
});

describe('a key', () => {
  it('is taken in any spelling of its scheme, and asked for where it is missing', async () => {
    const made = await owner.ask({
      method: 'POST',
      url: '/api/v1/api-keys',
      payload: { name: 'spelling', scopes: ['*'] },
    });
    const { secret } = made.json() as { secret: string };
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { authorization: `${scheme} ${secret}` };
      expect((await studio.nobody.ask({ url: '/api/v1/me', headers })).statusCode, scheme).toBe(200);
      const beside = { ...headers, cookie: 'kinora_session=x', origin: 'https://evil.example' };
      const patch = { method: 'PATCH' as const, url: '/api/v1/organization', headers: beside, payload: {} };
      expect((await studio.nobody.ask(patch)).statusCode, scheme).toBe(200);
    }
    const refused = await studio.nobody.ask({ url: '/api/v1/me' });
    expectProblem(refused, 401, 'access.signed_out');
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="Kinora"');
  });

  it('may not end before it begins', async () => {
    const ask = (expiresAt: string) =>
      owner.ask({ method: 'POST', url: '/api/v1/api-keys', payload: { name: 'k', scopes: ['read'], expiresAt } });
    const past = await ask('2020-01-01T00:00:00Z');
    expectProblem(past, 422, 'request.invalid');
    expect(past.json().fields.expiresAt).toMatch(/passed already/);
    expect((await ask('2099-01-01T00:00:00Z')).statusCode).toBe(201);
  });
});

describe('limits', () => {
  it('stand on every counted answer, and the one beyond is refused', async () => {
    const environment = {
      KINORA_LIMIT_KEY_CALLS: '3',
      KINORA_LIMIT_SESSION_CALLS: '4',
      KINORA_LIMIT_PUBLIC_CALLS: '2',
    };
    const strict = await createStudioApp({ environment });
    await strict.app.startWork();
    const person = await strict.setUp();
    const remainingOf = (answer: LightMyRequestResponse) => Number(answer.headers['ratelimit-remaining']);
    const program = await strict.makeKey(person, ['read']);
    const calls: LightMyRequestResponse[] = [];
    for (let call = 0; call < 4; call += 1) calls.push(await program.ask({ url: '/api/v1/me' }));
    expect(calls.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 429]);
    expect(calls.map(remainingOf)).toEqual([2, 1, 0, 0]);
    expect(Number(calls[3]!.headers['retry-after'])).toBeGreaterThan(0);
    const session = await person.ask({ url: '/api/v1/me' });
    expect([session.headers['ratelimit-limit'], remainingOf(session)]).toEqual(['4', 2]);
    const remoteAddress = '10.9.9.9';
    const signIn = { method: 'POST' as const, url: '/api/v1/auth/sign-in', remoteAddress };
    const payload = { email: 'nobody@example.test', password: 'a wrong password' };
    const tries: number[] = [];
    for (let call = 0; call < 3; call += 1) tries.push((await strict.nobody.ask({ ...signIn, payload })).statusCode);
    expect(tries).toEqual([401, 401, 429]);
    const reader = await strict.nobody.ask({ url: '/api/v1/setup', remoteAddress });
    expect([reader.statusCode, reader.headers['ratelimit-limit']]).toEqual([200, '4']);

    const { secret } = JSON.parse(readFileSync(join(strict.folder, 'local-access.json'), 'utf8')) as { secret: string };
    const headers = { authorization: `Bearer ${secret}`, origin: STUDIO_ORIGIN };
    for (let call = 0; call < 6; call += 1)
      expect((await strict.nobody.ask({ url: '/api/v1/me', headers })).statusCode).toBe(200);
    await strict.close();
  });
});
