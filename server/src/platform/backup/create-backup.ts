import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { KinoraError } from '@kinora/contract';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type FileAddress, type Storage, toKey } from '../storage/index.ts';
import { listMigrations, listPartitions, listTables, quoteName, type TableShape } from './catalogue.ts';
import { type BackedUpTable, type BackupManifest, fileListName, manifestName } from './manifest.ts';

export type BackupDependencies = {
  /** The migration login: it sees every organization's rows. */
  ownerUrl: string;
  storage: Pick<Storage, 'list' | 'open'>;
  /** Version of Kinora, for people who find the backup later. */
  version: string;
  now: () => Date;
};

/**
 * A logical dump: every table by COPY in one snapshot, then every stored file, checked by hash on the way. Rows first:
 * files are never changed, so a file that arrives meanwhile is one too many and never one too few. The folder appears
 * under its name only when the last byte is written.
 */
export async function createBackup(dependencies: BackupDependencies, outFolder: string): Promise<BackupManifest> {
  await assertFree(outFolder);
  const partial = `${outFolder}.partial`;
  await rm(partial, { recursive: true, force: true });
  try {
    await mkdir(join(partial, 'tables'), { recursive: true });
    const database = await dumpDatabase(dependencies.ownerUrl, partial);
    const files = await dumpFiles(dependencies.storage, partial);
    const createdAt = dependencies.now().toISOString();
    const manifest: BackupManifest = { version: 1, kinora: dependencies.version, createdAt, ...database, files };
    await writeFile(join(partial, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(partial, outFolder);
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function assertFree(folder: string): Promise<void> {
  const exists = await access(folder).then(
    () => true,
    () => false,
  );
  if (exists) throw new KinoraError('backup.folder_exists', `${folder} exists`);
}

async function dumpDatabase(ownerUrl: string, folder: string) {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'kinora backup' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const tables: BackedUpTable[] = [];
    for (const table of await listTables(client)) tables.push(await dumpTable(client, table, folder));
    const result = { tables, migrations: await listMigrations(client), partitions: await listPartitions(client) };
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

async function dumpTable(client: pg.Client, table: TableShape, folder: string): Promise<BackedUpTable> {
  const { schema, name, columns } = table;
  const file = `tables/${schema}.${name}.copy.gz`;
  const list = columns.map((column) => quoteName(column)).join(', ');
  const rows = client.query(copyTo(`copy (select ${list} from ${quoteName(schema, name)}) to stdout`));
  const packed = createHash('sha256');
  const measure = new Transform({
    transform(chunk, _encoding, done) {
      packed.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(rows, createGzip(), measure, createWriteStream(join(folder, file)));
  return { schema, name, columns, rows: rows.rowCount, file, sha256: packed.digest('hex') };
}

async function dumpFiles(storage: BackupDependencies['storage'], folder: string) {
  const listPath = join(folder, fileListName);
  const list = await open(listPath, 'w');
  let count = 0;
  let sizeBytes = 0;
  try {
    for await (const { organizationId, hash, sizeBytes: bytes } of storage.list()) {
      await copyFile(storage, { organizationId, hash }, join(folder, 'files', toKey({ organizationId, hash })));
      await list.write(`${JSON.stringify({ organizationId, hash, sizeBytes: bytes })}\n`);
      count += 1;
      sizeBytes += bytes;
    }
  } finally {
    await list.close();
  }
  return { count, sizeBytes, listSha256: await hashOf(listPath) };
}

async function copyFile(storage: Pick<Storage, 'open'>, address: FileAddress, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await pipeline(await storage.open(address), createWriteStream(target));
  if ((await hashOf(target)) === address.hash) return;
  throw new KinoraError('backup.damaged', `stored file ${address.hash} does not have its own hash`, {
    sentence: 'A stored file is damaged, so the backup was not finished. Check the disk.',
    details: { ...address },
  });
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
