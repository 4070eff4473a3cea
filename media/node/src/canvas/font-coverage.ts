import type { Buffer } from 'node:buffer';

/** Code points a TrueType file holds, as sorted ranges: read from its `cmap` table, formats 4 and 12. */
export function readCoverage(font: Buffer): [number, number][] {
  const tables = font.readUInt16BE(4);
  for (let i = 0; i < tables; i++) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === 'cmap')
      return readCmap(font.subarray(font.readUInt32BE(record + 8)));
  }
  return [];
}

/** Ranges as text: base-36 gap from the last code point, a dot, length. Read by media/core/src/type/coverage.ts. */
export function packCoverage(ranges: readonly (readonly [number, number])[]): string {
  let at = 0;
  return ranges
    .map(([first, last]) => {
      const gap = (first - at).toString(36);
      at = last;
      return last === first ? gap : `${gap}.${(last - first).toString(36)}`;
    })
    .join(' ');
}

function readCmap(cmap: Buffer): [number, number][] {
  const codes = new Set<number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + i * 8 + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addFormat4(subtable, codes);
    if (format === 12) addFormat12(subtable, codes);
  }
  return toRanges([...codes].sort((a, b) => a - b));
}

function addFormat4(table: Buffer, codes: Set<number>): void {
  const count = table.readUInt16BE(6) / 2;
  for (let i = 0; i < count; i++) {
    const end = table.readUInt16BE(14 + i * 2);
    const start = table.readUInt16BE(16 + count * 2 + i * 2);
    const delta = table.readUInt16BE(16 + count * 4 + i * 2);
    const offsetAt = 16 + count * 6 + i * 2;
    const offset = table.readUInt16BE(offsetAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = offset === 0 ? (code + delta) & 0xffff : table.readUInt16BE(offsetAt + offset + (code - start) * 2);
      if (glyph !== 0) codes.add(code);
    }
  }
}

function addFormat12(table: Buffer, codes: Set<number>): void {
  for (let i = 0; i < table.readUInt32BE(12); i++) {
    const start = table.readUInt32BE(16 + i * 12);
    const end = table.readUInt32BE(20 + i * 12);
    for (let code = start; code <= end; code++) codes.add(code);
  }
}

function toRanges(codes: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last && code === last[1] + 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}
