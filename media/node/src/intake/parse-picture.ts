import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { decodeHeic } from './decode-heic.ts';
import { INTAKE_LIMITS } from './limits.ts';
import { refuse } from './refusal.ts';

/** What the child found out about a still picture. */
export type ParsedPicture = {
  /** Upright size of what came in. */
  width: number;
  height: number;
  /** Frames in the file; work is done on the first. */
  frames: number;
  hasAlpha: boolean;
  /** The file to work with: the original, or an upright sRGB copy of at most 4096 px a side. */
  workingFile: string;
  workingWidth: number;
  workingHeight: number;
};

/** Reads the header first: a picture of 20 000 px a side is refused before a single pixel is decoded. */
export async function parsePicture(file: string, folder: string): Promise<ParsedPicture> {
  const metadata = await readHeader(file);
  const { width, height } = metadata.autoOrient;
  checkSize(width, height);
  if (isHeic(metadata)) return parseHeic(file, folder, metadata);
  const { isFlawed } = await decodeWhole(file, metadata);
  const frames = metadata.pages ?? 1;
  const facts = { width, height, frames, hasAlpha: metadata.hasAlpha };
  if (!isFlawed && !needsCopy(metadata, frames))
    return { ...facts, workingFile: file, workingWidth: width, workingHeight: height };
  return { ...facts, ...(await writeWorkingCopy(file, folder, metadata.hasAlpha)) };
}

/** HEIC and AVIF are one kind of file; sharp has no decoder for the pictures of the first. */
function isHeic({ format, compression }: Metadata): boolean {
  return format === 'heif' && compression !== 'av1';
}

async function parseHeic(file: string, folder: string, { icc, hasAlpha }: Metadata): Promise<ParsedPicture> {
  const decoded = await decodeHeic(file, folder, icc);
  // What its header says of turning is done: these are the sides as the photograph is looked at.
  const { width, height } = await sharp(decoded, { limitInputPixels: INTAKE_LIMITS.picturePixels }).metadata();
  const copy = await writeWorkingCopy(decoded, folder, hasAlpha);
  await rm(decoded, { force: true });
  return { width, height, frames: 1, hasAlpha, ...copy };
}

async function readHeader(file: string): Promise<Metadata> {
  try {
    return await sharp(file, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw refuse('intake.damaged', `header of ${file} unreadable`, { cause: error });
  }
}

function checkSize(width: number, height: number): void {
  const { pictureSidePixels, picturePixels } = INTAKE_LIMITS;
  if (width <= pictureSidePixels && height <= pictureSidePixels && width * height <= picturePixels) return;
  throw refuse('intake.too_many_pixels', `picture of ${width} × ${height}`, {
    details: { width, height, pictureSidePixels, picturePixels },
  });
}

/**
 * A file cut short has a good header; only reading it to its end shows it. What can be seen although something in it is not
 * as it should be (phones and old programs write such files) is flawed: later readers, who take no such thing, get a copy.
 */
async function decodeWhole(file: string, size: PixelSize): Promise<{ isFlawed: boolean }> {
  try {
    await decode(file, size, 'warning');
    return { isFlawed: false };
  } catch {
    await decode(file, size, PATIENCE).catch((error: unknown) => {
      throw refuse('intake.damaged', `pixels of ${file} unreadable`, { cause: error });
    });
    return { isFlawed: true };
  }
}

/** Lost pixels are refused, whatever else is wrong is overlooked. */
const PATIENCE = 'error';

type PixelSize = Pick<Metadata, 'width' | 'height'>;

/** Cutting out the whole of it first makes the decoder go through every pixel: scaling while it loads overlooks damage. */
async function decode(file: string, { width, height }: PixelSize, failOn: 'warning' | typeof PATIENCE): Promise<void> {
  await sharp(file, { limitInputPixels: INTAKE_LIMITS.picturePixels, failOn })
    .extract({ left: 0, top: 0, width, height })
    .resize(32, 32, { fit: 'fill' })
    .raw()
    .toBuffer();
}

function needsCopy(metadata: Metadata, frames: number): boolean {
  const isPlain =
    (metadata.format === 'jpeg' || metadata.format === 'png') && metadata.space === 'srgb' && frames === 1;
  const isUpright = (metadata.orientation ?? 1) === 1;
  return !isPlain || !isUpright || Math.max(metadata.width, metadata.height) > INTAKE_LIMITS.workingSidePixels;
}

async function writeWorkingCopy(file: string, folder: string, hasAlpha: boolean) {
  const side = INTAKE_LIMITS.workingSidePixels;
  const workingFile = join(folder, hasAlpha ? 'working.png' : 'working.jpg');
  const upright = sharp(file, { limitInputPixels: INTAKE_LIMITS.picturePixels, failOn: PATIENCE, page: 0, pages: 1 })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const coded = hasAlpha
    ? upright.png({ compressionLevel: 6 })
    : upright.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  const { width, height } = await coded.toFile(workingFile).catch((error: unknown) => {
    throw refuse('intake.damaged', `pixels of ${file} unreadable`, { cause: error });
  });
  return { workingFile, workingWidth: width, workingHeight: height };
}
