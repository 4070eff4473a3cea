import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTIONS, accountRoutes, isAllowed, type Role } from '@kinora/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import {
  createCaller,
  createTestHttp,
  type Person,
  signUp,
  TEST_ORIGIN,
  type TestHttp,
} from '../../testing/test-http.ts';
import { ensureLocalAccess } from './local-access.ts';
import { lockedSeconds } from './lock-out.ts';
import { makeSetupToken } from './sign-up.ts';

let database: TestDatabase;
let http: TestHttp;
const folder = mkdtempSync(join(tmpdir(), 'kinora-accounts-'));
beforeAll(async () => {
  database = await createTestDatabase();
  http = await createTestHttp(database, { webFolder: folder });
});
afterAll(async () => {
  await http.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  http.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });

describe('set-up', () => {
  it('needs the printed token, takes over the films made by commands before, and closes for ever', async () => {
    await ensureLocalAccess(http.dependencies, folder);
    const before = JSON.parse(readFileSync(join(folder, 'local-access.json'), 'utf8')) as {
      organizationId: string;
      secret: string;
    };
    expect(statSync(join(folder, 'local-access.json')).mode & 0o777).toBe(0o600);
    const token = await makeSetupToken(http.dependencies);
    const owner = { name: 'Dana', email: 'dana@example.test', password: 'a long password', organizationName: 'Sable' };
    expect((await post('/setup', { ...owner, token: 'not the right token' })).json()).toMatchObject({
      code: 'accounts.setup_token',
      status: 403,
    });
    const created = await post('/setup', { ...owner, token });
    expect(created.statusCode).toBe(201);
    expect(created.json()).toMatchObject({
      role: 'owner',
      organization: { id: before.organizationId, name: 'Sable' },
      user: { isOperator: true },
    });
    expect((await post('/setup', { ...owner, email: 'other@example.test', token })).json()).toMatchObject({
      code: 'accounts.setup_closed',
    });
    expect(await makeSetupToken(http.dependencies)).toBeNull();
    await ensureLocalAccess(http.dependencies, folder);
    expect(JSON.parse(readFileSync(join(folder, 'local-access.json'), 'utf8'))).toEqual(before);
    const asCommand = await http.app.inject({
      url: '/api/v1/me',
      headers: { authorization: `Bearer ${before.secret}` },
    });
    expect(asCommand.json()).toMatchObject({ organization: { name: 'Sable' }, role: 'owner', user: null });
  });
});

