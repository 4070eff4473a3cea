import { type ImportFault, messagesOf, type ProductImport } from '@kinora/contract';
import type { ImportRecord } from './import-store.ts';
import { proposeMapping } from './propose-mapping.ts';

const UNDO_HOURS = 24;

export function presentImport(record: ImportRecord): ProductImport {
  const proposed = proposeMapping(record.columns);
  return {
    id: record.id,
    name: record.name,
    sizeBytes: record.size_bytes,
    encoding: record.encoding,
    isEncodingCertain: record.is_encoding_certain,
    delimiter: record.delimiter,
    columns: record.columns.map((name, index) => ({
      name,
      proposed: proposed[index] ?? null,
      samples: record.samples.map((cells) => cells[index] ?? ''),
    })),
    mapping: record.mapping,
    archive: record.archive_name === null ? null : { name: record.archive_name, files: record.archive_entries.length },
    state: record.state,
    totalRows: record.total_rows,
    doneRows: record.position,
    created: record.created_count,
    updated: record.updated_count,
    unchanged: record.unchanged_count,
    skipped: record.skipped_count,
    pictures: { total: record.pictures_total, done: record.pictures_done, failed: record.pictures_failed },
    undone: { restored: record.restored_count, kept: record.kept_count },
    failure: record.failure,
    undoUntil: findUndoEnd(record),
    createdBy: record.created_by as ProductImport['createdBy'],
    createdAt: record.created_at.toISOString(),
    startedAt: record.started_at?.toISOString() ?? null,
    finishedAt: record.finished_at?.toISOString() ?? null,
  };
}

/** With the code of its sentence, so that it can be said in another language. */
export function presentFault(fault: ImportFault): ImportFault {
  return { ...fault, messages: messagesOf([fault.sentence]) };
}

function findUndoEnd(record: ImportRecord): string | null {
  if (!['completed', 'cancelled', 'failed'].includes(record.state) || record.finished_at === null) return null;
  const end = record.finished_at.getTime() + UNDO_HOURS * 3_600_000;
  return end > Date.now() ? new Date(end).toISOString() : null;
}
