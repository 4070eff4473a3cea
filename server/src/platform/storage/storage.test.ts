import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { KinoraError } from '@kinora/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocalCache } from './local-cache.ts';
import { createLocalStorage } from './local-storage.ts';
import type { OpenAside } from './receive.ts';
import { createS3Storage } from './s3-storage.ts';
import type { Storage } from './storage.ts';
import { startTemporarySweep } from './temporary-sweep.ts';

const organizationId = randomUUID();
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
let root: string;
let stopS3: (() => Promise<void>) | undefined;
const storages = new Map<string, Storage>();

type S3Server = { run(): Promise<{ port: number }>; close(): Promise<void> };
type S3ServerClass = new (options: Record<string, unknown>) => S3Server;

async function startS3(folder: string): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as S3ServerClass;
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'kinora' }],
    // This server signs a bucket's own address without its last slash; the client follows the specification.
    allowMismatchedSignatures: true,
  });
  const { port } = await server.run();
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kinora-storage-'));
  const s3 = await startS3(join(root, 'bucket'));
  stopS3 = s3.stop;
  storages.set('local', createLocalStorage({ folder: join(root, 'local') }));
  storages.set(
    's3',
    createS3Storage({
      endpoint: s3.endpoint,
      region: 'us-east-1',
      bucket: 'kinora',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      forcePathStyle: true,
      folder: join(root, 's3'),
      multipartBytes: 5 * 1024 * 1024,
    }),
  );
});

afterAll(async () => {
  await stopS3?.();
  await rm(root, { recursive: true, force: true });
});

