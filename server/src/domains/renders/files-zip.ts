import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Storage } from '../../platform/storage/index.ts';
import type { DeliveredRecord } from './store.ts';

/** Media are compressed already: packing them again costs time and saves nothing. */
const stored = { compress: false } as const;

export type ZipContent = { organizationId: string; projectName: string; files: readonly DeliveredRecord[] };

/**
 * All finished files and a manifest with their hashes, as a stream: each file is opened when its turn comes, and the
 * first that cannot be read breaks the download instead of leaving a hole in it.
 */
export function streamFilesZip(storage: Pick<Storage, 'open'>, content: ZipContent): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const file of content.files) {
    const options = { ...stored, size: file.size_bytes, mtime: file.rendered_at };
    zip.addReadStreamLazy(file.file_name, options, (give) => {
      storage.open({ organizationId: content.organizationId, hash: file.sha256 }).then(
        (stream) => give(null, stream),
        (error: unknown) => give(error, undefined as never),
      );
    });
  }
  zip.addBuffer(Buffer.from(`${JSON.stringify(toManifest(content), null, 2)}\n`), 'manifest.json');
  zip.end();
  return output;
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