describe('sessions', () => {
  it('open with the password, are listed, end one by one and by sign-out', async () => {
    const person = await signUp(http, 'Omar');
    const second = await post('/auth/sign-in', { email: 'omar@example.test', password: 'a long password' });
    const cookie = second.cookies[0]!;
    expect(cookie).toMatchObject({ name: 'kinora_session', httpOnly: true, sameSite: 'Lax' });
    const listed = await person.call('GET', '/me/sessions');
    expect((listed.body as { items: unknown[] }).items).toHaveLength(2);
    const other = (listed.body as { items: { id: string; isCurrent: boolean }[] }).items.find(
      (entry) => !entry.isCurrent,
    )!;
    expect((await person.call('DELETE', `/me/sessions/${other.id}`)).status).toBe(204);
    expect((await createCaller(http, `kinora_session=${cookie.value}`)('GET', '/me')).status).toBe(401);
    expect((await person.call('POST', '/auth/sign-out')).status).toBe(204);
    expect((await person.call('GET', '/me')).status).toBe(401);
  });

  it('stand in the database as hashes only', async () => {
    const person = await signUp(http, 'Hash');
    const token = person.cookie.split('=')[1]!;
    const { rows } = await database.database.auth.query<{ text: string }>(
      'select s::text as text from auth.sessions s',
    );
    expect(rows.some((row) => row.text.includes(token) || row.text.includes(Buffer.from(token).toString('hex')))).toBe(
      false,
    );
  });

  it('refuse unsafe requests from other sites', async () => {
    const person = await signUp(http, 'Origin');
    expect((await person.call('PATCH', '/me', { name: 'X' }, { origin: 'https://evil.example' })).body).toMatchObject({
      code: 'request.foreign_origin',
    });
    const without = await http.app.inject({
      method: 'PATCH',
      url: '/api/v1/me',
      headers: { cookie: person.cookie },
      payload: { name: 'X' },
    });
    expect(without.statusCode).toBe(403);
    expect((await person.call('PATCH', '/me', { name: 'Right' })).body).toMatchObject({ user: { name: 'Right' } });
  });

  it('lock out after five failures, known address or not, and say how long', async () => {
    await signUp(http, 'Locked');
    for (const email of ['locked@example.test', 'nobody@example.test']) {
      for (let index = 0; index < 5; index += 1)
        expect((await post('/auth/sign-in', { email, password: 'wrong password' })).json()).toMatchObject({
          code: 'accounts.wrong_password',
        });
      const locked = await post('/auth/sign-in', { email, password: 'a long password' });
      expect(locked.json()).toMatchObject({ code: 'accounts.locked', status: 429 });
      expect(Number(locked.headers['retry-after'])).toBeGreaterThan(20);
    }
  });

  it('lock out those who try side by side as well', async () => {
    const tries = Array.from({ length: 30 }, () =>
      post('/auth/sign-in', { email: 'hasty@example.test', password: 'wrong password' }),
    );
    const codes = (await Promise.all(tries)).map((answer) => answer.json().code as string);
    expect(codes.filter((code) => code === 'accounts.wrong_password')).toHaveLength(5);
    expect(codes.filter((code) => code === 'accounts.locked')).toHaveLength(25);
  });

  it('wait longer with every failure, at most fifteen minutes', () => {
    expect([4, 5, 6, 7, 20].map((failures) => lockedSeconds(failures, 0))).toEqual([0, 30, 60, 120, 900]);
    expect(lockedSeconds(9, 100_000)).toBe(0);
  });
});

describe('password reset', () => {
  it('answers alike for unknown addresses, works once, and ends old sessions', async () => {
    const person = await signUp(http, 'Forgetful');
    const unknown = await post('/auth/forgot', { email: 'unknown@example.test' });
    const known = await post('/auth/forgot', { email: 'Forgetful@example.test' });
    expect(known.json()).toEqual(unknown.json());
    const token = http.mails.at(-1)!.text.match(/reset\/(\S+)/)![1]!;
    expect((await post('/auth/reset', { token, password: 'another password' })).statusCode).toBe(200);
    expect((await person.call('GET', '/me')).status).toBe(401);
    expect((await post('/auth/reset', { token, password: 'a third password' })).json()).toMatchObject({
      code: 'accounts.link_unusable',
    });
    expect(
      (await post('/auth/sign-in', { email: 'forgetful@example.test', password: 'another password' })).statusCode,
    ).toBe(200);
  });
});

it('answers a forgotten password alike when the mail server is down', async () => {
  await signUp(http, 'Unreachable');
  const { mail } = http.dependencies;
  http.dependencies.mail = { send: () => Promise.reject(new Error('connection refused')) };
  const answer = await post('/auth/forgot', { email: 'Unreachable@example.test' });
  http.dependencies.mail = mail;
  expect(answer.statusCode).toBe(202);
});

async function joinAs(owner: Person, name: string, role: Role): Promise<Person> {
  const invited = await owner.call('POST', '/invitations', { email: `${name}@example.test`, role });
  const token = (invited.body as { link: string }).link.split('/').at(-1)!;
  const accepted = await post(`/auth/invitations/${token}/accept`, { name, password: 'a long password' });
  const me = accepted.json() as { user: { id: string }; organization: { id: string } };
  const cookie = `kinora_session=${accepted.cookies[0]!.value}`;
  return { cookie, userId: me.user.id, organizationId: me.organization.id, call: createCaller(http, cookie) };
}

