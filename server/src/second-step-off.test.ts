import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { turnSecondStepOffAt } from './second-step-off.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { createTestHttp, signUp, type TestHttp } from './testing/test-http.ts';

let database: TestDatabase;
let http: TestHttp;
const folder = mkdtempSync(join(tmpdir(), 'kinora-second-step-off-'));
const PASSWORD = 'a long password';

beforeAll(async () => {
  database = await createTestDatabase();
  http = await createTestHttp(database, { webFolder: folder });
});
afterAll(async () => {
  await http.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const signIn = (email: string) =>
  http.app.inject({ method: 'POST', url: '/api/v1/auth/sign-in', payload: { email, password: PASSWORD } });

it('lets in with the password who lost phone and codes, ends their sessions, leaves others alone and writes it down', async () => {
  const lost = await signUp(http, 'Lost');
  const other = await signUp(http, 'Other');
  for (const person of [lost, other]) {
    const begun = await person.call('POST', '/me/second-factor', { password: PASSWORD });
    const code = new TOTP({ secret: (begun.body as { secret: string }).secret }).generate();
    expect((await person.call('POST', '/me/second-factor/confirm', { code })).status).toBe(200);
  }
  expect((await signIn('lost@example.test')).json()).toHaveProperty('ticket');

  expect(await turnSecondStepOffAt(database.ownerUrl, 'LOST@example.test')).toContain('Lost@example.test is off');
  expect((await lost.call('GET', '/me')).status).toBe(401);
  const entered = await signIn('lost@example.test');
  expect([entered.statusCode, entered.cookies.length]).toEqual([200, 1]);
  expect((await signIn('other@example.test')).json()).toHaveProperty('ticket');
  const { rows } = await database.database.inOrganization(lost.organizationId, (transaction) =>
    transaction.query('select actor, subject from audit_log where action = $1', ['second_factor.removed']),
  );
  expect(rows).toEqual([{ actor: 'operator', subject: 'Lost@example.test' }]);

  await expect(turnSecondStepOffAt(database.ownerUrl, 'lost@example.test')).rejects.toHaveProperty(
    'code',
    'accounts.second_factor_off',
  );
  await expect(turnSecondStepOffAt(database.ownerUrl, 'nobody@example.test')).rejects.toHaveProperty(
    'code',
    'accounts.no_such_person',
  );
});
