import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { KinoraError } from '@kinora/contract';
import { parseKey, parseUploadKey, toKey, toPartKey, toUploadKey } from './address.ts';
import { createLocalCache } from './local-cache.ts';
import { receive } from './receive.ts';
import type { FileAddress, PartAddress, PutOptions, Storage, StoredFile, StoredPart } from './storage.ts';
import { makeTemporaryFolder, sweepFolder } from './temporary.ts';

export type S3StorageOptions = {
  endpoint?: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Bucket in the path instead of the host name; what most self-hosted servers need. */
  forcePathStyle: boolean;
  /** Local folder for writing aside and for the read cache. */
  folder: string;
  /** Work in progress, where it is not `temporary/` of that folder. */
  temporary?: string;
  cacheMaxBytes?: number;
  /** Files above it go up in parts of this size; S3's own least part is 5 MiB. */
  multipartBytes?: number;
};

const defaultCacheBytes = 20 * 1024 ** 3;
const defaultMultipartBytes = 16 * 1024 ** 2;
/** Whoever asks whether the studio is ready waits a few seconds at most. */
const CHECK_LIMIT_MS = 4000;

/**
 * Keeps files in an S3-compatible bucket. A put first lands on the local disk, where it is hashed, because the key is the
 * hash; an object appears in the bucket only when its last byte has arrived (PutObject and CompleteMultipartUpload are
 * atomic), so nothing half-written is ever visible.
 */
export function createS3Storage(options: S3StorageOptions): Storage {
  const client = createClient(options);
  const bucket = options.bucket;
  const temporary = options.temporary ?? join(options.folder, 'temporary');
  const multipartBytes = options.multipartBytes ?? defaultMultipartBytes;
  const cache = createLocalCache({
    folder: join(options.folder, 'cache'),
    maxBytes: options.cacheMaxBytes ?? defaultCacheBytes,
  });

  async function upload(path: string, sizeBytes: number, key: string): Promise<void> {
    if (sizeBytes > multipartBytes) return uploadInParts(client, { bucket, key, path, sizeBytes, multipartBytes });
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: createReadStream(path), ContentLength: sizeBytes }),
    );
  }

  async function putStream(organizationId: string, content: Readable, put?: PutOptions): Promise<StoredFile> {
    const received = await receive(content, temporary, put);
    try {
      const address = { organizationId, hash: received.hash };
      if (!(await find(address))) await reached(() => upload(received.path, received.sizeBytes, toKey(address)));
      return { hash: received.hash, sizeBytes: received.sizeBytes };
    } finally {
      await rm(received.path, { force: true });
    }
  }

  async function find(address: FileAddress): Promise<StoredFile | undefined> {
    const facts = await orNothing(() => client.send(new HeadObjectCommand({ Bucket: bucket, Key: toKey(address) })));
    return facts ? { hash: address.hash, sizeBytes: facts.ContentLength ?? 0 } : undefined;
  }

  async function openKey(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const answer = await orNothing(() =>
      client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
        }),
      ),
    );
    if (!answer?.Body) throw new KinoraError('storage.not_found', `no object ${key}`);
    return answer.Body as Readable;
  }

  async function* listKeys(prefix: string): AsyncGenerator<{ key: string; sizeBytes: number }> {
    let token: string | undefined;
    do {
      const page = await reached(() =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })),
      );
      for (const entry of page.Contents ?? []) yield { key: entry.Key ?? '', sizeBytes: entry.Size ?? 0 };
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  const deleteKey = (key: string) =>
    reached(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))).then(() => undefined);

  async function listParts(address: { organizationId: string; uploadId: string }): Promise<StoredPart[]> {
    const prefix = `${toUploadKey(address)}/`;
    const parts: StoredPart[] = [];
    for await (const { key, sizeBytes } of listKeys(prefix)) {
      parts.push({ part: Number(key.slice(prefix.length)), sizeBytes });
    }
    return parts.sort((a, b) => a.part - b.part);
  }

  return {
    kind: 's3',
    check: () => checkBucket(client, options),
    putStream,
    putFile: (organizationId, path, put) => putStream(organizationId, createReadStream(path), put),
    find,
    open: (address, range) => openKey(toKey(address), range),
    async delete(address) {
      await deleteKey(toKey(address));
      await cache.forget(address);
    },
    localPath: (address) => cache.get(address, () => openKey(toKey(address))),
    async *list() {
      for await (const { key, sizeBytes } of listKeys('organizations/')) {
        const address = parseKey(key);
        if (address) yield { ...address, sizeBytes };
      }
    },
    async putPart(address, content, maxBytes) {
      const received = await receive(content, temporary, { maxBytes });
      try {
        await reached(() => upload(received.path, received.sizeBytes, toPartKey(address)));
        return { part: address.part, sizeBytes: received.sizeBytes };
      } finally {
        await rm(received.path, { force: true });
      }
    },
    listParts,
    openPart: (address) => openKey(toPartKey(address)),
    async deleteParts(address) {
      for (const { part } of await listParts(address)) await deleteKey(toPartKey({ ...address, part }));
    },
    listUploads: () => listUploads(listKeys('uploads/')),
    sweepTransfers: (olderThanMs) => reached(() => abortTransfers(client, bucket, Date.now() - olderThanMs)),
    makeTemporaryFolder: () => makeTemporaryFolder(temporary),
    sweepTemporary: (olderThanMs) => sweepFolder(temporary, olderThanMs),
  };
}