// First: once files were sent in parts and deleted, the S3 server of the tests answers a list with an InternalError of its own.
test('a bucket that cannot be used is found out by a look, which says what to check', async () => {
  const lookAt = async (status: number | null) => {
    const server = createServer((_request, response) => response.writeHead(status ?? 500).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (status === null) server.close();
    const folder = join(root, 'looked-at');
    const keys = { accessKeyId: 'a', secretAccessKey: 'b', forcePathStyle: true };
    const look = createS3Storage({ endpoint, region: 'us-east-1', bucket: 'films', folder, ...keys }).check();
    return look
      .then(
        () => 'ready',
        (error: KinoraError) => `${error.code} ${error.sentence}`,
      )
      .finally(() => server.close());
  };
  await expect(storages.get('local')?.check()).resolves.toBeUndefined();
  await expect(storages.get('s3')?.check()).resolves.toBeUndefined();
  expect(await lookAt(404)).toMatch(/^storage\.unreachable There is no bucket “films” .*S3_BUCKET/);
  expect(await lookAt(403)).toMatch(/refuses the key.*S3_ACCESS_KEY_ID/);
  expect(await lookAt(301)).toMatch(/does not take the bucket “films”.*S3_REGION/);
  expect(await lookAt(null)).toMatch(/does not answer\. Check S3_ENDPOINT/);
});

describe.each(['local', 's3'])('%s storage', (kind) => {
  const storage = () => storages.get(kind)!;

  test('gives back what was put, whole and by range, and tells its size', async () => {
    const bytes = randomBytes(70_000);
    const stored = await storage().putStream(
      organizationId,
      Readable.from([bytes.subarray(0, 50), bytes.subarray(50)]),
    );
    expect(stored).toEqual({ hash: hashOf(bytes), sizeBytes: 70_000 });
    const address = { organizationId, hash: stored.hash };
    expect(await buffer(await storage().open(address))).toEqual(bytes);
    expect(await buffer(await storage().open(address, { start: 10, end: 19 }))).toEqual(bytes.subarray(10, 20));
    expect(await storage().find(address)).toEqual(stored);
    expect(await readFile(await storage().localPath(address))).toEqual(bytes);
  });

  test('keeps one copy of the same content and none of it for another organization', async () => {
    const bytes = randomBytes(1000);
    const path = join(root, `${kind}-same`);
    await writeFile(path, bytes);
    const first = await storage().putFile(organizationId, path);
    expect(await storage().putFile(organizationId, path)).toEqual(first);
    const stranger = { organizationId: randomUUID(), hash: first.hash };
    expect(await storage().find(stranger)).toBeUndefined();
    await expect(storage().open(stranger)).rejects.toMatchObject({ code: 'storage.not_found' });
    const listed = [];
    for await (const file of storage().list()) if (file.hash === first.hash) listed.push(file);
    expect(listed).toEqual([{ organizationId, hash: first.hash, sizeBytes: 1000 }]);
  });

  test('refuses content whose hash or size is not the announced one, and keeps nothing of it', async () => {
    const bytes = randomBytes(2000);
    const wrong = storage().putStream(organizationId, Readable.from([bytes]), {
      expectedHash: hashOf(Buffer.from('other')),
    });
    await expect(wrong).rejects.toMatchObject({ code: 'storage.hash_mismatch' });
    const large = storage().putStream(organizationId, Readable.from([bytes]), { maxBytes: 1999 });
    await expect(large).rejects.toMatchObject({ code: 'storage.too_large' });
    expect(await storage().find({ organizationId, hash: hashOf(bytes) })).toBeUndefined();
  });

  test('sends a file larger than one part whole', async () => {
    const bytes = randomBytes(11 * 1024 * 1024 + 7);
    const path = join(root, `${kind}-large`);
    await writeFile(path, bytes);
    const { hash } = await storage().putFile(organizationId, path);
    expect(hashOf(await buffer(await storage().open({ organizationId, hash })))).toBe(hashOf(bytes));
  });

  test('replaces a part that is sent again and forgets parts when asked', async () => {
    const upload = { organizationId, uploadId: randomUUID() };
    await storage().putPart({ ...upload, part: 2 }, Readable.from([Buffer.from('later')]), 100);
    await storage().putPart({ ...upload, part: 1 }, Readable.from([Buffer.from('first')]), 100);
    await storage().putPart({ ...upload, part: 1 }, Readable.from([Buffer.from('again!')]), 100);
    expect(await storage().listParts(upload)).toEqual([
      { part: 1, sizeBytes: 6 },
      { part: 2, sizeBytes: 5 },
    ]);
    expect(String(await buffer(await storage().openPart({ ...upload, part: 1 })))).toBe('again!');
    await storage().deleteParts(upload);
    expect(await storage().listParts(upload)).toEqual([]);
  });

  test('deletes, and does not mind deleting twice', async () => {
    const { hash } = await storage().putStream(organizationId, Readable.from([randomBytes(10)]));
    const address = { organizationId, hash };
    await storage().localPath(address);
    await storage().delete(address);
    await storage().delete(address);
    expect(await storage().find(address)).toBeUndefined();
    await expect(storage().localPath(address)).rejects.toMatchObject({ code: 'storage.not_found' });
  });

  test('never turns a hostile address into a path', async () => {
    for (const hash of ['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`]) {
      await expect((async () => storage().open({ organizationId, hash }))()).rejects.toMatchObject({
        code: 'storage.not_found',
      });
    }
    const bad = { organizationId: '../..', uploadId: randomUUID() };
    await expect((async () => storage().listParts(bad))()).rejects.toMatchObject({ code: 'storage.not_found' });
  });
});

test('transfers into a bucket that a dead process left are given up, young ones and other people’s are not', async () => {
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  const entry = (id: string, hoursAgo: number) =>
    `<Upload><Key>organizations/${id}</Key><UploadId>${id}</UploadId><Initiated>${at(hoursAgo)}</Initiated></Upload>`;
  const aborted: string[] = [];
  const prefixes: (string | null)[] = [];
  // Stands for a bucket's server that lists transfers; the one of the other tests answers 501, which is tolerated.
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://s3');
    if (request.method === 'DELETE') {
      aborted.push(`${url.pathname} ${url.searchParams.get('uploadId')}`);
      response.writeHead(204).end();
      return;
    }
    prefixes.push(url.searchParams.get('prefix'));
    const isFirst = url.searchParams.get('prefix') === 'organizations/' && !url.searchParams.get('key-marker');
    const body = isFirst
      ? `${entry('old', 30)}${entry('young', 1)}<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>`
      : url.searchParams.get('key-marker') === 'k'
        ? entry('older', 50)
        : '';
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(`<ListMultipartUploadsResult>${body}</ListMultipartUploadsResult>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const bucket = {
    region: 'us-east-1',
    bucket: 'kinora',
    accessKeyId: 'a',
    secretAccessKey: 'b',
    forcePathStyle: true,
  };
  const storage = createS3Storage({ ...bucket, endpoint: `http://127.0.0.1:${port}`, folder: join(root, 'transfers') });
  expect(await storage.sweepTransfers(86_400_000)).toBe(2);
  expect(aborted).toEqual(['/kinora/organizations/old old', '/kinora/organizations/older older']);
  expect(prefixes).toEqual(['organizations/', 'organizations/', 'uploads/']);
  server.closeAllConnections();
  server.close();
  expect(await storages.get('s3')!.sweepTransfers(86_400_000)).toBe(0);
});

test('a disk that fills up while writing is told in words and leaves nothing behind', async () => {
  const folder = join(root, 'small');
  const fullAfter: OpenAside = async (path) => {
    const file = await open(path, 'wx');
    let room = 4000;
    return {
      write: (async (bytes: Buffer, offset: number, length: number) => {
        room -= length;
        if (room < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        return file.write(bytes, offset, length);
      }) as typeof file.write,
      sync: () => file.sync(),
      close: () => file.close(),
    };
  };
  const storage = createLocalStorage({ folder, openAside: fullAfter });
  const content = Readable.from([randomBytes(3000), randomBytes(3000)]);
  await expect(storage.putStream(organizationId, content)).rejects.toMatchObject({
    code: 'storage.full',
    isRetryable: true,
  });
  expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  expect(await readdir(folder)).toEqual(['temporary']);
});

test('a sender that breaks off leaves nothing behind', async () => {
  const folder = join(root, 'broken');
  const storage = createLocalStorage({ folder });
  async function* breakOff() {
    yield randomBytes(500);
    throw new Error('connection reset');
  }
  await expect(storage.putStream(organizationId, Readable.from(breakOff()))).rejects.toThrow('connection reset');
  expect(await readdir(join(folder, 'temporary'))).toEqual([]);
});

test('the sweep removes forgotten work and leaves what is young', async () => {
  const storage = createLocalStorage({ folder: join(root, 'swept') });
  const old = await storage.makeTemporaryFolder();
  const young = await storage.makeTemporaryFolder();
  await writeFile(join(old, 'half'), 'x');
  const longAgo = new Date(Date.now() - 2 * 86_400_000);
  await utimes(old, longAgo, longAgo);
  expect(await storage.sweepTemporary(86_400_000)).toBe(1);
  expect(await readdir(join(root, 'swept', 'temporary'))).toEqual([young.split('/').at(-1)]);
});

test('a start leaves nothing of a killed process', async () => {
  const storage = createLocalStorage({ folder: join(root, 'killed') });
  await writeFile(join(await storage.makeTemporaryFolder(), 'half'), 'x');
  const sweep = await startTemporarySweep(storage, () => expect.unreachable('the sweep failed'));
  sweep.stop();
  expect(await readdir(join(root, 'killed', 'temporary'))).toEqual([]);
});

test('the local cache stays within its bound, least recently used first, and refuses wrong content', async () => {
  const folder = join(root, 'cache');
  const cache = createLocalCache({ folder, maxBytes: 250, keepMs: 0 });
  await mkdir(folder, { recursive: true });
  const fetched: string[] = [];
  const get = async (bytes: Buffer) =>
    cache.get({ organizationId, hash: hashOf(bytes) }, async () => {
      fetched.push(hashOf(bytes));
      return Readable.from([bytes]);
    });
  const [first, second, third] = [randomBytes(100), randomBytes(100), randomBytes(100)];
  const firstPath = await get(first);
  const secondPath = await get(second);
  const past = (seconds: number) => new Date(Date.now() - seconds * 1000);
  await utimes(firstPath, past(5), past(5));
  await utimes(secondPath, past(9), past(9));
  await get(third);
  await get(first);
  expect(fetched).toHaveLength(3);
  await get(second);
  expect(fetched).toHaveLength(4);
  const lie = cache.get({ organizationId, hash: hashOf(Buffer.from('a')) }, async () =>
    Readable.from([Buffer.from('b')]),
  );
  await expect(lie).rejects.toMatchObject({ code: 'storage.hash_mismatch' });
});
