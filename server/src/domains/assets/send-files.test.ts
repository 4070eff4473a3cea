import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Asset, asset as assetSchema } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { readDataUri } from './data-uri.ts';

let app: SliceApp;
let owner: Person;
beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(() => [], []);
  owner = await app.addPerson('owner');
});
afterAll(() => app.close());

const url = '/api/v1/assets';
const drawPicture = () =>
  sharp({ create: { width: 90, height: 70, channels: 3, background: '#b3402a' } })
    .png()
    .toBuffer();
const toUri = (bytes: Buffer) => `data:image/gif;base64,${bytes.toString('base64')}`;

async function sendForm(person: Person, parts: { file?: Buffer; fileName?: string; fields?: Record<string, string> }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts.fields ?? {})) form.append(name, value);
  if (parts.file) form.append('file', new Blob([new Uint8Array(parts.file)]), parts.fileName ?? 'photo.png');
  const request = new Request('http://form.test', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type')! };
  return app.ask(person, { method: 'POST', url, headers, payload: Buffer.from(await request.arrayBuffer()) });
}

describe('a small file in one request', () => {
  it('comes as data URI or as a form; the same content is one asset, whatever it calls itself', async () => {
    const bytes = await drawPicture();
    const answer = await app.ask(owner, {
      method: 'POST',
      url,
      payload: { name: 'לוגו 👟.png', dataUri: toUri(bytes) },
    });
    expect(answer.statusCode, answer.body).toBe(201);
    const asset = assetSchema.parse(answer.json());
    expect(asset).toMatchObject({
      name: 'לוגו 👟.png',
      mediaType: 'image/png',
      origin: 'upload',
      width: 90,
      height: 70,
    });
    expect(answer.headers['location']).toBe(`/api/v1/assets/${asset.id}`);
    const again = await sendForm(owner, { file: bytes, fileName: 'other "name".png' });
    expect([again.statusCode, again.json().id]).toEqual([201, asset.id]);
  });

  it('takes the form’s name and project, and refuses a project that is not there', async () => {
    const file = await sharp(await drawPicture())
      .negate()
      .png()
      .toBuffer();
    const named = await sendForm(owner, { file, fields: { name: 'Named.png' } });
    expect(named.json()).toMatchObject({ name: 'Named.png' });
    const lost = await sendForm(owner, { file, fields: { projectId: owner.userId } });
    expect([lost.statusCode, lost.json().code]).toEqual([422, 'asset.project_unknown']);
  });

  it('has up to 10 MB; a larger one is told to come as an upload', async () => {
    const large = randomBytes(10 * 1024 ** 2 + 1);
    const asForm = await sendForm(owner, { file: large });
    expect([asForm.statusCode, asForm.json().detail]).toEqual([
      413,
      expect.stringContaining('10 MB. Send larger ones as uploads'),
    ]);
    const asUri = await app.ask(owner, { method: 'POST', url, payload: { name: 'a.png', dataUri: toUri(large) } });
    expect([asUri.statusCode, asUri.json().detail]).toEqual([413, expect.stringContaining('10 MB')]);
    const full = await app.ask(owner, {
      method: 'POST',
      url,
      payload: { name: 'a.png', dataUri: toUri(large.subarray(1)) },
    });
    expect([full.statusCode, full.json().code]).toEqual([415, 'intake.unknown_kind']);
  });

  it('is refused in words when there is no file, no form or no right to send one', async () => {
    expect((await sendForm(owner, {})).json().detail).toContain('“file”');
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const broken = await app.ask(owner, { method: 'POST', url, headers, payload: 'not a form at all' });
    expect([broken.statusCode, broken.json().code]).toEqual([400, 'request.malformed']);
    const elsewhere = await app.ask(owner, { method: 'POST', url: '/api/v1/uploads', headers, payload: '--x--' });
    expect([elsewhere.statusCode, elsewhere.json().code]).toEqual([415, 'request.unsupported_type']);
    for (const dataUri of ['data:image/png;base64,***', 'data:nothing'])
      expect((await app.ask(owner, { method: 'POST', url, payload: { name: 'a.png', dataUri } })).json().code).toBe(
        'upload.data_uri',
      );
    const viewer = await app.addPerson('viewer', owner.organizationId);
    expect((await sendForm(viewer, { file: await drawPicture() })).statusCode).toBe(403);
  });

  it('reads every way of writing a data URI', () => {
    const written = [
      'data:text/plain;charset=utf-8;base64,aGk=',
      'data:;base64,aGk',
      'data:,hi',
      'data:text/plain,%68i',
    ];
    for (const uri of written) expect(readDataUri(uri, 10).toString()).toBe('hi');
    expect([...readDataUri('data:,%FF%00', 10)]).toEqual([255, 0]);
  });
});

/** How each encoder wants its samples: format, and how many at once. */
const SAMPLES: Record<string, string> = {
  aac: 'aformat=fltp,asetnsamples=n=1024:p=0',
  libopus: 'aformat=s16,asetnsamples=n=960:p=0',
  libmp3lame: 'aformat=s16p,asetnsamples=n=1152:p=0',
  pcm_s16le: 'aformat=s16',
};

