import { join } from 'node:path';
import sharp, { type Metadata } from 'sharp';
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
  await decodeWhole(file);
  const frames = metadata.pages ?? 1;
  const facts = { width, height, frames, hasAlpha: metadata.hasAlpha };
  if (!needsCopy(metadata, frames)) return { ...facts, workingFile: file, workingWidth: width, workingHeight: height };
  return { ...facts, ...(await writeWorkingCopy(file, folder, metadata.hasAlpha)) };
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

/** A file cut short has a good header; only reading it to its end shows it. */
async function decodeWhole(file: string): Promise<void> {
  try {
    await sharp(file, { limitInputPixels: INTAKE_LIMITS.picturePixels, failOn: 'truncated' })
      .resize(32, 32, { fit: 'fill' })
      .raw()
      .toBuffer();
  } catch (error) {
    throw refuse('intake.damaged', `pixels of ${file} unreadable`, { cause: error });
  }
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
  const upright = sharp(file, { limitInputPixels: INTAKE_LIMITS.picturePixels, page: 0, pages: 1 })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const coded = hasAlpha
    ? upright.png({ compressionLevel: 6 })
    : upright.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  const { width, height } = await coded.toFile(workingFile);
  return { workingFile, workingWidth: width, workingHeight: height };
}
