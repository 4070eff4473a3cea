import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { decodeTable, type TableEncoding } from './decode-table.ts';
import { INTAKE_LIMITS } from './limits.ts';
import { refuse } from './refusal.ts';

export type TableDelimiter = ',' | ';' | '\t' | '|';
/** What a person declares; what is left out is found out. */
export type TableOptions = { encoding?: TableEncoding; delimiter?: TableDelimiter };

export type ParsedTable = {
  /** One JSON array a line, `[row number, [cells]]`, in UTF-8: read again without parsing the table again. */
  rowsFile: string;
  encoding: TableEncoding;
  /** False: neither a mark nor the bytes say which 8-bit code page it is, and nobody declared it. */
  isEncodingCertain: boolean;
  delimiter: TableDelimiter;
  columns: string[];
  rowCount: number;
  /** The first rows, as wide as the header. */
  samples: string[][];
};

const SAMPLE_ROWS = 5;
const DELIMITERS: readonly TableDelimiter[] = [',', ';', '\t', '|'];
const DETECTION_CHARACTERS = 64 * 1024;
const DETECTION_RECORDS = 40;
const CHUNK_BYTES = 1 << 20;

/** Quotes in the middle of an unquoted cell (15" screen) are letters; lines may be of unequal width. */
const COMMON: Options = {
  bom: false,
  relax_quotes: true,
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: INTAKE_LIMITS.tableRecordBytes,
};

/**
 * Reads a table of comma-separated values or one of its relatives. Row numbers are those a spreadsheet shows: the header
 * is row 1, empty rows are counted and left out.
 */
export async function parseTable(file: string, folder: string, options: TableOptions = {}): Promise<ParsedTable> {
  await mkdir(folder, { recursive: true });
  const { text, encoding, isCertain } = decodeTable(await readFile(file), options.encoding);
  const hint = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r)/i.exec(text);
  const body = hint ? text.slice(hint[0].length) : text;
  const delimiter = options.delimiter ?? (hint?.[1] as TableDelimiter | undefined) ?? detectDelimiter(body);
  const rowsFile = join(folder, 'rows.ndjson');
  const read = await writeRows(body, delimiter, { rowsFile, firstRow: hint ? 2 : 1 });
  return { rowsFile, encoding, isEncodingCertain: isCertain, delimiter, ...read };
}

/** The one that cuts the first rows into most cells, as long as nearly all rows get the same number of them. */
function detectDelimiter(text: string): TableDelimiter {
  const sample = text.slice(0, DETECTION_CHARACTERS);
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreDelimiter(sample, delimiter) }));
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

function scoreDelimiter(sample: string, delimiter: TableDelimiter): number {
  const widths: number[] = [];
  try {
    parseNow(sample, {
      ...COMMON,
      delimiter,
      to: DETECTION_RECORDS,
      on_record: (record: string[]) => {
        if (record.length > 1 || record[0] !== '') widths.push(record.length);
        return null;
      },
    });
  } catch (error) {
    // The sample ends in the middle of a row; what was read until there is enough.
    if (!(error instanceof CsvError)) throw error;
  }
  const width = widths[0] ?? 0;
  const same = widths.filter((each) => each === width).length;
  return width < 2 ? 0 : width * (same / widths.length) ** 2;
}

async function writeRows(
  text: string,
  delimiter: TableDelimiter,
  target: { rowsFile: string; firstRow: number },
): Promise<Pick<ParsedTable, 'columns' | 'rowCount' | 'samples'>> {
  const columns: string[] = [];
  const samples: string[][] = [];
  let [rowNumber, rowCount] = [target.firstRow - 1, 0];
  async function* toLines() {
    for await (const record of readRecords(text, delimiter)) {
      rowNumber += 1;
      if (record.every((cell) => cell.trim() === '')) continue;
      if (columns.length === 0) {
        columns.push(...toColumns(record));
        continue;
      }
      rowCount += 1;
      assertRows(rowCount);
      if (samples.length < SAMPLE_ROWS) samples.push(columns.map((_, index) => toShown(record[index] ?? '')));
      yield `${toLine([rowNumber, record])}\n`;
    }
  }
  try {
    await pipeline(toLines, createWriteStream(target.rowsFile));
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
  if (columns.length === 0) throw refuse('intake.empty', 'table without a header');
  return { columns, rowCount, samples };
}

/** JSON on one line also for readers to whom the separators of lines and paragraphs end one. */
function toLine(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function readRecords(text: string, delimiter: TableDelimiter): AsyncIterable<string[]> {
  const bytes = Buffer.from(text);
  function* chunks() {
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) yield bytes.subarray(start, start + CHUNK_BYTES);
  }
  const parser = parse({ ...COMMON, delimiter });
  const source = Readable.from(chunks());
  source.on('error', (error) => parser.destroy(error));
  return source.pipe(parser) as AsyncIterable<string[]>;
}

function toColumns(header: readonly string[]): string[] {
  if (header.length > INTAKE_LIMITS.tableColumns)
    throw refuse('intake.table_too_large', `${header.length} columns`, {
      sentence: `This table has ${header.length} columns; it may have ${INTAKE_LIMITS.tableColumns}.`,
    });
  return header.map((cell, index) => toShown(cell.trim()) || `Column ${index + 1}`);
}

/** What is shown and kept of a cell: no NUL, which no database holds, and no half of a letter at its end. */
function toShown(cell: string): string {
  const text = cell.replaceAll('\u0000', '').slice(0, 200);
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

function assertRows(count: number): void {
  if (count <= INTAKE_LIMITS.tableRows) return;
  throw refuse('intake.table_too_large', `more than ${INTAKE_LIMITS.tableRows} rows`, {
    sentence: `This table has more than ${INTAKE_LIMITS.tableRows} rows. Divide it and bring the parts one after another.`,
  });
}

function unreadable(error: CsvError): Error {
  const line = typeof error['lines'] === 'number' ? error['lines'] : undefined;
  const where = line === undefined ? '' : ` near line ${line}`;
  const why = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quotation mark is opened and never closed' : 'a row is broken';
  return refuse('intake.table_unreadable', `${error.code}: ${error.message}`, {
    sentence: `This table cannot be read${where}: ${why}.`,
    ...(line === undefined ? {} : { details: { line } }),
    cause: error,
  });
}
