import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ApiClient } from './api-client.ts';
import { commandError } from './errors.ts';

/** Sends a file in parts and answers the upload's id; what becomes of it is the caller's next request. */
export async function uploadFile(client: Pick<ApiClient, 'createUpload' | 'putPart'>, path: string): Promise<string> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw commandError('film.file_missing', `${path} cannot be read.`, error);
  });
  if (size === 0) throw commandError('film.file_empty', `${basename(path)} is empty.`);
  const upload = await client.createUpload(basename(path), size);
  const file = await open(path);
  try {
    for (let part = 1, offset = 0; offset < size; part += 1) {
      const bytes = Buffer.alloc(Math.min(upload.partSizeBytes, size - offset));
      await file.read(bytes, 0, bytes.length, offset);
      await client.putPart(upload.id, part, bytes);
      offset += bytes.length;
    }
  } finally {
    await file.close();
  }
  return upload.id;
}