describe('organizations', () => {
  it('are joined by invitation, once, in the role offered', async () => {
    const owner = await signUp(http, 'Inviter');
    const invited = await owner.call('POST', '/invitations', { email: 'guest@example.test', role: 'viewer' });
    const token = (invited.body as { link: string }).link.split('/').at(-1)!;
    expect((await http.app.inject({ url: `/api/v1/auth/invitations/${token}` })).json()).toMatchObject({
      role: 'viewer',
      hasAccount: false,
    });
    expect((await post(`/auth/invitations/${token}/accept`, {})).json()).toMatchObject({
      code: 'accounts.details_missing',
    });
    const joined = await post(`/auth/invitations/${token}/accept`, { name: 'Guest', password: 'a long password' });
    expect(joined.json()).toMatchObject({ role: 'viewer', organization: { id: owner.organizationId } });
    expect(
      (await post(`/auth/invitations/${token}/accept`, { name: 'Guest', password: 'a long password' })).json(),
    ).toMatchObject({ code: 'accounts.link_unusable' });
    expect(
      (await owner.call('POST', '/invitations', { email: 'guest@example.test', role: 'admin' })).body,
    ).toMatchObject({ code: 'accounts.already_member' });
  });

  it('keep an owner, and admins cannot make or unmake one', async () => {
    const owner = await signUp(http, 'Keeper');
    const admin = await joinAs(owner, 'keeperadmin', 'admin');
    expect((await owner.call('PATCH', `/members/${owner.userId}`, { role: 'viewer' })).body).toMatchObject({
      code: 'accounts.last_owner',
    });
    expect((await owner.call('DELETE', `/members/${owner.userId}`)).body).toMatchObject({
      code: 'accounts.last_owner',
    });
    expect((await admin.call('PATCH', `/members/${admin.userId}`, { role: 'owner' })).body).toMatchObject({
      code: 'accounts.owner_only',
    });
    expect((await admin.call('DELETE', `/members/${owner.userId}`)).body).toMatchObject({
      code: 'accounts.owner_only',
    });
    expect((await owner.call('PATCH', `/members/${admin.userId}`, { role: 'owner' })).status).toBe(200);
    expect((await owner.call('DELETE', `/members/${owner.userId}`)).status).toBe(204);
    expect((await owner.call('GET', '/members')).body).toMatchObject({ code: 'access.no_organization' });
  });

  it('show nothing to strangers', async () => {
    const mine = await signUp(http, 'Private');
    const stranger = await signUp(http, 'Stranger');
    expect((await stranger.call('PATCH', `/members/${mine.userId}`, { role: 'viewer' })).status).toBe(404);
    expect((await stranger.call('POST', '/me/organization', { organizationId: mine.organizationId })).status).toBe(404);
  });

  it('obey the permission table on every route of accounts, for every role', async () => {
    const owner = await signUp(http, 'Matrix');
    const people: Record<Role, Person> = {
      owner,
      admin: await joinAs(owner, 'matrixadmin', 'admin'),
      editor: await joinAs(owner, 'matrixeditor', 'editor'),
      viewer: await joinAs(owner, 'matrixviewer', 'viewer'),
    };
    for (const route of Object.values(accountRoutes)) {
      if (route.access === 'public' || route.access === 'signed_in') continue;
      for (const [role, person] of Object.entries(people) as [Role, Person][]) {
        const path = route.path.replace(':id', '00000000-0000-7000-8000-000000000000');
        const answer = await person.call(route.method, path, route.method === 'GET' ? undefined : {});
        const isRefused = answer.status === 403 && (answer.body as { code: string }).code === 'access.forbidden';
        expect(isRefused, `${role} on ${route.operationId}: ${answer.status}`).toBe(!isAllowed(role, route.access));
      }
    }
  });
});

