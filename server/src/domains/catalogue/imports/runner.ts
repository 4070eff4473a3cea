import { isKinoraError } from '@kinora/contract';
import type { Database } from '../../../platform/database/index.ts';
import { sendLive } from '../../../platform/events/index.ts';
import type { DiskGuard } from '../../../platform/storage/index.ts';
import { keepWords, toWordsText } from '../scope.ts';
import { applyChunk, isSkuRace, writeApart } from './apply-chunk.ts';
import { indexArchive } from './archive-names.ts';
import { inChunks, readEntries } from './entries.ts';
import { isPassing, type PictureDependencies, takeNextPicture } from './fetch-pictures.ts';
import { claimImport, dropLease, findImport, type ImportRecord, lockImport } from './import-store.ts';
import { readProgress, tellUpdated } from './progress.ts';
import type { ImportEntry, Table } from './read-entry.ts';
import { undoChunk } from './undo-import.ts';
import { createUnpacker } from './unpack-ahead.ts';

export type RunnerDependencies = PictureDependencies & {
  database: Pick<Database, 'inOrganization' | 'asSystem' | 'app'>;
  disk: Pick<DiskGuard, 'getState'>;
  onError: (error: unknown) => void;
};

type Claimed = { id: string; organizationId: string; state: string };

export type ImportRunner = {
  /** Looks for work now and every second. */
  start(): void;
  /** Looks at once, when this program takes work at all. */
  wake(): void;
  /** Does all the work there is; for tests, and for the loop itself. Answers how many imports it worked on. */
  runDue(): Promise<number>;
  stop(): Promise<void>;
};

const POLL_MS = 1000;
const PROGRESS_MS = 500;
/** After the disk or the database did not do its part. */
const REST_MS = 5000;
/** Small enough that a cancel is heard within a second, large enough that the commits do not count. */
const CHUNK_PRODUCTS = 100;

/**
 * Works on imports that run or are undone, one at a time in each program. A claim is a lease of 30 seconds that every chunk
 * renews; a program that dies leaves its import to the next one, which goes on after the last committed chunk. Two programs
 * on one import (a stalled one wakes up) cannot write a chunk twice: the position is checked under the import's lock.
 */
