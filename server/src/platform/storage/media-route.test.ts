import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isKinoraError } from '@kinora/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planRange } from './byte-range.ts';
import { diskStateOf } from './disk-space.ts';
import { storageErrors } from './errors.ts';
import {
  createDiskGuard,
  createLocalStorage,
  createSignedLinks,
  registerMediaRoute,
  type SignedLinks,
} from './index.ts';

const organizationId = randomUUID();
const text = 'Kinora keeps files by content.';
let now = Date.parse('2026-03-01T12:10:00Z');
let signingKeys = ['a secret of tests'];
let app: FastifyInstance;
let links: SignedLinks;
let root: string;
let hash: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kinora-media-'));
  const storage = createLocalStorage({ folder: root });
  ({ hash } = await storage.putStream(organizationId, Readable.from([Buffer.from(text)])));
  links = createSignedLinks({ listKeys: () => signingKeys, now: () => now });
  app = Fastify();
  app.setErrorHandler((error, _request, reply) => {
    const code = isKinoraError(error) ? (error.code as keyof typeof storageErrors) : undefined;
    return reply.code(code ? storageErrors[code].status : 500).send({ code });
  });
  registerMediaRoute(app, { storage, links });
});

afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

const linkTo = (name: string, mediaType: string) => links.toLink({ organizationId, hash, name, mediaType });

test('serves a film whole, by range, and not at all beyond its end', async () => {
  const url = linkTo('film.mp4', 'video/mp4');
  const whole = await app.inject({ url });
  expect(whole.statusCode).toBe(200);
  expect(whole.body).toBe(text);
  expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', etag: `"${hash}"`, 'content-type': 'video/mp4' });

  const part = await app.inject({ url, headers: { range: 'bytes=7-11' } });
  expect([part.statusCode, part.body]).toEqual([206, 'keeps']);
  expect(part.headers['content-range']).toBe(`bytes 7-11/${text.length}`);
  const tail = await app.inject({ url, headers: { range: 'bytes=-8' } });
  expect(tail.body).toBe('content.');
  const beyond = await app.inject({ url, headers: { range: 'bytes=500-' } });
  expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${text.length}`]);
  const known = await app.inject({ url, headers: { 'if-none-match': `"${hash}"` } });
  expect(known.statusCode).toBe(304);
  const head = await app.inject({ url, method: 'HEAD' });
  expect([head.body, head.headers['content-length']]).toEqual(['', String(text.length)]);
});

test('serves nothing that could run as a page, and offers unknown kinds as a download under their own name', async () => {
  const answer = await app.inject({ url: linkTo('ניסיון "a" 👟.svg', 'image/svg+xml') });
  expect(answer.headers['content-type']).toBe('application/octet-stream');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.headers['content-security-policy']).toContain('sandbox');
  const disposition = String(answer.headers['content-disposition']);
  expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
  expect(decodeURIComponent(disposition.split("UTF-8''")[1]!)).toBe('ניסיון "a" 👟.svg');
});

test('a link stops working within the hour and cannot be changed', async () => {
  const url = linkTo('film.mp4', 'video/mp4');
  for (const forged of [
    url.replace('video%2Fmp4', 'text%2Fhtml'),
    url.replace('film.mp4', 'film.html'),
    url.replace(organizationId, randomUUID()),
    url.replace(/expires=\d+/, `expires=${now + 86_400_000}`),
    url.replace(/signature=.*/, 'signature=x'),
    url.split('?')[0]!,
  ]) {
    expect((await app.inject({ url: forged })).statusCode).toBe(404);
  }
  const before = now;
  now += 29 * 60_000;
  expect((await app.inject({ url })).statusCode).toBe(200);
  now = before + 3_600_000;
  expect((await app.inject({ url })).statusCode).toBe(410);
  now = before;
});

test('ranges follow RFC 9110', () => {
  expect(planRange('bytes=0-0', 10)).toEqual({ status: 206, range: { start: 0, end: 0 } });
  expect(planRange('bytes=5-99', 10)).toEqual({ status: 206, range: { start: 5, end: 9 } });
  expect(planRange('bytes=-0', 10)).toEqual({ status: 416 });
  for (const whole of ['bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-']) {
    expect(planRange(whole, 10)).toEqual({ status: 200 });
  }
});

test('a filling disk pauses renders first and refuses uploads later, in sentences', async () => {
  const disk = (used: number) => ({ totalBytes: 1000, freeBytes: 1000 - used });
  expect(diskStateOf(disk(849)).state).toBe('ok');
  expect(diskStateOf(disk(850))).toMatchObject({ state: 'renders_paused', sentence: expect.stringContaining('85 %') });
  expect(diskStateOf(disk(950))).toMatchObject({ state: 'uploads_refused', sentence: expect.stringContaining('95 %') });
  const guard = createDiskGuard(async () => disk(900));
  await guard.assertRoomForUpload(20);
  await expect(guard.assertRoomForUpload(30)).rejects.toMatchObject({ code: 'storage.uploads_refused' });
});

test('a link signed by the key before is good while that key is accepted, and new ones are signed by the new key', async () => {
  const old = linkTo('a.txt', 'text/plain');
  signingKeys = ['a new secret', 'a secret of tests'];
  const fresh = linkTo('a.txt', 'text/plain');
  expect(fresh).not.toBe(old);
  const statusOf = async (url: string) => (await app.inject({ url })).statusCode;
  expect([await statusOf(old), await statusOf(fresh)]).toEqual([200, 200]);
  signingKeys = ['a new secret'];
  expect([await statusOf(old), await statusOf(fresh)]).toEqual([404, 200]);
});

test('does not send again what the caller has, however it names it', async () => {
  const url = linkTo('film.mp4', 'video/mp4');
  const ask = (tag: string) => app.inject({ url, headers: { 'if-none-match': tag } });
  for (const tag of [`"${hash}"`, `W/"${hash}"`, `"other", W/"${hash}"`, '*'])
    expect([(await ask(tag)).statusCode, (await ask(tag)).body], tag).toEqual([304, '']);
  expect((await ask(`"other", W/"another"`)).statusCode).toBe(200);
});
