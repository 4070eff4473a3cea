import { KinoraError } from '@kinora/contract';
import type { Picture, ResizeOptions, Surface, Toolkit } from '@kinora/media-core';
import { createCanvas, type Image } from '@napi-rs/canvas';
import sharp, { type Sharp } from 'sharp';
import { registerFontShelf, registerKitFace } from './fonts.ts';
import { imageFromPixels } from './freeze.ts';

export type DecodedFrame = { pixels: Uint8Array; width: number; height: number };

export type NodeToolkitParts = {
  /** Path of a stored file, or undefined when there is none. */
  findAsset(hash: string): string | undefined | Promise<string | undefined>;
  /** One frame of a stored film as RGBA, scaled to fit. Absent: films cannot be drawn here, and are refused by name. */
  decodeVideoFrame?(path: string, frame: number, maximum: { width: number; height: number }): Promise<DecodedFrame>;
};

/** Resized pictures kept in one process: about 160 MB. */
const MAX_KEPT_PIXELS = 40_000_000;
/** Uploads above this are refused long before; the limit keeps a damaged header from taking all memory. */
const MAX_INPUT_PIXELS = 100_000_000;

/** The drawing host in Node: Skia for canvases, sharp for reading and scaling files. */
export function createNodeToolkit(parts: NodeToolkitParts): Toolkit {
  registerFontShelf();
  const kept = createPictureShelf(MAX_KEPT_PIXELS);
  const fileOf = (hash: string) => findFile(parts, hash);
  return {
    createSurface,
    async freeze(surface) {
      const { data } = surface.context.getImageData(0, 0, surface.width, surface.height);
      return toPicture(await imageFromPixels(data, surface.width, surface.height));
    },
    loadPicture: (hash) => kept(`${hash} whole`, async () => pictureOf(await openFile(await fileOf(hash)))),
    async loadVideoFrame(hash, frame, maximum) {
      if (!parts.decodeVideoFrame) {
        throw new KinoraError('media.video_unsupported', 'This toolkit was made without a decoder for films.');
      }
      const decoded = await parts.decodeVideoFrame(await fileOf(hash), frame, maximum);
      return toPicture(await imageFromPixels(decoded.pixels, decoded.width, decoded.height));
    },
    resize: (hash, width, height, options = {}) =>
      kept(`${hash} ${width}x${height} ${JSON.stringify(options)}`, async () =>
        pictureOf(resized(await openFile(await fileOf(hash)), width, height, options)),
      ),
    async loadFaces(faces) {
      for (const face of faces) await registerKitFace(face, await fileOf(face.hash));
    },
    async readPixels(hash, width, height) {
      const { data } = await resized(await openFile(await fileOf(hash)), width, height, {})
        .raw()
        .toBuffer({ resolveWithObject: true });
      return new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
    },
  };
}

function createSurface(width: number, height: number): Surface {
  const canvas = createCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  // Skia's context is the browser's in all that the scenes use; its type only lacks members they never call.
  return { width: canvas.width, height: canvas.height, context: context as unknown as CanvasRenderingContext2D };
}

function toPicture(image: Image): Picture {
  return { width: image.width, height: image.height, source: image as unknown as CanvasImageSource };
}

async function findFile(parts: NodeToolkitParts, hash: string): Promise<string> {
  const path = await parts.findAsset(hash);
  if (path !== undefined) return path;
  throw new KinoraError('media.asset_missing', `No stored file has the hash ${hash}.`, {
    sentence: 'A picture this film needs is missing from storage.',
    details: { hash },
  });
}

/** Upright, in sRGB, with an alpha channel. */
async function openFile(path: string): Promise<Sharp> {
  return sharp(path, { limitInputPixels: MAX_INPUT_PIXELS }).rotate().toColourspace('srgb').ensureAlpha();
}

function resized(source: Sharp, width: number, height: number, options: ResizeOptions): Sharp {
  let picture = source;
  const { crop } = options;
  if (crop) {
    picture = picture.extract({
      left: Math.round(crop.x),
      top: Math.round(crop.y),
      width: Math.max(1, Math.round(crop.width)),
      height: Math.max(1, Math.round(crop.height)),
    });
  }
  picture = picture.resize(Math.round(width), Math.round(height), { fit: 'fill', kernel: 'lanczos3' });
  if (options.brightness !== undefined || options.saturation !== undefined) {
    picture = picture.modulate({ brightness: options.brightness ?? 1, saturation: options.saturation ?? 1 });
  }
  if (options.sharpen) picture = picture.sharpen({ sigma: options.sharpen, m1: 0.4, m2: 1.1, x1: 2, y2: 8, y3: 8 });
  if (options.blur && options.blur >= 0.3) picture = picture.blur(options.blur);
  return picture;
}

async function pictureOf(source: Sharp): Promise<Picture> {
  const { data, info } = await source.raw().toBuffer({ resolveWithObject: true });
  return toPicture(await imageFromPixels(data, info.width, info.height));
}

type PictureShelf = (key: string, make: () => Promise<Picture>) => Promise<Picture>;

/** Keeps pictures by key until their pixels exceed the limit; the one used longest ago goes first. */
function createPictureShelf(maximumPixels: number): PictureShelf {
  const shelf = new Map<string, { picture: Promise<Picture>; pixels: number }>();
  let total = 0;
  return (key, make) => {
    const found = shelf.get(key);
    if (found) {
      shelf.delete(key);
      shelf.set(key, found);
      return found.picture;
    }
    const entry = { picture: make(), pixels: 0 };
    shelf.set(key, entry);
    entry.picture.then(
      (picture) => {
        entry.pixels = picture.width * picture.height;
        total += entry.pixels;
        for (const [oldKey, old] of shelf) {
          if (total <= maximumPixels || old === entry) break;
          if (old.pixels === 0) continue;
          shelf.delete(oldKey);
          total -= old.pixels;
        }
      },
      () => shelf.delete(key),
    );
    return entry.picture;
  };
}
