import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Storage } from '../../platform/storage/index.ts';
import type { DeliveredRecord } from './store.ts';

/** Media are compressed already: packing them again costs time and saves nothing. */
const stored = { compress: false } as const;

/** A stored file by its content, or words written for this zip. */
export type ZipEntry =
  | { path: string; hash: string; sizeBytes: number; modifiedAt: Date }
  | { path: string; text: string };
export type ZipWithManifest = { organizationId: string; entries: readonly ZipEntry[]; manifest: object };

/**
 * Files and a manifest with their hashes, as a stream: each file is opened when its turn comes, and the first that cannot
 * be read breaks the download instead of leaving a hole in it.
 */
export function streamZip(storage: Pick<Storage, 'open'>, content: ZipWithManifest): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const entry of content.entries) {
    if ('text' in entry) {
      zip.addBuffer(Buffer.from(entry.text), entry.path);
      continue;
    }
    const options = { ...stored, size: entry.sizeBytes, mtime: entry.modifiedAt };
    zip.addReadStreamLazy(entry.path, options, (give) => {
      storage.open({ organizationId: content.organizationId, hash: entry.hash }).then(
        (stream) => give(null, stream),
        (error: unknown) => give(error, undefined as never),
      );
    });
  }
  zip.addBuffer(Buffer.from(`${JSON.stringify(content.manifest, null, 2)}\n`), 'manifest.json');
  zip.end();
  return output;
}

export type ZipContent = { organizationId: string; projectName: string; files: readonly DeliveredRecord[] };

/** All finished files of one film. */
export function streamFilesZip(storage: Pick<Storage, 'open'>, content: ZipContent): Readable {
  const entries = content.files.map((file) => ({
    path: file.file_name,
    hash: file.sha256,
    sizeBytes: file.size_bytes,
    modifiedAt: file.rendered_at,
  }));
  return streamZip(storage, { organizationId: content.organizationId, entries, manifest: toManifest(content) });
}

function toManifest({ projectName, files }: ZipContent) {
  return {
    version: 1,
    project: projectName,
    files: files.map((file) => ({
      name: file.file_name,
      kind: file.file_kind,
      ratio: file.ratio,
      sha256: file.sha256,
      sizeBytes: file.size_bytes,
      madeBy: file.made_by,
      renderedAt: file.rendered_at.toISOString(),
    })),
  };
}
