import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** PNG files chunk by chunk: what no picture program would write is easily written here. */
export function pngChunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export type PngHeader = { width: number; height: number; bits?: 1 | 8 | 16; colour?: 0 | 2 };

export function pngHeader({ width, height, bits = 8, colour = 2 }: PngHeader): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, colour, 0, 0, 0], 8);
  return pngChunk('IHDR', header);
}

export function png(...chunks: Uint8Array[]): Buffer {
  return Buffer.concat([SIGNATURE, ...chunks, pngChunk('IEND', new Uint8Array())]);
}

/** Lines of unfiltered samples, packed. */
export function pngPixels(lines: Uint8Array, lineBytes: number): Buffer {
  const rows = Buffer.alloc((lines.length / lineBytes) * (lineBytes + 1));
  for (let row = 0; row * lineBytes < lines.length; row += 1)
    rows.set(lines.subarray(row * lineBytes, (row + 1) * lineBytes), row * (lineBytes + 1) + 1);
  return pngChunk('IDAT', deflateSync(rows, { level: 1 }));
}

/** A square that cannot be packed: its file is about as large as its pixels, and never the same twice. */
export function noisePng(side: number): Buffer {
  return png(pngHeader({ width: side, height: side }), pngPixels(randomBytes(side * side * 3), side * 3));
}
