import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { KinoraError } from '@kinora/contract';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Storage, toKey } from '../storage/index.ts';
import { listForeignKeys, listMigrations, listSequences, listTables, quoteName, type TableShape } from './catalogue.ts';
import { hashOf } from './create-backup.ts';
import { type BackedUpTable, type BackupManifest, backedUpFile, fileListName, readManifest } from './manifest.ts';

export type RestoreDependencies = {
  /** The migration login of a database that was just prepared by this program: tables there, rows not. */
  ownerUrl: string;
  storage: Pick<Storage, 'putFile'>;
};

/**
 * Files first, rows last and in one transaction: a restore that breaks off leaves an empty studio and can be started
 * again. Works with an owner who is no superuser: keys and triggers are taken off and put back, which checks every key
 * against the loaded rows.
 */
export async function restoreBackup(dependencies: RestoreDependencies, folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  const client = new pg.Client({ connectionString: dependencies.ownerUrl, application_name: 'kinora restore' });
  await client.connect();
  try {
    await assertSameSchema(client, manifest);
    await assertEmpty(client);
    await assertWhole(folder, manifest);
    await restoreFiles(dependencies.storage, folder);
    await client.query('begin');
    await restoreRows(client, folder, manifest);
    await client.query('commit');
    return manifest;
  } finally {
    // An open transaction ends with its connection.
    await client.end();
  }
}

/** Older backups are restored by their own version; the newer program then runs its migrations on the result. */
async function assertSameSchema(client: pg.Client, manifest: BackupManifest): Promise<void> {
  const here = JSON.stringify(await listMigrations(client));
  if (here === JSON.stringify(manifest.migrations)) return;
  const last = manifest.migrations.at(-1)?.name ?? 'none';
  throw new KinoraError('backup.other_version', `the backup ends with migration ${last}`, {
    sentence: `This backup was made by Kinora ${manifest.kinora}. Restore it with that version, then start the newer one.`,
  });
}

async function assertEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isUsed: boolean }>(
    'select exists (select 1 from organizations) or exists (select 1 from auth.users) as "isUsed"',
  );
  if (rows[0]?.isUsed) throw new KinoraError('backup.not_empty', 'the database holds organizations or people');
}

async function assertWhole(folder: string, manifest: BackupManifest): Promise<void> {
  const expected = [...manifest.tables, { file: fileListName, sha256: manifest.files.listSha256 }];
  for (const { file, sha256 } of expected) {
    const found = await hashOf(join(folder, file)).catch((error: Error) => error.message);
    if (found !== sha256) throw new KinoraError('backup.damaged', `${file}: ${found} instead of ${sha256}`);
  }
}

async function restoreFiles(storage: RestoreDependencies['storage'], folder: string): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(join(folder, fileListName)) })) {
    const { organizationId, hash } = backedUpFile.parse(JSON.parse(line));
    await storage.putFile(organizationId, join(folder, 'files', toKey({ organizationId, hash })), {
      expectedHash: hash,
    });
  }
}

async function restoreRows(client: pg.Client, folder: string, manifest: BackupManifest): Promise<void> {
  const tables = await listTables(client);
  const keys = await listForeignKeys(client);
  for (const { name, parent, bound } of manifest.partitions) {
    await client.query(`create table if not exists ${name} partition of ${parent} ${bound}`);
  }
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const table of tables) await openForLoading(client, table);
  for (const table of manifest.tables) await loadTable(client, folder, table);
  for (const table of tables) await closeAfterLoading(client, table);
  for (const { table, name, definition } of keys) {
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
  await moveSequences(client);
}

/** Triggers would count and check again what was counted and checked when the rows were first written. */
async function openForLoading(client: pg.Client, { schema, name, isForced }: TableShape): Promise<void> {
  const table = quoteName(schema, name);
  await client.query(`alter table ${table} disable trigger user`);
  // COPY does not write into a table whose wall also stands for its owner.
  if (isForced) await client.query(`alter table ${table} no force row level security`);
  await client.query(`delete from ${table}`);
}

async function closeAfterLoading(client: pg.Client, { schema, name, isForced }: TableShape): Promise<void> {
  const table = quoteName(schema, name);
  await client.query(`alter table ${table} enable trigger user`);
  if (isForced) await client.query(`alter table ${table} force row level security`);
}

async function loadTable(client: pg.Client, folder: string, table: BackedUpTable): Promise<void> {
  const columns = table.columns.map((column) => quoteName(column)).join(', ');
  const target = client.query(copyFrom(`copy ${quoteName(table.schema, table.name)} (${columns}) from stdin`));
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), target);
  if (target.rowCount === table.rows) return;
  throw new KinoraError('backup.damaged', `${table.file} gave ${target.rowCount} of ${table.rows} rows`);
}

async function moveSequences(client: pg.Client): Promise<void> {
  for (const { table, column, sequence } of await listSequences(client)) {
    await client.query(`select setval('${sequence}', coalesce(max(${column}), 0) + 1, false) from ${table}`);
  }
}
