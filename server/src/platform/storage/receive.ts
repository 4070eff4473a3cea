import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isKinoraError, KinoraError } from '@kinora/contract';
import type { PutOptions, StoredFile } from './storage.ts';

/** Opens the file that is written aside; passed in so that tests can give one whose disk fills up. */
export type OpenAside = (path: string) => Promise<Pick<FileHandle, 'write' | 'sync' | 'close'>>;

export type Received = StoredFile & { path: string };

const openNew: OpenAside = (path) => open(path, 'wx', 0o600);

/**
 * Writes a stream into a fresh file of `folder`, hashing on the way and making it durable. The caller renames or removes
 * it; on any failure nothing is left and a full disk is told as storage.full.
 */
export async function receive(
  content: Readable,
  folder: string,
  options: PutOptions & { openAside?: OpenAside } = {},
): Promise<Received> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  try {
    const written = await writeAll(content, await (options.openAside ?? openNew)(path), options.maxBytes ?? Infinity);
    if (options.expectedHash && written.hash !== options.expectedHash) {
      throw new KinoraError('storage.hash_mismatch', `expected ${options.expectedHash}, received ${written.hash}`);
    }
    return { ...written, path };
  } catch (error) {
    content.destroy();
    await rm(path, { force: true });
    throw toStorageError(error);
  }
}

async function writeAll(
  content: Readable,
  file: Awaited<ReturnType<OpenAside>>,
  maxBytes: number,
): Promise<StoredFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        throw new KinoraError('storage.too_large', `more than ${maxBytes} bytes arrived`, { details: { maxBytes } });
      }
      hash.update(chunk);
      for (let done = 0; done < chunk.length; ) {
        done += (await file.write(chunk, done, chunk.length - done)).bytesWritten;
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { hash: hash.digest('hex'), sizeBytes };
}

/** Turns what the operating system says about space into our words; everything else rises unchanged. */
export function toStorageError(error: unknown): unknown {
  if (isKinoraError(error)) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new KinoraError('storage.full', `the disk is full (${code})`, { cause: error, isRetryable: true });
  }
  return error;
}
