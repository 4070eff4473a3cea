import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPreviewLinks } from '../domains/jobs/index.ts';
import { newId } from '../platform/ids.ts';
import { createSignedLinks } from '../platform/storage/index.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from './studio-app.ts';

const lines: string[] = [];
const log = new Writable({
  write(chunk, _encoding, done) {
    lines.push(String(chunk));
    done();
  },
});

let studio: StudioApp;
let owner: StudioPerson;
beforeAll(async () => {
  const environment = { METRICS_TOKEN: 'a token for metrics', TRUST_PROXY: 'true' };
  studio = await createStudioApp({ publicUrl: 'https://studio.example', log, environment });
  owner = await studio.setUp();
});
afterAll(() => studio.close());

it('gives its cookie to nobody but its own pages over https, and tells browsers so', async () => {
  const payload = { email: 'owner@example.test', password: 'a long password' };
  const answer = await studio.nobody.ask({ method: 'POST', url: '/api/v1/auth/sign-in', payload });
  const cookie = String(answer.headers['set-cookie']);
  expect(cookie).toMatch(/^kinora_session=[\w-]{43};/);
  for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(flag);
  const headers = (await studio.nobody.ask({ url: '/' })).headers;
  expect(headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  const policy = String(headers['content-security-policy']);
  for (const part of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/script-src[^;]*unsafe|\*/);
  const plain = await createStudioApp();
  const open = await plain.nobody.ask({ url: '/' });
  expect(open.headers['strict-transport-security']).toBeUndefined();
  await plain.close();
});

it('writes no secret into its log, whatever is asked', async () => {
  const key = await owner.ask({ method: 'POST', url: '/api/v1/api-keys', payload: { name: 'k', scopes: ['*'] } });
  const { secret } = key.json() as { secret: string };
  const session = String(
    (
      await studio.nobody.ask({
        method: 'POST',
        url: '/api/v1/auth/sign-in',
        payload: { email: 'owner@example.test', password: 'a long password' },
      })
    ).cookies[0]?.value,
  );
  const token = 'T'.repeat(43);
  const cookie = `kinora_session=${session}`;
  const bearer = { authorization: `Bearer ${secret}` };
  const requests = [
    { url: '/api/v1/me', headers: bearer },
    { url: `/api/v1/nothing?token=${token}`, headers: bearer },
    { url: `/api/v1/auth/invitations/${token}` },
    {
      method: 'POST' as const,
      url: `/api/v1/auth/invitations/${token}/accept`,
      headers: { cookie, origin: 'https://evil.example' },
      payload: {},
    },
    { method: 'POST' as const, url: '/api/v1/auth/reset', payload: { token, password: 'P'.repeat(12) } },
    {
      method: 'POST' as const,
      url: '/api/v1/auth/sign-in',
      payload: { email: 'owner@example.test', password: 'P'.repeat(12) },
    },
    { method: 'POST' as const, url: '/api/v1/setup', payload: { token, password: 'P'.repeat(12) } },
    {
      method: 'PATCH' as const,
      url: '/api/v1/me',
      headers: { ...bearer, 'content-type': 'application/json' },
      payload: `{"name": "${token}`,
    },
    { url: `/media/${newId()}/${'a'.repeat(64)}/x.png?type=a&expires=1&signature=${token}` },
  ];
  for (const request of requests) await studio.nobody.ask(request);
  const text = lines.join('');
  expect(lines.length).toBeGreaterThan(requests.length);
  for (const hidden of [secret, session, token, 'P'.repeat(12), 'a long password'])
    expect(text.includes(hidden), hidden).toBe(false);
});

it('shows its figures to those who watch it only', async () => {
  const ask = (headers: Record<string, string>) => studio.nobody.ask({ url: '/metrics', headers });
  expect((await ask({})).statusCode).toBe(404);
  expect((await ask({ authorization: 'Bearer wrong' })).statusCode).toBe(404);
  const payload = { input: { brief: 'Linen.', music: 'none', ratios: ['16:9'] }, maxCredits: 0 };
  await owner.ask({ method: 'POST', url: '/api/v1/jobs/film', headers: { 'idempotency-key': newId() }, payload });
  const { body, statusCode } = await ask({ authorization: 'Bearer a token for metrics' });
  expect(statusCode).toBe(200);
  expect(body).toMatch(/^kinora_jobs\{status="pending"\} 1$/m);
  expect(body).toMatch(/^kinora_jobs\{status="failed"\} 0$/m);
  expect(body).toMatch(/^kinora_oldest_pending_seconds 0\.\d+|^kinora_oldest_pending_seconds \d/m);
  expect(body).toMatch(/^kinora_ledger_sum 0$/m);
  expect(body).toMatch(/^kinora_disk_used_share 0\.5$/m);
  expect(body).toContain('kinora_http_request_seconds_bucket{le="0.005",route="/api/v1/jobs/film"');
});

it('invites all the same while the mail server is away', async () => {
  const away = await createStudioApp({ environment: { SMTP_URL: 'smtp://127.0.0.1:1' } });
  const host = await away.setUp();
  const guest = await away.join(host, 'guest', 'viewer');
  expect(guest.organizationId).toBe(host.organizationId);
  const forgot = { method: 'POST' as const, url: '/api/v1/auth/forgot', payload: { email: 'owner@example.test' } };
  expect((await away.nobody.ask(forgot)).statusCode).toBe(202);
  await away.close();
});

it('says what it can do without saying how it is built', async () => {
  const { statusCode, body } = await studio.nobody.ask({ url: '/health/ready' });
  const parts = ['database', 'engine', 'storage'].map((id) => ({ id, isReady: true }));
  expect([statusCode, JSON.parse(body)]).toEqual([200, { status: 'ready', parts }]);
});

it('turns a preview’s hash into a link for those who may read the stream', () => {
  const links = createSignedLinks({ listKeys: () => ['s'], now: () => 0 });
  const present = createPreviewLinks(links);
  const hash = 'a'.repeat(64);
  const event = {
    type: 'job.preview' as const,
    at: '2026-01-01T00:00:00Z',
    data: { previewAssetId: 'x', previewHash: hash },
  };
  const { data } = present('org', event);
  expect(data).toEqual({
    previewAssetId: 'x',
    previewUrl: links.toLink({ organizationId: 'org', hash, name: 'preview.jpg', mediaType: 'image/jpeg' }),
  });
  const other = { ...event, type: 'job.progress' as const };
  expect(present('org', other)).toBe(other);
});