async function* listUploads(keys: AsyncIterable<{ key: string }>): AsyncGenerator<Omit<PartAddress, 'part'>> {
  let last = '';
  for await (const { key } of keys) {
    const upload = parseUploadKey(key);
    if (!upload || upload.uploadId === last) continue;
    last = upload.uploadId;
    yield upload;
  }
}

/** Of our own folders only: a bucket may be shared. Servers that cannot list transfers keep none that could be seen. */
async function abortTransfers(client: S3Client, bucket: string, beforeMs: number): Promise<number> {
  let aborted = 0;
  for (const Prefix of ['organizations/', 'uploads/']) {
    let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
    while (marker) {
      const page: ListMultipartUploadsCommandOutput | undefined = await listTransfers(client, {
        Bucket: bucket,
        Prefix,
        ...marker,
      });
      for (const { Key, UploadId, Initiated } of page?.Uploads ?? []) {
        if (!Initiated || Initiated.getTime() > beforeMs) continue;
        await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
        aborted += 1;
      }
      marker = page?.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
        : undefined;
    }
  }
  return aborted;
}

async function listTransfers(
  client: S3Client,
  input: ListMultipartUploadsCommandInput,
): Promise<ListMultipartUploadsCommandOutput | undefined> {
  try {
    return await client.send(new ListMultipartUploadsCommand(input));
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 501) return undefined;
    throw error;
  }
}

/**
 * One small list, because its refusals say why: those of a look at the bucket's head have no body. What may be listed is
 * needed anyway, by backups and by the purge.
 */
async function checkBucket(client: S3Client, { bucket, endpoint }: S3StorageOptions): Promise<void> {
  try {
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: 'organizations/', MaxKeys: 1 });
    await client.send(list, { abortSignal: AbortSignal.timeout(CHECK_LIMIT_MS) });
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    throw new KinoraError('storage.unreachable', `S3 check failed: ${describeFault(error)}`, {
      isRetryable: true,
      sentence: explainFault(status, bucket, endpoint ?? 'the provider’s own address'),
    });
  }
}

function explainFault(status: number | undefined, bucket: string, address: string): string {
  if (status === 404)
    return `There is no bucket “${bucket}” at ${address}. Make it, or check S3_BUCKET, S3_ENDPOINT and S3_REGION.`;
  if (status === 401 || status === 403)
    return `The file store at ${address} refuses the key. Check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and what they may do in the bucket “${bucket}”.`;
  if (status !== undefined && status < 500)
    return `The file store at ${address} does not take the bucket “${bucket}”. Check S3_ENDPOINT, S3_REGION and S3_FORCE_PATH_STYLE.`;
  return `The file store at ${address} does not answer. Check S3_ENDPOINT, and that it runs.`;
}

/** Checksum trailers are asked for only where the protocol demands them: older S3-compatible servers refuse them. */
function createClient(options: S3StorageOptions): S3Client {
  return new S3Client({
    region: options.region,
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    forcePathStyle: options.forcePathStyle,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  });
}

type PartedUpload = { bucket: string; key: string; path: string; sizeBytes: number; multipartBytes: number };

async function uploadInParts(client: S3Client, upload: PartedUpload): Promise<void> {
  const target = { Bucket: upload.bucket, Key: upload.key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  try {
    const Parts = await sendParts(client, upload, UploadId);
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    // Parts left behind cost money without being visible. The first error is the one to tell.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw error;
  }
}

/** One part in memory at a time: a buffer can be sent again by the client's own retry, a stream cannot. */
async function sendParts(client: S3Client, upload: PartedUpload, UploadId: string | undefined) {
  const parts: CompletedPart[] = [];
  const file = await open(upload.path, 'r');
  try {
    for (let start = 0; start < upload.sizeBytes; start += upload.multipartBytes) {
      const body = Buffer.alloc(Math.min(upload.multipartBytes, upload.sizeBytes - start));
      await file.read(body, 0, body.length, start);
      const PartNumber = parts.length + 1;
      const answer = await client.send(
        new UploadPartCommand({ Bucket: upload.bucket, Key: upload.key, UploadId, PartNumber, Body: body }),
      );
      parts.push({ PartNumber, ETag: answer.ETag });
    }
  } finally {
    await file.close();
  }
  return parts;
}

async function orNothing<T>(call: () => Promise<T>): Promise<T | undefined> {
  return reached(async () => {
    try {
      return await call();
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return undefined;
      throw error;
    }
  });
}

/**
 * What the bucket's server says is for the log; people read that the storage does not answer. The client's own error is
 * not kept as cause: it carries the signed request.
 */
async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof KinoraError) throw error;
    throw new KinoraError('storage.unreachable', `S3 call failed: ${describeFault(error)}`, { isRetryable: true });
  }
}

function describeFault(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
