import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { refuse } from './refusal.ts';

/** The part of libheif that is used. It runs as WebAssembly: what a hostile file breaks lies inside its own memory. */
type HeifImage = {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(target: Target, done: (shown: Target | null) => void): void;
  free(): void;
};
type Target = { data: Uint8ClampedArray; width: number; height: number };
type LibHeif = { HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] } };

let library: LibHeif | undefined;

/** Loaded with the first such photograph: it takes a moment and 30 MB. */
function loadLibrary(): LibHeif {
  library ??= createRequire(import.meta.url)('libheif-js/wasm-bundle.js') as LibHeif;
  return library;
}

/**
 * A telephone's photograph as a PNG: its tiles put together, turned and mirrored as the file says, with its colour profile
 * (most are wider than sRGB) for whoever reads it on. @param profile ICC, as sharp reads it from the header
 */
export async function decodeHeic(file: string, folder: string, profile: Buffer | undefined): Promise<string> {
  const { data, width, height } = await decodePixels(file);
  const raw = sharp(data, { raw: { width, height, channels: 4 } });
  const png = await (isOpaque(data) ? raw.removeAlpha() : raw).png({ compressionLevel: 1 }).toBuffer();
  const decoded = join(folder, 'decoded.png');
  await writeFile(decoded, profile ? withProfile(png, profile) : png);
  return decoded;
}

async function decodePixels(file: string): Promise<Target> {
  const bytes = await readFile(file);
  if (!isWhole(bytes)) throw refuse('intake.damaged', `${file} ends inside one of its parts`);
  const images = new (loadLibrary().HeifDecoder)().decode(bytes);
  try {
    const image = images.find((one) => one.is_primary()) ?? images[0];
    if (!image) throw refuse('intake.damaged', `no photograph in ${file}`);
    const [width, height] = [image.get_width(), image.get_height()];
    const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
    const shown = await new Promise<Target | null>((resolve) => image.display(target, resolve));
    if (!shown) throw refuse('intake.heic', `libheif cannot decode ${file}`);
    return shown;
  } finally {
    for (const image of images) image.free();
  }
}

/** The library paints tiles that are missing as if they were there; a file cut short tells it by its outermost parts. */
function isWhole(bytes: Buffer): boolean {
  const seen = new Set<string>();
  let at = 0;
  while (at + 16 <= bytes.length) {
    const short = bytes.readUInt32BE(at);
    const size = short === 0 ? bytes.length - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < 8 || at + size > bytes.length) break;
    seen.add(bytes.toString('latin1', at + 4, at + 8));
    at += size;
  }
  // Cameras append notes of their own after the picture: what follows it is not looked at.
  return seen.has('meta') && (seen.has('mdat') || seen.has('idat'));
}

function isOpaque(pixels: Uint8ClampedArray): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}

/** Signature and head of a PNG; a profile stands right after them. */
const HEAD_BYTES = 33;

function withProfile(png: Buffer, profile: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from('iCCPicc\0\0', 'latin1'), deflateSync(profile)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([png.subarray(0, HEAD_BYTES), length, content, sum, png.subarray(HEAD_BYTES)]);
}
