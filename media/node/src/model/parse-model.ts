import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureAnalysis } from '@kinora/contract';
import { placeOfView, sheetSize, TURN_BETWEEN, TURN_SHEETS, TURN_SIDES, TURN_VIEWS } from '@kinora/media-core';
import sharp from 'sharp';
import { analysePicture } from '../pictures/index.ts';
import { type Drawing, drawModel, drawTurn, measureModel, type Stand, viewSize } from './draw-model.ts';
import { readModel } from './read-model.ts';

type ViewFile = { file: string; hash: string; width: number; height: number };

export type ParsedModel = {
  triangles: number;
  /** A picture of it from where it looks its best: what stands for the model where a picture is wanted. */
  picture: { file: string; width: number; height: number };
  /** Once round, beginning with the front. */
  views: ViewFile[];
  /** Sheets of further views between them. */
  sheets: ViewFile[];
  /** Of the picture, with the views as the turn. `hash` is the picture's: whoever stores it puts the model's. */
  analysis: PictureAnalysis;
  cutoutFile?: string;
};

const VIEW_SIDE = 800;
/** A square view has more pixels than a slender one: no view has more than these. */
const VIEW_PIXELS = 400_000;
const PICTURE_SIDE = 1400;
const THREE_QUARTERS = -0.09;

/** Reads a model, draws it from all sides, and looks at its picture as at any photograph. */
export async function parseModel(file: string, folder: string): Promise<ParsedModel> {
  const model = await readModel(file);
  const stand = measureModel(model);
  await mkdir(folder, { recursive: true });
  const size = sizeOfViews(stand);
  const drawings = drawTurn(model, stand, size, TURN_VIEWS);
  const crop = planCrop(drawings);
  const views: ViewFile[] = [];
  for (let side = 0; side < TURN_SIDES; side++)
    views.push(await writeView(drawings[side * (TURN_BETWEEN + 1)]!, crop, folder));
  const sheets = await writeSheets(drawings, crop, folder);
  const drawing = drawModel(model, stand, viewSize(stand, PICTURE_SIDE), THREE_QUARTERS);
  const picture = await writePicture(drawing, folder);
  const { analysis, cutoutFile } = await analysePicture(picture.file, { folder });
  const toFacts = ({ hash, width, height }: ViewFile) => ({ hash, width, height });
  return {
    triangles: model.triangles,
    picture,
    views,
    sheets,
    analysis: { ...analysis, turn: views.map(toFacts), between: sheets.map(toFacts) },
    ...(cutoutFile ? { cutoutFile } : {}),
  };
}

function sizeOfViews(stand: Stand): { width: number; height: number } {
  const largest = viewSize(stand, VIEW_SIDE);
  const share = Math.min(1, Math.sqrt(VIEW_PIXELS / (largest.width * largest.height)));
  return viewSize(stand, Math.round(VIEW_SIDE * share));
}

type Crop = { left: number; top: number; width: number; height: number };

/**
 * The same for every view, so that it turns about one axis: down to where it stands, or it would float above the disc,
 * and as far to both sides as it reaches on either.
 */
function planCrop(drawings: readonly Drawing[]): Crop {
  const { width, height } = drawings[0]!;
  let [top, bottom, reach] = [height, 0, 1];
  for (const { data } of drawings)
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (data[pixel * 4 + 3]! < 8) continue;
      const y = Math.floor(pixel / width);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      reach = Math.max(reach, Math.ceil(Math.abs((pixel % width) + 0.5 - width / 2) + 0.5));
    }
  const half = Math.min(reach, Math.floor(width / 2));
  return { left: Math.floor(width / 2) - half, top, width: half * 2, height: Math.max(1, bottom - top) };
}

/** What lies between two sides, many to a file: so many files of their own would be a burden on every list of files. */
async function writeSheets(drawings: readonly Drawing[], crop: Crop, folder: string): Promise<ViewFile[]> {
  const size = sheetSize(crop);
  const sheets = Array.from({ length: TURN_SHEETS }, () => Buffer.alloc(size.width * size.height * 4));
  for (const [view, drawing] of drawings.entries()) {
    const place = placeOfView(view);
    if (place.kind === 'side') continue;
    const at = { left: place.column * crop.width, top: place.row * crop.height };
    copyCrop(drawing, crop, { data: sheets[place.sheet]!, width: size.width, ...at });
  }
  const files: ViewFile[] = [];
  for (const data of sheets) {
    const webp = await sharp(data, { raw: { ...size, channels: 4 } })
      .webp({ quality: 92, alphaQuality: 100, smartSubsample: true, effort: 1 })
      .toBuffer();
    files.push(await keepFile(webp, { folder, ending: 'webp', ...size }));
  }
  return files;
}

function copyCrop(
  drawing: Drawing,
  crop: Crop,
  into: { data: Buffer; width: number; left: number; top: number },
): void {
  for (let row = 0; row < crop.height; row++) {
    const from = ((crop.top + row) * drawing.width + crop.left) * 4;
    const to = ((into.top + row) * into.width + into.left) * 4;
    into.data.set(drawing.data.subarray(from, from + crop.width * 4), to);
  }
}

async function keepFile(
  bytes: Buffer,
  { folder, ending, ...size }: { folder: string; ending: string; width: number; height: number },
): Promise<ViewFile> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const file = join(folder, `${hash}.${ending}`);
  await writeFile(file, bytes);
  return { file, hash, ...size };
}

async function writeView(drawing: Drawing, crop: Crop, folder: string) {
  const png = await toPng(drawing).extract(crop).toBuffer();
  return keepFile(png, { folder, ending: 'png', width: crop.width, height: crop.height });
}

/** With air around it, so that a frame that shows the whole picture does not touch the thing. */
async function writePicture(drawing: Drawing, folder: string) {
  const air = Math.round(Math.max(drawing.width, drawing.height) * 0.08);
  const file = join(folder, 'model.png');
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  const info = await toPng(drawing)
    .extend({ top: air, bottom: air, left: air, right: air, background: clear })
    .toFile(file);
  return { file, width: info.width, height: info.height };
}

function toPng({ width, height, data }: Drawing) {
  return sharp(data, { raw: { width, height, channels: 4 } }).png({ compressionLevel: 4 });
}
