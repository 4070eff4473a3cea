import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, KinoraError } from '@kinora/contract';
import { z } from 'zod';

export const manifestName = 'manifest.json';
export const fileListName = 'files.jsonl';

/** One table: its rows as PostgreSQL's own COPY text, which every major reads, gzipped. */
export const backedUpTable = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.int().nonnegative(),
  file: z.string(),
  sha256: contentHash,
});
export type BackedUpTable = z.infer<typeof backedUpTable>;

export const backupManifest = z.object({
  version: z.literal(1),
  kinora: z.string(),
  createdAt: z.string(),
  /** Migrations the rows stand under: number, name, hash. */
  migrations: z.array(z.object({ number: z.int(), name: z.string(), sha256: contentHash })),
  /** Partitions that exist only because of the time they were made at. */
  partitions: z.array(z.object({ name: z.string(), parent: z.string(), bound: z.string() })),
  tables: z.array(backedUpTable),
  files: z.object({ count: z.int(), sizeBytes: z.int(), listSha256: contentHash }),
});
export type BackupManifest = z.infer<typeof backupManifest>;

export const backedUpFile = z.object({ organizationId: z.uuid(), hash: contentHash, sizeBytes: z.int() });

export async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    return backupManifest.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch (cause) {
    throw new KinoraError('backup.unreadable', `no usable manifest in the backup folder`, { cause });
  }
}