export function createImportRunner(dependencies: RunnerDependencies): ImportRunner {
  const { database, disk } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<number> | undefined;
  let toldAt = 0;
  let restUntil = 0;

  /** On a full disk nothing that writes begins, and what waits goes on by itself when there is room again. */
  const hasRoom = async () => (await disk.getState()).state !== 'uploads_refused';

  async function runDue(): Promise<number> {
    let count = 0;
    for (; !signal.aborted && (await hasRoom()); count += 1) {
      const claimed = await database.asSystem(claimImport);
      if (!claimed) break;
      const isDone = await workOn(claimed).then(
        () => true,
        (error: unknown) => putAside(claimed, error),
      );
      if (!isDone) break;
    }
    return count;
  }

  /** False: not its fault, so it is looked at again a moment later. */
  async function putAside(claimed: Claimed, error: unknown): Promise<boolean> {
    if (!isPassing(error)) {
      await fail(claimed, error);
      return true;
    }
    dependencies.onError(error);
    restUntil = Date.now() + REST_MS;
    await database.inOrganization(claimed.organizationId, (transaction) => dropLease(transaction, claimed.id));
    return false;
  }

  async function workOn({ id, organizationId, state }: Claimed) {
    const record = await database.inOrganization(organizationId, (transaction) => findImport(transaction, id));
    if (!record) return;
    const isDone = state === 'undoing' ? await undo(record) : await write(record);
    await database.inOrganization(organizationId, async (transaction) => {
      const locked = await lockImport(transaction, id);
      if (isDone && locked?.state === state) await finish(dependencies, transaction, record);
      else await dropLease(transaction, id);
    });
  }

  async function undo(record: ImportRecord): Promise<boolean> {
    for (;;) {
      if (signal.aborted || !(await hasRoom())) return false;
      const hasMore = await database.inOrganization(record.organization_id, async (transaction) => {
        if ((await lockImport(transaction, record.id))?.state !== 'undoing') return false;
        return undoChunk(dependencies, transaction, record);
      });
      if (!hasMore) return true;
      await tellProgress(record);
    }
  }

  /** True when every row and every file was dealt with. */
  async function write(record: ImportRecord): Promise<boolean> {
    if (!record.mapping) throw new Error(`import ${record.id} runs without a mapping`);
    const table: Table = { columns: record.columns, mapping: record.mapping };
    const { storage } = dependencies;
    const rows = await storage.localPath({ organizationId: record.organization_id, hash: record.rows_sha256 });
    const { corrections } = record;
    let position = record.position;
    for await (const chunk of inChunks(readEntries(rows, table, { after: position, corrections }), CHUNK_PRODUCTS)) {
      if (signal.aborted || !(await hasRoom()) || !(await writeChunk(record, chunk, position))) return false;
      position = chunk.at(-1)!.rows.at(-1)!.row;
      await tellProgress(record);
    }
    return takePictures(record);
  }

  async function takePictures(record: ImportRecord): Promise<boolean> {
    const archive = openArchive(record);
    try {
      while (!signal.aborted && (await hasRoom())) {
        const outcome = await takeNextPicture(dependencies, record, { archive, signal });
        if (outcome !== 'taken') return outcome === 'none';
        await tellProgress(record);
      }
      return false;
    } finally {
      await archive?.unpacker.close();
    }
  }

  function openArchive({ organization_id: organizationId, archive_sha256: hash, archive_entries }: ImportRecord) {
    if (hash === null) return null;
    const unpacker = createUnpacker(dependencies, { organizationId, hash }, signal);
    return { names: indexArchive(archive_entries), unpacker };
  }

  async function writeChunk(record: ImportRecord, chunk: readonly ImportEntry[], position: number): Promise<boolean> {
    await keepWords(dependencies, record.organization_id, chunk.map(toEntryWords));
    const apply = (write?: typeof writeApart) =>
      database.inOrganization(record.organization_id, async (transaction) => {
        const locked = await lockImport(transaction, record.id);
        if (locked?.state !== 'running' || locked.position !== position) return false;
        await applyChunk(dependencies, transaction, record, chunk, write);
        return true;
      });
    return apply().catch((error: unknown) => {
      if (!isSkuRace(error)) throw error;
      return apply(writeApart);
    });
  }

  /** At most every half second: the count of pictures reads them all. */
  async function tellProgress({ id, organization_id: organizationId }: ImportRecord): Promise<void> {
    if (Date.now() - toldAt < PROGRESS_MS) return;
    toldAt = Date.now();
    const data = await database.inOrganization(organizationId, (transaction) => readProgress(transaction, id));
    if (data) await sendLive(database.app, { organizationId, type: 'product_import.progress', data });
  }

  /** A fault of ours or of the database ends the import with a sentence; what is written stays and can be undone. */
  async function fail(claimed: Claimed, error: unknown): Promise<void> {
    dependencies.onError(error);
    const sentence = isKinoraError(error) ? error.sentence : undefined;
    await database.inOrganization(claimed.organizationId, async (transaction) => {
      await transaction.query(
        `update product_imports set state = 'failed', failure = $2, finished_at = now(), lease_until = null where id = $1`,
        [
          claimed.id,
          sentence ?? 'Something went wrong on the way. What is written stays; run the import again to go on.',
        ],
      );
      await tellUpdated(dependencies, transaction, { id: claimed.id, organizationId: claimed.organizationId });
    });
  }

  function look(): void {
    if (Date.now() < restUntil) return;
    current ??= runDue()
      .catch((error: unknown) => {
        dependencies.onError(error);
        return 0;
      })
      .finally(() => {
        current = undefined;
      });
  }

  return {
    start() {
      timer = setInterval(look, POLL_MS);
      timer.unref();
      look();
    },
    wake() {
      if (timer) look();
    },
    runDue,
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await current;
    },
  };
}

async function finish(
  { appendEvent }: Pick<RunnerDependencies, 'appendEvent'>,
  transaction: Parameters<Parameters<Database['inOrganization']>[1]>[0],
  record: ImportRecord,
): Promise<void> {
  await transaction.query(
    `update product_imports set state = case state when 'undoing' then 'undone' else 'completed' end, finished_at = now(),
       lease_until = null where id = $1`,
    [record.id],
  );
  await tellUpdated({ appendEvent }, transaction, { id: record.id, organizationId: record.organization_id });
}

function toEntryWords({ fields, variants }: ImportEntry): string {
  const words = variants.flatMap(({ size, colour, trim, sku }) => [size, colour, trim, sku]);
  const { name, sku, tags, attributes, description } = fields;
  return [toWordsText({ name, sku, tags, attributes, description }), ...words.map((word) => word ?? '')].join(' ');
}
