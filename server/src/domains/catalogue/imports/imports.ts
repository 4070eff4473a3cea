import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ImportCorrection,
  type ImportMapping,
  type ImportPreview,
  KinoraError,
  type ProductImport,
} from '@kinora/contract';
import type { FileParser, TableDelimiter, TableOptions } from '@kinora/media-node';
import type { Transaction } from '../../../platform/database/index.ts';
import { newId } from '../../../platform/ids.ts';
import { type DiskGuard, type KeptFile, keepContent, type Storage } from '../../../platform/storage/index.ts';
import { cleanFileName, type Maker, type UploadService } from '../../assets/index.ts';
import type { CatalogueDependencies } from '../scope.ts';
import {
  deleteFaults,
  findImport,
  type ImportRecord,
  insertFaults,
  insertImport,
  listFaults,
  listImports,
  lockImport,
  type ReadTable,
  updateReading,
} from './import-store.ts';
import { presentImport } from './present-import.ts';
import { previewImport } from './preview.ts';
import { tellUpdated } from './progress.ts';

export type ImportDependencies = CatalogueDependencies & {
  storage: Storage;
  parser: FileParser;
  disk: Pick<DiskGuard, 'assertRoomForUpload'>;
  uploads: Pick<UploadService, 'consume'>;
  /** Called when there is work for the runner of this program, if it has one. */
  wake(): void;
};

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
type DelimiterName = keyof typeof DELIMITERS;
export type Reading = { encoding?: ProductImport['encoding'] | undefined; delimiter?: DelimiterName | undefined };
export type TableSource = { name: string; bytes?: Buffer; uploadId?: string | undefined };

export type ImportService = ReturnType<typeof createImportService>;

