import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createCaller, createTestHttp, type Person, signUp, type TestHttp } from '../../testing/test-http.ts';
import { findPeriod } from './one-time-code.ts';

let database: TestDatabase;
let http: TestHttp;
let now = new Date('2026-11-26T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'kinora-second-factor-'));
const PASSWORD = 'a long password';

beforeAll(async () => {
  database = await createTestDatabase();
  http = await createTestHttp(database, { webFolder: folder });
  // Sessions end by the database's clock: this one runs ahead of it, by the minutes each test lets pass.
  now = new Date();
  http.dependencies.clock.now = () => now;
});
afterAll(async () => {
  await http.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const post = (url: string, payload: object) => http.app.inject({ method: 'POST', url: `/api/v1${url}`, payload });
const signIn = (name: string) => post('/auth/sign-in', { email: `${name}@example.test`, password: PASSWORD });
const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: now.getTime() });
/** A code is good once: the next one comes half a minute later. */
const passTime = (seconds = 31) => {
  now = new Date(now.getTime() + seconds * 1000);
};

async function setUp(person: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await person.call('POST', '/me/second-factor', { password: PASSWORD });
  const { secret } = begun.body as { secret: string };
  const done = await person.call('POST', '/me/second-factor/confirm', { code: codeOf(secret) });
  expect(done.status).toBe(200);
  passTime();
  return { secret, ...(done.body as { recoveryCodes: string[] }) };
}

it('reads the codes of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ] as const) {
    expect(findPeriod(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
    expect(findPeriod(secret, code, new Date((seconds + 30) * 1000))).toBe(Math.floor(seconds / 30));
    expect(findPeriod(secret, code, new Date((seconds + 90) * 1000))).toBeNull();
  }
});

describe('two-step sign-in', () => {
  it('is begun with the password and on only when a code has shown that the authenticator works', async () => {
    const person = await signUp(http, 'Begun');
    expect((await person.call('POST', '/me/second-factor', { password: 'not the one' })).body).toMatchObject({
      code: 'accounts.password_not_confirmed',
    });
    const begun = await person.call('POST', '/me/second-factor', { password: PASSWORD });
    expect((begun.body as { uri: string }).uri).toMatch(
      /^otpauth:\/\/totp\/Kinora:Begun%40example\.test\?issuer=Kinora&secret=[A-Z2-7]{32}&/i,
    );
    expect((await signIn('begun')).statusCode).toBe(200);
    expect((await person.call('POST', '/me/second-factor/confirm', { code: '000000' })).body).toMatchObject({
      code: 'accounts.wrong_code',
    });
    const { secret } = begun.body as { secret: string };
    expect((await person.call('POST', '/me/second-factor/confirm', { code: codeOf(secret) })).status).toBe(200);
    expect((await person.call('GET', '/me')).body).toMatchObject({ user: { hasSecondFactor: true } });
    expect((await person.call('GET', '/me/second-factor')).body).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });
    expect((await person.call('POST', '/me/second-factor', { password: PASSWORD })).body).toMatchObject({
      code: 'accounts.second_factor_on',
    });
  });

  it('gives a ticket for the password and a session for a code, each code and ticket once', async () => {
    const { secret } = await setUp(await signUp(http, 'Stepper'));
    const asked = await signIn('stepper');
    expect(asked.statusCode).toBe(202);
    expect(asked.cookies).toEqual([]);
    const { ticket } = asked.json() as { ticket: string };
    const code = codeOf(secret);
    expect((await post('/auth/second-step', { ticket, code: '999999' })).json()).toMatchObject({
      code: 'accounts.wrong_code',
      status: 401,
    });
    const opened = await post('/auth/second-step', { ticket, code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(opened.json()).toMatchObject({ user: { email: 'Stepper@example.test' } });
    const cookie = `kinora_session=${opened.cookies[0]!.value}`;
    expect((await createCaller(http, cookie)('GET', '/me')).status).toBe(200);
    expect((await post('/auth/second-step', { ticket, code })).json()).toMatchObject({
      code: 'accounts.ticket_unusable',
    });
    const again = (await signIn('stepper')).json() as { ticket: string };
    expect((await post('/auth/second-step', { ticket: again.ticket, code })).json()).toMatchObject({
      code: 'accounts.wrong_code',
    });
  });

  it('takes each recovery code once, however it is typed, and new ones end the old', async () => {
    const person = await signUp(http, 'Lost');
    const { recoveryCodes } = await setUp(person);
    expect(new Set(recoveryCodes).size).toBe(10);
    const enter = async (code: string) => {
      const { ticket } = (await signIn('lost')).json() as { ticket: string };
      return (await post('/auth/second-step', { ticket, code })).statusCode;
    };
    expect(await enter(recoveryCodes[0]!.toUpperCase().replace('-', ' '))).toBe(200);
    expect(await enter(recoveryCodes[0]!)).toBe(401);
    expect((await person.call('GET', '/me/second-factor')).body).toMatchObject({ recoveryCodesLeft: 9 });
    const renewed = await person.call('POST', '/me/second-factor/recovery-codes', { password: PASSWORD });
    expect(await enter(recoveryCodes[1]!)).toBe(401);
    expect(await enter((renewed.body as { recoveryCodes: string[] }).recoveryCodes[1]!)).toBe(200);
  });

  it('locks out after five wrong codes, the right one too', async () => {
    const { secret } = await setUp(await signUp(http, 'Guessed'));
    const { ticket } = (await signIn('guessed')).json() as { ticket: string };
    for (let tries = 0; tries < 5; tries += 1)
      expect((await post('/auth/second-step', { ticket, code: '123456' })).statusCode).toBe(401);
    const locked = await post('/auth/second-step', { ticket, code: codeOf(secret) });
    expect(locked.json()).toMatchObject({ code: 'accounts.locked', status: 429 });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(20);
  });

  it('is asked for after a password reset as well', async () => {
    const { secret } = await setUp(await signUp(http, 'Resetting'));
    await post('/auth/forgot', { email: 'resetting@example.test' });
    const token = http.mails.at(-1)!.text.match(/reset\/(\S+)/)![1]!;
    const asked = await post('/auth/reset', { token, password: 'another password' });
    expect(asked.statusCode).toBe(202);
    const { ticket } = asked.json() as { ticket: string };
    expect((await post('/auth/second-step', { ticket, code: codeOf(secret) })).statusCode).toBe(200);
  });

  it('is turned off with password and code, and set up anew', async () => {
    const person = await signUp(http, 'Leaver');
    const { secret, recoveryCodes } = await setUp(person);
    const off = (body: object) => person.call('POST', '/me/second-factor/off', body);
    expect((await off({ password: 'not the one', code: codeOf(secret) })).status).toBe(403);
    expect((await off({ password: PASSWORD, code: '123123' })).status).toBe(401);
    expect((await off({ password: PASSWORD, code: recoveryCodes[3]! })).status).toBe(204);
    expect((await signIn('leaver')).statusCode).toBe(200);
    await setUp(person);
    expect((await signIn('leaver')).statusCode).toBe(202);
  });

  it('keeps neither secret nor recovery code in clear', async () => {
    const { secret, recoveryCodes } = await setUp(await signUp(http, 'Sealed'));
    const { rows } = await database.database.auth.query<{ text: string }>(
      `select string_agg(f::text, '') || (select string_agg(c::text, '') from auth.recovery_codes c) as text from auth.second_factors f`,
    );
    for (const word of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', ''))])
      expect(rows[0]!.text).not.toContain(word);
  });
});

describe('an organization that asks for it', () => {
  it('stays closed to members without, who can still set it up, and says who has it', async () => {
    const owner = await signUp(http, 'Strict');
    expect((await owner.call('PATCH', '/organization', { requiresSecondFactor: true })).body).toMatchObject({
      code: 'accounts.second_factor_own_first',
    });
    await setUp(owner);
    const invited = await owner.call('POST', '/invitations', { email: 'slow@example.test', role: 'editor' });
    const token = (invited.body as { link: string }).link.split('/').at(-1);
    const joined = await post(`/auth/invitations/${token}/accept`, { name: 'Slow', password: PASSWORD });
    const slow = createCaller(http, `kinora_session=${joined.cookies[0]!.value}`);
    expect((await slow('GET', '/members')).status).toBe(200);
    expect((await owner.call('PATCH', '/organization', { requiresSecondFactor: true })).body).toMatchObject({
      requiresSecondFactor: true,
    });
    expect((await slow('GET', '/members')).body).toMatchObject({ code: 'access.second_factor', status: 403 });
    expect((await slow('GET', '/me')).body).toMatchObject({ mustSetUpSecondFactor: true });
    const members = await owner.call('GET', '/members');
    expect((members.body as { items: unknown[] }).items).toMatchObject([
      { name: 'Strict', hasSecondFactor: true },
      { name: 'Slow', hasSecondFactor: false },
    ]);
    await setUp({ ...owner, call: slow });
    expect((await slow('GET', '/members')).status).toBe(200);
    expect((await slow('GET', '/me')).body).toMatchObject({ mustSetUpSecondFactor: false });
  });
});

describe('changing the password', () => {
  it('asks for the one in use and ends every other session', async () => {
    const person = await signUp(http, 'Changer');
    const other = createCaller(http, `kinora_session=${(await signIn('changer')).cookies[0]!.value}`);
    const change = (currentPassword: string) =>
      person.call('POST', '/me/password', { currentPassword, password: 'a newer password' });
    expect((await change('not the one')).body).toMatchObject({ code: 'accounts.password_not_confirmed' });
    expect((await other('GET', '/me')).status).toBe(200);
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await other('GET', '/me')).status).toBe(401);
    expect((await person.call('GET', '/me')).status).toBe(200);
    expect((await signIn('changer')).statusCode).toBe(401);
    const entered = await post('/auth/sign-in', { email: 'changer@example.test', password: 'a newer password' });
    expect(entered.statusCode).toBe(200);
  });
});
