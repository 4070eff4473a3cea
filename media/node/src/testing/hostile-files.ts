import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { openEngine } from '../engine/open-engine.ts';
import { DEFAULT_ENCODE, encodeFrames } from '../frames/encode-frames.ts';
import { countingFrames } from './frames.ts';
import { noisePng, png, pngChunk, pngHeader, pngPixels } from './png.ts';

/** A file as a person, or somebody with a plan, sends it; and what the studio should say to it. */
export type HostileFile = { title: string; name: string; bytes: Buffer };
export type Refused = HostileFile & { status: number; sentence: RegExp };
export type Accepted = HostileFile & { width: number; height: number; notice?: RegExp };

const DAMAGED = { status: 422, sentence: /is damaged or cut short\. Try to send it again/ };
const UNKNOWN = { status: 415, sentence: /kind of file is not supported\. Use JPG, PNG/ };
const UNSAFE = { status: 422, sentence: /cannot be let in safely\. Export it again as plain SVG/ };
const TOO_LARGE = { status: 422, sentence: /larger than 12 000 pixels a side or 100 megapixels\. Make it smaller/ };

const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

/** A gradient: smooth enough to be small, different enough in every line that a lost half is missed. */
function gradient(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3, 0);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = ((at * 7) ^ (at >> 7)) & 0xff;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Three frames over each other, as an animation's pages are given to the encoder. */
function threeFrames(): Sharp {
  const pixels = Buffer.alloc(120 * 270 * 3, 0);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = [200, 90, 30][Math.floor(at / (120 * 90 * 3))]!;
  return sharp(pixels, { raw: { width: 120, height: 270, channels: 3, pageHeight: 90 } });
}

/** Two frames; libpng shows the first, which is a whole PNG by itself. */
function animatedPng(): Buffer {
  const numbers = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
    return bytes;
  };
  const control = (sequence: number) =>
    pngChunk('fcTL', Buffer.concat([numbers(sequence, 90, 60, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])]));
  const pixels = pngPixels(Buffer.alloc(90 * 60 * 3, 140), 90 * 3);
  const second = pixels.subarray(8, pixels.length - 4);
  return png(
    pngHeader({ width: 90, height: 60 }),
    pngChunk('acTL', numbers(2, 0)),
    control(0),
    pixels,
    control(1),
    pngChunk('fdAT', Buffer.concat([numbers(2), second])),
  );
}

/** A few hundred kilobytes that unpack to 200 MB behind a header of 64 × 64. */
function overfullPng(): Buffer {
  return png(pngHeader({ width: 64, height: 64 }), pngChunk('IDAT', deflateSync(Buffer.alloc(200 * 1024 ** 2))));
}

function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a0000000800010112000300000001', 'hex');
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0', 'latin1'),
    tiff,
    Buffer.from([0, orientation, 0, 0, 0, 0, 0, 0]),
  ]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)]);
}

async function makeFilm(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-hostile-'));
  const engine = await openEngine();
  try {
    const size = { width: 320, height: 180 };
    const path = join(folder, 'film.mp4');
    const plan = { path, size, rate: { numerator: 24, denominator: 1 }, settings: DEFAULT_ENCODE };
    await encodeFrames(engine, plan, { frames: countingFrames(size, 48, 0) });
    return await readFile(path);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Says that it lasts ten hours, in the film's header and in its track's: 36 000 s of the 2 s it has. */
function withLyingDuration(film: Buffer): Buffer {
  const lying = Buffer.from(film);
  for (const [box, scaleAt] of [
    ['mvhd', 16],
    ['mdhd', 16],
  ] as const) {
    const at = lying.indexOf(box, 0, 'latin1');
    lying.writeUInt32BE(lying.readUInt32BE(at + scaleAt) * 36_000, at + scaleAt + 4);
  }
  return lying;
}

const svg = (content: string, root = 'viewBox="0 0 200 100"', head = '') =>
  Buffer.from(`<?xml version="1.0"?>${head}<svg xmlns="http://www.w3.org/2000/svg" ${root}>${content}</svg>`);
const RECT = '<rect width="200" height="100" fill="#7a2438"/>';

export async function makeRefusedFiles(): Promise<Refused[]> {
  const picture = gradient(300, 200);
  const film = await makeFilm();
  const cut = async (format: 'png' | 'jpeg' | 'webp' | 'gif' | 'avif'): Promise<Refused> => ({
    title: `a ${format} cut in half`,
    name: `half.${format}`,
    bytes: half(await picture.clone().toFormat(format).toBuffer()),
    ...DAMAGED,
  });
  const laughs = `<!DOCTYPE svg [<!ENTITY a "ha">${[...'bcdefgh'].map((name, index) => `<!ENTITY ${name} "${`&${'abcdefg'[index]};`.repeat(10)}">`).join('')}]>`;
  const jpeg = await picture.clone().jpeg().toBuffer();
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(900)]);
  return [
    ...(await Promise.all((['png', 'jpeg', 'webp', 'gif', 'avif'] as const).map(cut))),
    { title: 'a film cut in half', name: 'half.mp4', bytes: half(film), ...DAMAGED },
    { title: 'a picture with noise in its middle', name: 'noise.png', bytes: spoil(noisePng(80)), ...DAMAGED },
    { title: 'a header and nothing else', name: 'head.jpg', bytes: jpeg.subarray(0, 20), ...DAMAGED },
    { title: '20 000 pixels wide', name: 'wall.png', bytes: huge(20_000, 40), ...TOO_LARGE },
    { title: '400 megapixels in a kilobyte', name: 'bomb.png', bytes: huge(20_000, 20_000), ...TOO_LARGE },
    {
      title: 'a ZIP named .png',
      name: 'zip.png',
      bytes: Buffer.from('504b03040a00000000000000'.repeat(9), 'hex'),
      ...UNKNOWN,
    },
    {
      title: 'HTML named .jpg',
      name: 'page.jpg',
      bytes: Buffer.from('<!doctype html><script>alert(1)</script>'),
      ...UNKNOWN,
    },
    {
      title: 'a program that begins like a GIF',
      name: 'x.gif',
      bytes: Buffer.from('GIF89a/*;*/=1;alert(1)'),
      ...DAMAGED,
    },
    { title: 'a HEIC header and nothing else', name: 'IMG 0001.HEIC', bytes: heic, ...DAMAGED },
    { title: 'a drawing of a billion laughs', name: 'lol.svg', bytes: svg('<text>&h;</text>', '', laughs), ...UNSAFE },
    {
      title: 'a drawing with an external entity',
      name: 'xxe.svg',
      bytes: svg('<text>&x;</text>', '', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      ...UNSAFE,
    },
    {
      title: 'a drawing cut short',
      name: 'cut.svg',
      bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><g>'),
      ...UNSAFE,
    },
    { title: 'a line of a drawing', name: 'line.svg', bytes: svg(RECT, 'width="100000" height="1"'), ...DAMAGED },
  ];
}

function spoil(bytes: Buffer): Buffer {
  const spoilt = Buffer.from(bytes);
  spoilt.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 400);
  return spoilt;
}

