import { API_BASE, ApiError, call, send } from './client.ts';
import type { Asset, Upload } from './types.ts';
import { forget, recall, remember } from './upload-memory.ts';

const PART_ATTEMPTS = 4;

export type UploadProgress = { sentBytes: number; totalBytes: number };
type UploadOptions = { projectId?: string; signal: AbortSignal; onProgress: (progress: UploadProgress) => void };

/**
 * Sends one file in parts and resumes where it stopped: parts the server already holds are skipped, a part that met a
 * dropped connection is sent again. Chosen again after a
 * reload, or another day, the same file goes on where it stopped.
 */
export async function uploadFile(file: File, options: UploadOptions): Promise<Asset> {
  const id = await sendFile(file, options);
  const asset = await call('completeUpload', { params: { id }, signal: options.signal });
  forget(file);
  return asset;
}

/** The same without the last step: the whole file lies in the studio, for a route that takes the upload itself. */
export async function sendFile(file: File, options: UploadOptions): Promise<string> {
  const upload = await openUpload(file, options.projectId);
  const received = new Set(upload.receivedParts);
  const parts = Math.max(1, Math.ceil(file.size / upload.partSizeBytes));
  for (let part = 1; part <= parts; part += 1) {
    const start = (part - 1) * upload.partSizeBytes;
    const end = Math.min(file.size, start + upload.partSizeBytes);
    if (!received.has(part)) await sendPart(upload.id, part, file.slice(start, end), options.signal);
    options.onProgress({ sentBytes: end, totalBytes: file.size });
  }
  return upload.id;
}

async function openUpload(file: File, projectId?: string): Promise<Upload> {
  const known = recall(file);
  if (known) {
    const upload = await call('getUpload', { params: { id: known } }).catch(() => undefined);
    if (upload) return upload;
  }
  const upload = await call('createUpload', {
    body: { name: file.name, sizeBytes: file.size, ...(projectId ? { projectId } : {}) },
  });
  remember(file, upload.id);
  return upload;
}

async function sendPart(uploadId: string, part: number, body: Blob, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send(`${API_BASE}/uploads/${uploadId}/parts/${part}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body,
        signal,
      });
      return;
    } catch (error) {
      const isPassing = error instanceof ApiError && (error.status === 0 || error.status >= 502);
      if (!isPassing || attempt >= PART_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    }
  }
}
