import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp({ preset: 'hosted', startedJobsPerHour: 3 });
  owner = await studio.setUp();
});
afterAll(() => studio.close());

const api = (path: string) => `/api/v1${path}`;
const get = async (caller: Caller, path: string) => (await caller.ask({ url: api(path) })).json();
const post = (caller: Caller, path: string, payload: object = {}) =>
  caller.ask({ method: 'POST', url: api(path), payload });
const balanceOf = async (caller: Caller) => (await get(caller, '/credits')).balance;
const invite = async (caller: Caller) => {
  const answer = await post(caller, '/invitations', { email: `${newId()}@example.test`, role: 'viewer' });
  return [answer.statusCode, answer.json().code];
};

it('gives whoever set the studio up their credits at once, and lets them invite', async () => {
  expect((await get(owner, '/me')).mustVerifyEmail).toBe(false);
  expect([await balanceOf(owner), await invite(owner)]).toEqual([50, [201, undefined]]);
});

it('holds credits and invitations back until the mail is verified, by person and by key', async () => {
  const person = await studio.signUp('new', { isVerified: false });
  expect(await get(person, '/me')).toMatchObject({ mustVerifyEmail: true, user: { emailVerified: false } });
  expect([await balanceOf(person), await invite(person)]).toEqual([0, [403, 'accounts.mail_unverified']]);
  const key = await studio.makeKey(person, ['organization:admin']);
  expect(await invite(key)).toEqual([403, 'accounts.mail_unverified']);
  const token = studio.findVerification('new');
  const verified = await post(studio.nobody, '/auth/verify', { token });
  expect([verified.statusCode, verified.json()]).toEqual([200, { email: 'new@example.test' }]);
  expect((await post(studio.nobody, '/auth/verify', { token })).json().code).toBe('accounts.link_unusable');
  expect((await get(person, '/me')).mustVerifyEmail).toBe(false);
  expect([await balanceOf(person), await invite(person), await invite(key)]).toEqual([
    50,
    [201, undefined],
    [201, undefined],
  ]);
});

it('gives them once to a person, however many organizations they make, and to the first one made after a plain sign-up', async () => {
  const person = await studio.signUp('founder');
  expect(await balanceOf(person)).toBe(50);
  await post(person, '/organizations', { name: 'Second' });
  expect(await balanceOf(person)).toBe(0);
  const joined = await studio.join(owner, 'joined', 'editor');
  await post(studio.nobody, '/auth/verify', { token: studio.findVerification('joined') });
  expect(await balanceOf(joined)).toBe(50);
  await post(joined, '/organizations', { name: 'Own' });
  expect(await balanceOf(joined)).toBe(50);
  expect((await get(joined, '/transactions')).items).toHaveLength(1);
});

it('gives them to an organization whose making and the verification of its founder overlap', async () => {
  const person = await studio.join(owner, 'overlapping', 'editor');
  const client = new pg.Client({ connectionString: studio.test.ownerUrl });
  await client.connect();
  await client.query('begin');
  await client.query('lock table memberships in share mode');
  const making = post(person, '/organizations', { name: 'Overlapping' });
  const isWaiting = `select 1 from pg_locks where not granted and relation = 'memberships'::regclass`;
  await vi.waitFor(async () => expect((await client.query(isWaiting)).rowCount).toBe(1), { timeout: 5000 });
  const verified = await post(studio.nobody, '/auth/verify', { token: studio.findVerification('overlapping') });
  await client.query('commit');
  await client.end();
  expect([verified.statusCode, (await making).statusCode]).toEqual([200, 201]);
  expect(await balanceOf(person)).toBe(50);
});

it('sends the link again, once a minute, and takes a password reset for a proof as well', async () => {
  const person = await studio.signUp('again', { isVerified: false });
  const tooSoon = await post(person, '/me/verification');
  expect([tooSoon.statusCode, tooSoon.json().code, Number(tooSoon.headers['retry-after']) > 0]).toEqual([
    429,
    'accounts.mail_just_sent',
    true,
  ]);
  const first = studio.findVerification('again');
  await studio.test.database.asIdentity((transaction) =>
    transaction.query(`update auth.tokens set created_at = now() - interval '2 minutes' where user_id = $1`, [
      person.userId,
    ]),
  );
  expect((await post(person, '/me/verification')).statusCode).toBe(202);
  expect(studio.findVerification('again')).not.toBe(first);
  await studio.test.database.asIdentity((transaction) =>
    transaction.query('update auth.tokens set expires_at = now() where user_id = $1', [person.userId]),
  );
  const late = await post(studio.nobody, '/auth/verify', { token: studio.findVerification('again') });
  expect([late.statusCode, late.json().code]).toEqual([410, 'accounts.link_unusable']);
  expect(await balanceOf(person)).toBe(0);
});

it('lets a person start so many films in an hour, says how many are left, and refuses the next with a sentence', async () => {
  const input = { brief: 'A linen shirt.', seconds: 15, music: 'none', ratios: ['16:9'] };
  const press = (caller: Caller, key = newId(), maxCredits = 50) =>
    caller.ask({
      method: 'POST',
      url: api('/jobs/film'),
      headers: { 'idempotency-key': key },
      payload: { input, maxCredits },
    });
  const key = newId();
  const left: unknown[] = [];
  expect((await press(owner, newId(), 0)).statusCode).toBe(409);
  for (const one of [key, key, newId()]) left.push((await press(owner, one)).headers['ratelimit-remaining']);
  expect(left).toEqual(['2', '2', '1']);
  const together = await Promise.all([press(owner), press(owner), press(owner)]);
  expect(together.map((answer) => answer.statusCode).sort()).toEqual([202, 429, 429]);
  const refused = together.find((answer) => answer.statusCode === 429)!;
  expect(refused.json()).toMatchObject({ code: 'jobs.too_many' });
  expect(refused.json().detail).toMatch(/^You have started 3 films in this hour. The next can start in \d+ minutes.$/);
  expect(refused.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3000);
  expect((await get(owner, '/jobs')).items).toHaveLength(3);
  const program = await studio.makeKey(owner, ['films:write']);
  expect((await press(program)).headers['ratelimit-remaining']).toBe('2');
});
