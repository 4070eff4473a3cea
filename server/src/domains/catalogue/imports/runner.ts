import { isKinoraError } from '@kinora/contract';
import type { Database } from '../../../platform/database/index.ts';
import { sendLive } from '../../../platform/events/index.ts';
import { keepWords, toWordsText } from '../scope.ts';
import { applyChunk } from './apply-chunk.ts';
import { inChunks, readEntries } from './entries.ts';
import { type PictureDependencies, takeNextPicture } from './fetch-pictures.ts';
import { claimImport, dropLease, findImport, type ImportRecord, lockImport } from './import-store.ts';
import type { ImportEntry, Table } from './read-entry.ts';
import { undoChunk } from './undo-import.ts';

export type RunnerDependencies = PictureDependencies & {
  database: Pick<Database, 'inOrganization' | 'asSystem' | 'app'>;
  onError: (error: unknown) => void;
};

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
/** Small enough that a cancel is heard within a second, large enough that the commits do not count. */
const CHUNK_PRODUCTS = 100;

/**
 * Works on imports that run or are undone, one at a time in each program. A claim is a lease of 30 seconds that every chunk
 * renews; a program that dies leaves its import to the next one, which goes on after the last committed chunk. Two programs
 * on one import (a stalled one wakes up) cannot write a chunk twice: the position is checked under the import's lock.
 */
export function createImportRunner(dependencies: RunnerDependencies): ImportRunner {
  const { database } = dependencies;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<number> | undefined;
  let isStopping = false;

  async function runDue(): Promise<number> {
    let count = 0;
    for (; !isStopping; count += 1) {
      const claimed = await database.asSystem(claimImport);
      if (!claimed) break;
      await workOn(claimed).catch((error: unknown) => fail(claimed, error));
    }
    return count;
  }

  async function workOn({ id, organizationId, state }: { id: string; organizationId: string; state: string }) {
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
      if (isStopping) return false;
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
      if (isStopping || !(await writeChunk(record, chunk, position))) return false;
      position = chunk.at(-1)!.rows.at(-1)!.row;
      await tellProgress(record);
    }
    while (!isStopping && (await takeNextPicture(dependencies, record))) await tellProgress(record);
    return !isStopping;
  }

  async function writeChunk(record: ImportRecord, chunk: readonly ImportEntry[], position: number): Promise<boolean> {
    await keepWords(dependencies, record.organization_id, chunk.map(toEntryWords));
    return database.inOrganization(record.organization_id, async (transaction) => {
      const locked = await lockImport(transaction, record.id);
      if (locked?.state !== 'running' || locked.position !== position) return false;
      await applyChunk(dependencies, transaction, record, chunk);
      return true;
    });
  }

  async function tellProgress(record: ImportRecord): Promise<void> {
    const now = await database.inOrganization(record.organization_id, (transaction) =>
      findImport(transaction, record.id),
    );
    if (!now) return;
    await sendLive(database.app, {
      organizationId: record.organization_id,
      type: 'product_import.progress',
      data: {
        importId: now.id,
        state: now.state,
        position: now.position,
        created: now.created_count,
        updated: now.updated_count,
        skipped: now.skipped_count,
        picturesDone: now.pictures_done + now.pictures_failed,
        picturesTotal: now.pictures_total,
      },
    });
  }

  /** A fault of ours or of the database ends the import with a sentence; what is written stays and can be undone. */
  async function fail(claimed: { id: string; organizationId: string }, error: unknown): Promise<void> {
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
      const data = { importId: claimed.id, state: 'failed' };
      await dependencies.appendEvent(transaction, claimed.organizationId, { type: 'product_import.updated', data });
    });
  }

  function look(): void {
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
      isStopping = true;
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
  const { rows } = await transaction.query<{ state: string }>(
    `update product_imports set state = case state when 'undoing' then 'undone' else 'completed' end, finished_at = now(),
       lease_until = null where id = $1 returning state`,
    [record.id],
  );
  const data = { importId: record.id, state: rows[0]?.state };
  await appendEvent(transaction, record.organization_id, { type: 'product_import.updated', data });
}

function toEntryWords({ fields, variants }: ImportEntry): string {
  const words = variants.flatMap(({ size, colour, trim, sku }) => [size, colour, trim, sku]);
  const { name, sku, tags, attributes, description } = fields;
  return [toWordsText({ name, sku, tags, attributes, description }), ...words.map((word) => word ?? '')].join(' ');
}
