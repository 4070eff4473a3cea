import type { Buffer } from 'node:buffer';
import { brotliDecompressSync } from 'node:zlib';

/** Code points a font file (TrueType, OpenType or WOFF2) holds, as sorted ranges: its `cmap` table, formats 4 and 12. */
export function readCoverage(font: Buffer): [number, number][] {
  const cmap = font.toString('latin1', 0, 4) === 'wOF2' ? findInWoff2(font) : findInSfnt(font);
  return cmap ? readCmap(cmap) : [];
}

function findInSfnt(font: Buffer): Buffer | undefined {
  const tables = font.readUInt16BE(4);
  for (let i = 0; i < tables; i++) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === 'cmap') return font.subarray(font.readUInt32BE(record + 8));
  }
  return undefined;
}

/** Unpacked tables of a font are never larger than this. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
const WOFF2_HEADER_BYTES = 48;
/** Numbers of tables in a WOFF2 directory: the first known tag, the two that are packed in a way of their own, and "named". */
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const NAMED = 63;

/** WOFF2 packs all tables into one Brotli stream in the order of its directory; `cmap` lies in it as it is. */
function findInWoff2(font: Buffer): Buffer | undefined {
  let at = WOFF2_HEADER_BYTES;
  const readNumber = () => {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = font.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) break;
    }
    return value;
  };
  let offset = 0;
  let found: { offset: number; length: number } | undefined;
  for (let i = 0; i < font.readUInt16BE(12); i++) {
    const flags = font.readUInt8(at++);
    const table = flags & 0x3f;
    const tag = table === NAMED ? font.toString('latin1', at, at + 4) : '';
    at += tag.length;
    const plain = readNumber();
    const isPacked = table === GLYF || table === LOCA ? flags >> 6 !== 3 : flags >> 6 !== 0;
    const length = isPacked ? readNumber() : plain;
    if (table === CMAP || tag === 'cmap') found = { offset, length };
    offset += length;
  }
  if (!found) return undefined;
  const packed = font.subarray(at, at + font.readUInt32BE(20));
  const unpacked = brotliDecompressSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  return unpacked.subarray(found.offset, found.offset + found.length);
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

const LAST_CODE = 0x10ffff;

function addFormat12(table: Buffer, codes: Set<number>): void {
  for (let i = 0; i < table.readUInt32BE(12); i++) {
    const start = table.readUInt32BE(16 + i * 12);
    const end = table.readUInt32BE(20 + i * 12);
    for (let code = start; code <= Math.min(end, LAST_CODE); code++) codes.add(code);
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
