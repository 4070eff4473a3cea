import { guardFormula } from '../imports/cells.ts';

export type CsvOptions = { delimiter: ',' | ';' | '\t' | '|'; encoding: 'utf-8' | 'utf-16le' };

/** One row as bytes. Every cell that a reader could take for something else stands in quotation marks (RFC 4180). */
export function toCsvRow(cells: readonly string[], options: CsvOptions): Buffer {
  const text = cells.map((cell) => quote(guardFormula(cell), options.delimiter)).join(options.delimiter);
  return encode(`${text}\r\n`, options.encoding);
}

/** Spreadsheets take a file without a mark for the machine's own code page. */
export function byteOrderMark({ encoding }: Pick<CsvOptions, 'encoding'>): Buffer {
  return encode('\ufeff', encoding);
}

function encode(text: string, encoding: CsvOptions['encoding']): Buffer {
  return Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
}

function quote(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
