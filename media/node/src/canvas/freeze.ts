import { Buffer } from 'node:buffer';
import { type Image, loadImage } from '@napi-rs/canvas';

/** File header and BITMAPV5HEADER, the smallest form that keeps an alpha channel. */
const HEADER_BYTES = 14 + 124;
const MASKS = { red: 0x000000ff, green: 0x0000ff00, blue: 0x00ff0000, alpha: 0xff000000 };
const SRGB = 0x73524742;
const BITFIELDS = 3;

/**
 * Skia image of raw RGBA pixels (not premultiplied). Drawing from an image is several times faster than from a canvas,
 * and the only way in is an encoded file: an uncompressed bitmap costs 22 ms for 2150×1210 where PNG at its lowest
 * level cost 860 (measured here), with the same pixels.
 */
export async function imageFromPixels(
  pixels: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): Promise<Image> {
  const file = Buffer.allocUnsafe(HEADER_BYTES + width * height * 4);
  file.fill(0, 0, HEADER_BYTES);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(HEADER_BYTES, 10);
  file.writeUInt32LE(124, 14);
  file.writeInt32LE(width, 18);
  // A negative height means rows from the top down.
  file.writeInt32LE(-height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(32, 28);
  file.writeUInt32LE(BITFIELDS, 30);
  file.writeUInt32LE(width * height * 4, 34);
  file.writeUInt32LE(MASKS.red, 54);
  file.writeUInt32LE(MASKS.green, 58);
  file.writeUInt32LE(MASKS.blue, 62);
  file.writeUInt32LE(MASKS.alpha, 66);
  file.writeUInt32LE(SRGB, 70);
  file.set(pixels, HEADER_BYTES);
  // Decoding happens aside: an image drawn before it has finished draws nothing, silently.
  return loadImage(file);
}
