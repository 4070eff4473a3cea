import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { KEY_SHORT_SIDE, type Raster } from '@kinora/media-core';
import sharp, { type Sharp } from 'sharp';

/** Pictures above this are worked on as a copy of this long side (rulings §3.6). */
export const WORKING_LONG_SIDE = 4096;
export const MAXIMUM_PIXELS = 100_000_000;

export type LoadedPicture = {
  /** SHA-256 of the file. */
  hash: string;
  /** Working copy: upright, sRGB, at most 4096 px on its long side. */
  full: Raster;
  /** Copy the key is made on, short side about 768 px; the same object as `full` for small pictures. */
  keyCopy: Raster;
  /** Size of the original in pixels after its EXIF rotation. */
  uprightWidth: number;
  uprightHeight: number;
};

/** Reads a still picture. The caller has let it through the intake, so its kind and size are known to be allowed. */
export async function loadPicture(file: string): Promise<LoadedPicture> {
  const bytes = await readFile(file);
  const source = sharp(bytes, { limitInputPixels: MAXIMUM_PIXELS, failOn: 'error' });
  const { autoOrient } = await source.metadata();
  const full = await toRaster(
    source
      .autoOrient()
      .resize({ width: WORKING_LONG_SIDE, height: WORKING_LONG_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb'),
  );
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    full,
    keyCopy: await shrinkForKey(full),
    uprightWidth: autoOrient.width,
    uprightHeight: autoOrient.height,
  };
}

/** Mitchell and not Lanczos: ringing along an edge is read as a pale rim by the key. */
async function shrinkForKey(full: Raster): Promise<Raster> {
  const scale = KEY_SHORT_SIDE / Math.min(full.width, full.height);
  if (scale > 0.87) return full;
  const width = Math.round(full.width * scale);
  const height = Math.round(full.height * scale);
  return toRaster(fromRaster(full).resize({ width, height, fit: 'fill', kernel: 'mitchell' }));
}

/** sharp reads the raster's memory in place. */
export function fromRaster(raster: Raster): Sharp {
  const { width, height, channels, data } = raster;
  return sharp(data, { raw: { width, height, channels } });
}

async function toRaster(pipeline: Sharp): Promise<Raster> {
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const channels = info.channels === 4 || info.channels === 2 ? 4 : 3;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return {
    width: info.width,
    height: info.height,
    channels,
    data: info.channels <= 2 ? spreadGrey(bytes, info.channels) : bytes,
  };
}

/** Grey pictures arrive with one channel, or two with alpha. */
function spreadGrey(bytes: Uint8Array, channels: number): Uint8Array {
  const count = bytes.length / channels;
  const wide = new Uint8Array(count * (channels + 2));
  for (let i = 0; i < count; i++) {
    wide.fill(bytes[i * channels]!, i * (channels + 2), i * (channels + 2) + 3);
    if (channels === 2) wide[i * 4 + 3] = bytes[i * 2 + 1]!;
  }
  return wide;
}