/** Tables on their way into the catalogue. The states and who may leave each are in the contract's `importState`. */
export function createImportService(dependencies: ImportDependencies) {
  const { database, storage } = dependencies;
  const inOrganization = <Result>(maker: Maker, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(maker.organizationId, work);

  async function readTable(
    maker: Maker,
    path: string,
    folder: string,
    reading: Reading,
  ): Promise<ReadTable & { kept: KeptFile }> {
    const table = await dependencies.parser.parse('table', path, join(folder, 'table'), toOptions(reading));
    const stored = await storage.putFile(maker.organizationId, table.rowsFile);
    const { encoding, isEncodingCertain, columns, samples, rowCount: totalRows } = table;
    return {
      kept: { hash: stored.hash, path: table.rowsFile },
      rowsHash: stored.hash,
      encoding,
      isEncodingCertain,
      delimiter: nameOf(table.delimiter),
      columns,
      samples,
      totalRows,
    };
  }

  async function take(maker: Maker, name: string, file: { path: string; folder: string }, reading: Reading) {
    const table = await readTable(maker, file.path, file.folder, reading);
    const source = await storage.putFile(maker.organizationId, file.path);
    return inOrganization(maker, async (transaction) => {
      const files = [table.kept, { hash: source.hash, path: file.path }];
      await keepContent(transaction, storage, maker.organizationId, files);
      const id = newId();
      await insertImport(transaction, {
        ...table,
        id,
        organizationId: maker.organizationId,
        name: cleanFileName(name),
        sizeBytes: source.sizeBytes,
        sourceHash: source.hash,
        createdBy: maker.userId,
      });
      return presentImport(await getImport(transaction, id));
    });
  }

  /** Changes the state in one transaction with its event, when it is one of those it may leave. */
  function move(
    maker: Maker,
    id: string,
    from: readonly ProductImport['state'][],
    assignment: string,
  ): Promise<ProductImport> {
    return inOrganization(maker, async (transaction) => {
      await assertState(transaction, id, from);
      await transaction.query(`update product_imports set ${assignment} where id = $1`, [id]);
      const record = await getImport(transaction, id);
      await tellUpdated(dependencies, transaction, { id, organizationId: maker.organizationId });
      return presentImport(record);
    });
  }

  return {
    async create(maker: Maker, source: TableSource, reading: Reading): Promise<ProductImport> {
      if (source.uploadId !== undefined)
        return dependencies.uploads.consume(maker.organizationId, source.uploadId, (file) => {
          assertTableSize(file.sizeBytes);
          return take(maker, source.name, file, reading);
        });
      const { bytes } = source;
      if (!bytes) throw new KinoraError('product_import.no_file', 'neither data nor upload');
      await dependencies.disk.assertRoomForUpload(bytes.length);
      return inFolder(storage, async (folder) => {
        const path = join(folder, 'table.csv');
        await writeFile(path, bytes);
        return take(maker, source.name, { path, folder }, reading);
      });
    },

    async list(maker: Maker, afterId: string | null, limit: number) {
      const rows = await inOrganization(maker, (transaction) => listImports(transaction, afterId, limit + 1));
      const items = rows.slice(0, limit);
      return { items: items.map(presentImport), nextId: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },

    get: (maker: Maker, id: string): Promise<ProductImport> =>
      inOrganization(maker, async (transaction) => presentImport(await getImport(transaction, id))),

    async reread(maker: Maker, id: string, reading: Reading): Promise<ProductImport> {
      const record = await inOrganization(maker, (transaction) => getImport(transaction, id));
      const path = await storage.localPath({ organizationId: maker.organizationId, hash: record.source_sha256 });
      return inFolder(storage, async (folder) => {
        const table = await readTable(maker, path, folder, reading);
        return inOrganization(maker, async (transaction) => {
          await assertState(transaction, id, ['draft']);
          await keepContent(transaction, storage, maker.organizationId, [table.kept]);
          await updateReading(transaction, id, table);
          await deleteFaults(transaction, id);
          return presentImport(await getImport(transaction, id));
        });
      });
    },

    async setArchive(maker: Maker, id: string, uploadId: string): Promise<ProductImport> {
      await inOrganization(maker, (transaction) => assertState(transaction, id, ['draft']));
      return dependencies.uploads.consume(maker.organizationId, uploadId, async (file) => {
        const { entries } = await dependencies.parser.parse('archive', file.path, file.folder);
        const stored = await storage.putFile(maker.organizationId, file.path);
        return inOrganization(maker, async (transaction) => {
          await assertState(transaction, id, ['draft']);
          await keepContent(transaction, storage, maker.organizationId, [{ hash: stored.hash, path: file.path }]);
          await transaction.query(
            'update product_imports set archive_sha256 = $2, archive_name = $3, archive_entries = $4 where id = $1',
            [id, stored.hash, file.name, JSON.stringify(entries.map(({ name }) => name))],
          );
          return presentImport(await getImport(transaction, id));
        });
      });
    },

    async preview(
      maker: Maker,
      id: string,
      asked: { mapping: ImportMapping; corrections: ImportCorrection[] },
    ): Promise<ImportPreview> {
      const record = await inOrganization(maker, (transaction) => getImport(transaction, id));
      if (asked.mapping.columns.length !== record.columns.length)
        throw new KinoraError(
          'product_import.columns',
          `${asked.mapping.columns.length} columns for ${record.columns.length}`,
          {
            sentence: `The table has ${record.columns.length} columns; ${asked.mapping.columns.length} are matched.`,
          },
        );
      assertFieldsOnce(asked.mapping);
      const rowsFile = await storage.localPath({ organizationId: maker.organizationId, hash: record.rows_sha256 });
      const { preview, faults } = await previewImport({ database, rowsFile, record, ...asked });
      await inOrganization(maker, async (transaction) => {
        await assertState(transaction, id, ['draft']);
        await deleteFaults(transaction, id);
        await insertFaults(transaction, { id, organizationId: maker.organizationId }, faults);
        await transaction.query('update product_imports set mapping = $2, corrections = $3 where id = $1', [
          id,
          asked.mapping,
          JSON.stringify(asked.corrections),
        ]);
      });
      return preview;
    },

    async listFaults(maker: Maker, id: string, page: Parameters<typeof listFaults>[2]) {
      return inOrganization(maker, async (transaction) => {
        await getImport(transaction, id);
        return listFaults(transaction, id, page);
      });
    },

    async run(maker: Maker, id: string): Promise<ProductImport> {
      await inOrganization(maker, async (transaction) => {
        const record = await getImport(transaction, id);
        if (!record.mapping) throw new KinoraError('product_import.not_checked', `import ${id} has no mapping`);
        // The rows are judged anew as they are written: the catalogue may have changed since the check.
        if (record.state === 'draft') await deleteFaults(transaction, id);
        if (await isPartlyUndone(transaction, id))
          throw wrongState(id, record.state, 'This import is taken back in part. Take the rest of it back.');
      });
      const started = `state = 'running', started_at = coalesce(started_at, now()), finished_at = null, failure = null, lease_until = null`;
      const running = await move(maker, id, ['draft', 'cancelled', 'failed'], started);
      dependencies.wake();
      return running;
    },

    cancel: (maker: Maker, id: string): Promise<ProductImport> =>
      move(maker, id, ['running'], `state = 'cancelled', finished_at = now(), lease_until = null`),

    async undo(maker: Maker, id: string): Promise<ProductImport> {
      const record = await inOrganization(maker, (transaction) => getImport(transaction, id));
      const isOpen = presentImport(record).undoUntil !== null;
      if (!isOpen) throw wrongState(id, record.state, 'An import can be taken back within 24 hours of its end.');
      const undoing = await move(
        maker,
        id,
        ['completed', 'cancelled', 'failed'],
        `state = 'undoing', lease_until = null`,
      );
      dependencies.wake();
      return undoing;
    },
  };
}

async function getImport(transaction: Transaction, id: string): Promise<ImportRecord> {
  const record = await findImport(transaction, id);
  if (!record) throw new KinoraError('product_import.not_found', `no import ${id}`);
  return record;
}

async function assertState(
  transaction: Transaction,
  id: string,
  allowed: readonly ProductImport['state'][],
): Promise<void> {
  const locked = await lockImport(transaction, id);
  if (!locked) throw new KinoraError('product_import.not_found', `no import ${id}`);
  if (!allowed.includes(locked.state)) throw wrongState(id, locked.state);
}

/** Its taking back broke off: going on with the rows would leave out what was taken back already. */
async function isPartlyUndone(transaction: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'select 1 from product_import_changes where import_id = $1 and undone_at is not null limit 1',
    [id],
  );
  return rowCount > 0;
}

function wrongState(id: string, state: string, sentence?: string): KinoraError {
  return new KinoraError('product_import.wrong_state', `import ${id} is ${state}`, {
    ...(sentence ? { sentence } : {}),
    details: { state },
  });
}

function assertFieldsOnce({ columns }: ImportMapping): void {
  const fields = columns.filter((field) => field !== null);
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined)
    throw new KinoraError('product_import.columns', `${twice} is matched twice`, {
      sentence: `Two columns are matched with “${twice}”. Each field takes one.`,
    });
}

const TABLE_BYTES = 50 * 1024 * 1024;

function assertTableSize(sizeBytes: number): void {
  if (sizeBytes <= TABLE_BYTES) return;
  throw new KinoraError('intake.table_too_large', `${sizeBytes} bytes of table`, {
    sentence: 'A table may have up to 50 MB. Divide it and bring the parts one after another.',
  });
}

function toOptions({ encoding, delimiter }: Reading): TableOptions {
  return { ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter: DELIMITERS[delimiter] } : {}) };
}

function nameOf(delimiter: TableDelimiter): DelimiterName {
  return (Object.keys(DELIMITERS) as DelimiterName[]).find((name) => DELIMITERS[name] === delimiter) ?? 'comma';
}

async function inFolder<Result>(storage: Storage, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await storage.makeTemporaryFolder();
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