/** Half a second, 128 × 96, made by the engine that will read it. */
async function makeMedia(container: string, video: string | null, audio: string | null): Promise<Buffer> {
  const path = join(app.folder, `made-${video}-${audio}.${container}`);
  const graph = [
    ...(video ? ['testsrc2=size=128x96:rate=30:duration=0.5,format=yuv420p[v]'] : []),
    ...(audio ? [`sine=frequency=440:sample_rate=48000:duration=0.5,${SAMPLES[audio]}[a]`] : []),
  ].join(';');
  const encode = (from: string, media: 'video' | 'audio', encoder: string) => ({
    kind: 'encode' as const,
    from,
    media,
    encoder,
    options: {},
  });
  const streams = [...(video ? [encode('v', 'video', video)] : []), ...(audio ? [encode('a', 'audio', audio)] : [])];
  await app.engine.run({ inputs: [], graph, outputs: [{ kind: 'file', path, container, streams }] });
  return readFile(path);
}

async function upload(name: string, bytes: Buffer): Promise<Asset & { probe?: unknown }> {
  const answer = await sendForm(owner, { file: bytes, fileName: name });
  expect(answer.statusCode, answer.body).toBe(201);
  return assetSchema.parse(answer.json());
}

describe('films and sounds made by the engine', () => {
  it.each([
    ['mp4', 'libx264', 'aac', 'video/mp4'],
    ['mov', 'libx264', 'pcm_s16le', 'video/quicktime'],
    ['webm', 'libvpx-vp9', 'libopus', 'video/webm'],
  ])(
    '%s with %s and %s is let in with its length, frames and a picture of it',
    async (container, video, audio, mediaType) => {
      const asset = await upload(`film.${container}`, await makeMedia(container, video, audio));
      expect(asset).toMatchObject({ kind: 'video', mediaType, width: 128, height: 96, frames: 15 });
      expect(asset.durationSeconds).toBeCloseTo(0.5, 1);
      const picture = await app.ask(null, { url: asset.thumbnailUrl! });
      const { format, width } = await sharp(picture.rawPayload).metadata();
      expect([format, width]).toEqual(['webp', 128]);
      const { channels } = await sharp(picture.rawPayload).stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(20);
      const part = await app.ask(null, { url: asset.url, headers: { range: 'bytes=0-99' } });
      expect([part.statusCode, part.rawPayload.length, part.headers['content-type']]).toEqual([206, 100, mediaType]);
    },
  );

  it.each([
    ['mp3', 'libmp3lame', 'audio/mpeg'],
    ['wav', 'pcm_s16le', 'audio/wav'],
  ])('%s is let in with its length', async (container, encoder, mediaType) => {
    const asset = await upload(`sound.${container}`, await makeMedia(container, null, encoder));
    expect(asset).toMatchObject({ kind: 'audio', mediaType, width: null, frames: null });
    expect(asset.durationSeconds).toBeGreaterThan(0.45);
    expect(asset.durationSeconds).toBeLessThan(0.65);
  });

  it('cut off in the middle is refused with its name', async () => {
    const whole = await makeMedia('mp4', 'libx264', null);
    const answer = await sendForm(owner, { file: whole.subarray(0, whole.length / 2), fileName: 'half.mp4' });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'intake.damaged']);
    expect(answer.json().detail).toContain('half.mp4');
  });
});

describe('what weighs too much', () => {
  it('is refused before it is sent, or by its kind when it has arrived', async () => {
    const announce = (sizeBytes: number) =>
      app.ask(owner, { method: 'POST', url: '/api/v1/uploads', payload: { name: 'a.mp4', sizeBytes } });
    const refused = await announce(501 * 1024 ** 2);
    expect([refused.statusCode, refused.json().code]).toEqual([413, 'storage.too_large']);
    expect(refused.json().detail).toContain('Files may have up to 500 MB');
    // A picture's first bytes, then nothing: it is weighed before it is read.
    const bytes = Buffer.alloc(51 * 1024 ** 2);
    (await drawPicture()).copy(bytes);
    const { id, partSizeBytes } = (await announce(bytes.length)).json();
    const headers = { 'content-type': 'application/octet-stream' };
    for (let part = 1; (part - 1) * partSizeBytes < bytes.length; part += 1) {
      const payload = bytes.subarray((part - 1) * partSizeBytes, part * partSizeBytes);
      await app.ask(owner, { method: 'PUT', url: `/api/v1/uploads/${id}/parts/${part}`, headers, payload });
    }
    const heavy = await app.ask(owner, { method: 'POST', url: `/api/v1/uploads/${id}/complete` });
    expect([heavy.statusCode, heavy.json().code]).toEqual([413, 'intake.too_heavy']);
    expect(heavy.json().detail).toMatch(/51 MB; pictures may have up to 50 MB/);
  });
});
