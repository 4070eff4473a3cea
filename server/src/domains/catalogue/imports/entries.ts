import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ImportCorrection } from '@kinora/contract';
import { z } from 'zod';
import { type ImportEntry, keyOf, readEntry, type Table, type TableRow } from './read-entry.ts';

const storedRow = z.tuple([z.int(), z.array(z.string())]);
/** Rows of one product; a key that repeats without end would hold the table in memory. */
const MOST_ROWS_OF_ENTRY = 1000;

/** The products of a table after the given row, one after another, with hand-made corrections in place. */
export async function* readEntries(
  rowsFile: string,
  table: Table,
  options: { after: number; corrections: readonly ImportCorrection[] },
): AsyncGenerator<ImportEntry> {
  const corrected = toCorrections(options.corrections);
  let group: TableRow[] = [];
  let groupKey: string | null = null;
  for await (const row of readRows(rowsFile, options.after, corrected)) {
    const key = keyOf(table, row);
    const isSame = key !== null && key === groupKey && group.length < MOST_ROWS_OF_ENTRY;
    if (!isSame && group.length > 0) {
      yield readEntry(table, group);
      group = [];
    }
    group.push(row);
    groupKey = key;
  }
  if (group.length > 0) yield readEntry(table, group);
}

async function* readRows(
  rowsFile: string,
  after: number,
  corrected: ReadonlyMap<number, ReadonlyMap<number, string>>,
): AsyncGenerator<TableRow> {
  const input = createReadStream(rowsFile);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const [row, cells] = storedRow.parse(JSON.parse(line));
      if (row > after) yield { row, cells: applyCorrections(cells, corrected.get(row)) };
    }
  } finally {
    input.destroy();
  }
}

function toCorrections(list: readonly ImportCorrection[]): Map<number, Map<number, string>> {
  const byRow = new Map<number, Map<number, string>>();
  for (const { row, column, value } of list) byRow.set(row, (byRow.get(row) ?? new Map()).set(column, value));
  return byRow;
}

function applyCorrections(cells: string[], corrections: ReadonlyMap<number, string> | undefined): string[] {
  if (!corrections) return cells;
  const next = [...cells];
  for (const [column, value] of corrections) {
    while (next.length <= column) next.push('');
    next[column] = value;
  }
  return next;
}

/** Cuts a stream into pieces of a size. */
export async function* inChunks<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