describe('API keys', () => {
  it('are shown once, carry scopes, expire and are revoked', async () => {
    const owner = await signUp(http, 'Keys');
    const made = await owner.call('POST', '/api-keys', { name: 'CI', scopes: ['read'] });
    const { secret, apiKey } = made.body as { secret: string; apiKey: { id: string; prefix: string } };
    const use = (method: 'GET' | 'POST', url: string, key = secret) =>
      http.app.inject({
        method,
        url: `/api/v1${url}`,
        headers: { authorization: `Bearer ${key}` },
        ...(method === 'POST' ? { payload: { email: 'x@example.test', role: 'viewer' } } : {}),
      });
    expect((await use('GET', '/members')).statusCode).toBe(200);
    expect((await use('POST', '/invitations')).json()).toMatchObject({ code: 'access.scope' });
    expect(JSON.stringify((await owner.call('GET', '/api-keys')).body)).not.toContain(secret);
    const expiresAt = new Date(Date.now() + 3000).toISOString();
    const brief = await owner.call('POST', '/api-keys', { name: 'Brief', scopes: ['*'], expiresAt });
    const briefSecret = (brief.body as { secret: string }).secret;
    expect(briefSecret).toMatch(/^kin_/);
    const statusOfBrief = async () => (await use('GET', '/members', briefSecret)).statusCode;
    await expect.poll(statusOfBrief, { timeout: 10_000 }).toBe(401);
    expect(Date.now()).toBeGreaterThanOrEqual(new Date(expiresAt).getTime());
    expect((await owner.call('DELETE', `/api-keys/${apiKey.id}`)).status).toBe(204);
    expect((await use('GET', '/members')).statusCode).toBe(401);
  });
});

describe('the edge', () => {
  it('answers refusals as problems with code, sentence and request id', async () => {
    const response = await post('/auth/register', { name: '', email: 'no address', password: 'short' });
    expect(response.statusCode).toBe(422);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({
      code: 'request.invalid',
      fields: { name: expect.any(String), email: expect.any(String), password: expect.any(String) },
      requestId: expect.any(String),
    });
    expect(
      (
        await http.app.inject({
          method: 'POST',
          url: '/api/v1/auth/sign-in',
          payload: '{broken',
          headers: { 'content-type': 'application/json' },
        })
      ).json(),
    ).toMatchObject({ code: 'request.malformed' });
    expect((await http.app.inject({ url: '/api/v1/nothing' })).json()).toMatchObject({ code: 'request.not_found' });
  });

  it('limits public calls by address', async () => {
    const limited = await createTestHttp(database, { webFolder: folder, publicCalls: 3 });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1)
      statuses.push(
        (
          await limited.app.inject({
            method: 'POST',
            url: '/api/v1/auth/forgot',
            payload: { email: 'a@example.test' },
            remoteAddress: '203.0.113.9',
          })
        ).statusCode,
      );
    expect(statuses).toEqual([202, 202, 202, 429, 429]);
    await limited.close();
  });

  it('describes every route in OpenAPI and in the reference', async () => {
    const document = (await http.app.inject({ url: '/api/v1/openapi.json' })).json() as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => operation.operationId),
    );
    for (const route of Object.values(accountRoutes)) expect(ids).toContain(route.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const page = await http.app.inject({ url: '/docs' });
    expect(page.body).toContain('createInvitation');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('serves a page while the web app is being built, and 404 below the API', async () => {
    const page = await http.app.inject({ url: '/o/some/film' });
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('being built');
  });

  it('names a known action for every route', () => {
    for (const route of Object.values(accountRoutes))
      expect(['public', 'signed_in', ...ACTIONS]).toContain(route.access);
  });

  it('keeps metrics for this machine', async () => {
    expect((await http.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.1' } })).statusCode).toBe(
      404,
    );
    expect((await http.app.inject({ url: '/metrics' })).body).toContain('kinora_http_request_seconds');
    expect(TEST_ORIGIN).toContain('127.0.0.1');
  });
});
