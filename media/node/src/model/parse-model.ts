import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureAnalysis } from '@kinora/contract';
import { placeOfView, sheetSize, TURN_SIDES, TURN_VIEWS } from '@kinora/media-core';
import sharp from 'sharp';
import { analysePicture } from '../pictures/index.ts';
import { type Drawing, drawModel, drawTurn, measureModel, reachOfTurn, type Stand, viewSize } from './draw-model.ts';
import { type Model, readModel } from './read-model.ts';

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

/**
 * What a close framing needs at 1080p, one and a half times as near as a wide one and enlarged 1.7 times at most. Broad
 * things are limited by the frame's width, all others by its height.
 */
const VIEW = { width: 1050, height: 782 };
/** Size at which it is found out how much of a view the thing fills; one that fills little of it is not drawn larger. */
const PROBE_SIDE = 1000;
const MOST_VIEW_SIDE = 1400;
const PICTURE_SIDE = 1400;
const THREE_QUARTERS = -0.09;

/** Reads a model, draws it from all sides, and looks at its picture as at any photograph. */
export async function parseModel(file: string, folder: string): Promise<ParsedModel> {
  const model = await readModel(file);
  const stand = measureModel(model);
  await mkdir(folder, { recursive: true });
  const { views, sheets } = await writeTurn(model, stand, folder);
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

/** Every view at its place: a file for each side, and the views between them many to a sheet. */
async function writeTurn(model: Model, stand: Stand, folder: string) {
  const { size, crop } = planViews(model, stand);
  const views: ViewFile[] = [];
  const sheets: ViewFile[] = [];
  let sheet = openSheet(crop);
  let view = 0;
  for (const drawing of drawTurn(model, stand, size, TURN_VIEWS)) {
    const place = placeOfView(view++);
    if (place.kind === 'side') {
      views.push(await writeView(drawing, crop, folder));
      continue;
    }
    if (place.sheet > sheets.length) {
      sheets.push(await writeSheet(sheet, folder));
      sheet = openSheet(crop);
    }
    copyCrop(drawing, crop, { ...sheet, left: place.column * crop.width, top: place.row * crop.height });
  }
  sheets.push(await writeSheet(sheet, folder));
  return { views, sheets };
}

type Crop = { left: number; top: number; width: number; height: number };

/**
 * The size at which the thing itself is as large as wanted, and the part of every view that it needs. The same for all,
 * so that it turns about one axis: down to where it stands, or it would float above the disc, and as far to both sides
 * as it reaches on either.
 */
function planViews(model: Model, stand: Stand): { size: { width: number; height: number }; crop: Crop } {
  const probe = viewSize(stand, PROBE_SIDE);
  const seen = reachOfTurn(model, stand, probe, TURN_SIDES);
  const scale = Math.min(VIEW.width / (seen.half * 2), VIEW.height / Math.max(1, seen.bottom - seen.top));
  const size = viewSize(stand, Math.min(MOST_VIEW_SIDE, Math.round(PROBE_SIDE * scale)));
  const { half, top, bottom } = reachOfTurn(model, stand, size, TURN_SIDES);
  const reach = Math.min(Math.ceil(half + 0.5), Math.floor(size.width / 2));
  const from = Math.max(0, Math.floor(top));
  const to = Math.min(size.height, Math.ceil(bottom));
  const crop = {
    left: Math.floor(size.width / 2) - reach,
    top: from,
    width: reach * 2,
    height: Math.max(1, to - from),
  };
  return { size, crop };
}

type Sheet = { data: Buffer; width: number; height: number };

/** So many files of their own would be a burden on every list of files. */
function openSheet(crop: Crop): Sheet {
  const size = sheetSize(crop);
  return { data: Buffer.alloc(size.width * size.height * 4), ...size };
}

async function writeSheet({ data, ...size }: Sheet, folder: string): Promise<ViewFile> {
  const webp = await sharp(data, { raw: { ...size, channels: 4 } })
    .webp({ quality: 92, alphaQuality: 100, smartSubsample: true, effort: 1 })
    .toBuffer();
  return keepFile(webp, { folder, ending: 'webp', ...size });
}

function copyCrop(drawing: Drawing, crop: Crop, into: Sheet & { left: number; top: number }): void {
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