function huge(width: number, height: number): Buffer {
  return png(pngHeader({ width, height, bits: 1, colour: 0 }), pngChunk('IDAT', deflateSync(Buffer.alloc(1000))));
}

export async function makeAcceptedFiles(): Promise<Accepted[]> {
  const picture = gradient(300, 200);
  const jpeg = await picture.clone().jpeg().toBuffer();
  const plain = await picture.clone().png().toBuffer();
  const deep = await sharp(noisePng(64)).toColourspace('rgb16').png().toBuffer();
  const animation = { delay: [100, 100, 100], keepDuplicateFrames: true };
  const turned = Array.from({ length: 8 }, (_, index): Accepted => {
    const orientation = index + 1;
    const [width, height] = orientation > 4 ? [200, 300] : [300, 200];
    const name = `turned ${orientation}.jpg`;
    return { title: `orientation ${orientation}`, name, bytes: withOrientation(jpeg, orientation), width, height };
  });
  const first = { width: 120, height: 90, notice: /animated \(3 frames\); its first frame is used/ };
  return [
    ...turned,
    { title: 'an animated GIF', name: 'a.gif', bytes: await threeFrames().gif(animation).toBuffer(), ...first },
    {
      title: 'an animated WebP',
      name: 'a.webp',
      bytes: await threeFrames()
        .webp({ delay: [100, 100, 100] })
        .toBuffer(),
      ...first,
    },
    { title: 'an animated PNG', name: 'a.png', bytes: animatedPng(), width: 90, height: 60 },
    {
      title: 'CMYK',
      name: 'print.jpg',
      bytes: await picture.clone().toColourspace('cmyk').jpeg().toBuffer(),
      width: 300,
      height: 200,
    },
    { title: '16 bits a channel', name: 'deep.png', bytes: deep, width: 64, height: 64 },
    { title: 'one pixel', name: 'one.png', bytes: noisePng(1), width: 1, height: 1 },
    {
      title: '4096 pixels',
      name: 'wide.png',
      bytes: await gradient(4096, 64).png().toBuffer(),
      width: 4096,
      height: 64,
    },
    {
      title: 'more than 4096 pixels',
      name: 'wider.png',
      bytes: await gradient(4200, 64).png().toBuffer(),
      width: 4200,
      height: 64,
      notice: /4200 × 64 pixels; work is done on a copy of 4096 × 62/,
    },
    { title: '200 MB behind a small header', name: 'overfull.png', bytes: overfullPng(), width: 64, height: 64 },
    {
      title: 'a PNG that goes on as a page',
      name: 'both.png',
      bytes: Buffer.concat([plain, Buffer.from('<script>alert(1)</script>')]),
      width: 300,
      height: 200,
    },
    { title: 'a PNG named .jpg', name: 'plain.jpg', bytes: plain, width: 300, height: 200 },
    {
      title: 'a film that lies about its length',
      name: 'lying.mp4',
      bytes: withLyingDuration(await makeFilm()),
      width: 320,
      height: 180,
    },
    {
      title: 'a drawing with a script and a page inside',
      name: 'script.svg',
      bytes: svg(
        `<script>alert(1)</script><foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>${RECT}`,
      ),
      width: 2048,
      height: 1024,
      notice: /foreignObject, script/,
    },
    {
      title: 'a drawing of a thousand kilometres',
      name: 'huge.svg',
      bytes: svg(RECT, 'width="4000000000" height="2000000000"'),
      width: 2048,
      height: 1024,
    },
  ];
}
