import { appendFile, open, readFile, writeFile } from 'node:fs/promises';
import { KinoraError } from '@kinora/contract';

/** Adobe’s own number for a packet of XMP in a box of an MP4. */
const XMP_BOX = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
const BOX_HEAD_BYTES = 8;

/** A box at the end of an MP4: no place inside the file moves, and players pass it over. */
export async function stampFilm(path: string, xmp: string): Promise<void> {
  for await (const box of boxesOf(path)) {
    if (box.isOpen) throw new KinoraError('engine.failed', `the last box of ${path} has no end to write behind`);
  }
  const content = Buffer.concat([XMP_BOX, Buffer.from(xmp, 'utf8')]);
  const head = Buffer.alloc(BOX_HEAD_BYTES);
  head.writeUInt32BE(BOX_HEAD_BYTES + content.length, 0);
  head.write('uuid', 4, 'latin1');
  await appendFile(path, Buffer.concat([head, content]));
}

/** The packet of an MP4; null where it holds none. */
export async function readFilmStamp(path: string): Promise<string | null> {
  let found: string | null = null;
  for await (const box of boxesOf(path)) {
    if (box.type !== 'uuid' || box.length < XMP_BOX.length) continue;
    const file = await open(path);
    try {
      const content = Buffer.alloc(box.length);
      await file.read(content, 0, box.length, box.start);
      if (content.subarray(0, XMP_BOX.length).equals(XMP_BOX)) found = content.toString('utf8', XMP_BOX.length);
    } finally {
      await file.close();
    }
  }
  return found;
}

type TopBox = { type: string; start: number; length: number; isOpen: boolean };

/** Boxes of the outermost level, by their heads alone. */
async function* boxesOf(path: string): AsyncGenerator<TopBox> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let at = 0;
    while (at + BOX_HEAD_BYTES <= size) {
      const head = Buffer.alloc(16);
      await file.read(head, 0, 16, at);
      const short = head.readUInt32BE(0);
      const whole = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short;
      const headBytes = short === 1 ? 16 : BOX_HEAD_BYTES;
      if (whole < headBytes) return;
      const type = head.toString('latin1', 4, 8);
      yield { type, start: at + headBytes, length: whole - headBytes, isOpen: short === 0 };
      at += whole;
    }
  } finally {
    await file.close();
  }
}

const JPEG_START = Buffer.from([0xff, 0xd8]);
const XMP_SEGMENT = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
const MOST_SEGMENT_BYTES = 0xffff;

/** A segment of a JPEG behind its first one (JFIF or Exif must stand first). */
export async function stampPicture(path: string, xmp: string): Promise<void> {
  const picture = await readFile(path);
  if (!picture.subarray(0, 2).equals(JPEG_START)) {
    throw new KinoraError('engine.failed', `${path} is no JPEG to write into`);
  }
  const content = Buffer.concat([XMP_SEGMENT, Buffer.from(xmp, 'utf8')]);
  const length = content.length + 2;
  if (length > MOST_SEGMENT_BYTES) throw new KinoraError('engine.failed', `${length} bytes of XMP in one segment`);
  const head = Buffer.from([0xff, 0xe1, length >> 8, length & 0xff]);
  const isLed = picture[2] === 0xff && (picture[3] === 0xe0 || picture[3] === 0xe1);
  const at = isLed ? 4 + picture.readUInt16BE(4) : 2;
  await writeFile(path, Buffer.concat([picture.subarray(0, at), head, content, picture.subarray(at)]));
}
