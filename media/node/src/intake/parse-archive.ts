import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isKinoraError } from '@kinora/contract';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { INTAKE_LIMITS } from './limits.ts';
import { refuse } from './refusal.ts';

export type ArchiveEntry = { name: string; sizeBytes: number };
export type ParsedArchive = { entries: ArchiveEntry[] };
export type ExtractedFiles = { files: { name: string; file: string }[] };

/** What a ZIP holds, without unpacking it. Refused whole when one entry is unsafe: such a file was made on purpose. */
export async function parseArchive(file: string): Promise<ParsedArchive> {
  const entries: ArchiveEntry[] = [];
  let total = 0;
  for await (const entry of readEntries(file)) {
    total += entry.uncompressedSize;
    assertTotal(total, entries.length + 1);
    if (isFile(entry)) entries.push({ name: entry.fileName, sizeBytes: entry.uncompressedSize });
  }
  return { entries };
}

/** Unpacks the named entries into the folder, under names of ours. */
export async function extractFiles(file: string, folder: string, names: readonly string[]): Promise<ExtractedFiles> {
  await mkdir(folder, { recursive: true });
  const wanted = new Set(names);
  const files: ExtractedFiles['files'] = [];
  for await (const { entry, zip } of readEntriesWith(file)) {
    if (!wanted.has(entry.fileName) || !isFile(entry)) continue;
    assertWeight(entry);
    const target = join(folder, `entry-${files.length}`);
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
    files.push({ name: entry.fileName, file: target });
    wanted.delete(entry.fileName);
    if (wanted.size === 0) break;
  }
  return { files };
}

async function* readEntries(file: string): AsyncGenerator<Entry> {
  for await (const { entry } of readEntriesWith(file)) yield entry;
}

/** yauzl itself refuses absolute paths, `..`, and contents longer than announced. */
async function* readEntriesWith(file: string): AsyncGenerator<{ entry: Entry; zip: ZipFile }> {
  const zip = await openPromise(file, { strictFileNames: true, validateEntrySizes: true, autoClose: false }).catch(
    (error: unknown) => {
      throw toRefusal(error);
    },
  );
  try {
    for await (const entry of zip.eachEntry()) {
      assertSafe(entry);
      yield { entry, zip };
    }
  } catch (error) {
    throw isKinoraError(error) ? error : toRefusal(error);
  } finally {
    zip.close();
  }
}

function isFile(entry: Entry): boolean {
  return !entry.fileName.endsWith('/') && !isLink(entry);
}

function isLink(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function assertSafe(entry: Entry): void {
  if (entry.fileName.includes('\u0000')) throw refuse('intake.archive_unsafe', 'a name holds NUL');
  if (isLink(entry)) throw refuse('intake.archive_unsafe', `${entry.fileName} is a link`);
  if (entry.isEncrypted()) throw refuse('intake.archive_locked', `${entry.fileName} is encrypted`);
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (ratio > INTAKE_LIMITS.archiveRatio && entry.uncompressedSize > INTAKE_LIMITS.archiveFreeBytes)
    throw refuse('intake.archive_unsafe', `${entry.fileName} unpacks to ${Math.round(ratio)} times its size`);
}

/** By its own announcement, which yauzl holds it to: nothing larger is written to the disk only to be refused there. */
function assertWeight({ fileName, uncompressedSize }: Entry): void {
  if (uncompressedSize > INTAKE_LIMITS.filmBytes)
    throw refuse('intake.too_heavy', `${fileName} unpacks to ${uncompressedSize} bytes`);
}

function assertTotal(totalBytes: number, count: number): void {
  if (totalBytes > INTAKE_LIMITS.archiveBytes) throw refuse('intake.archive_unsafe', `unpacks to ${totalBytes} bytes`);
  if (count > INTAKE_LIMITS.archiveEntries) throw refuse('intake.archive_unsafe', `more than ${count - 1} entries`);
}

function toRefusal(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const isName = /absolute path|invalid relative path|invalid characters in fileName/.test(message);
  return refuse(isName ? 'intake.archive_unsafe' : 'intake.damaged', message, { cause: error });
}
