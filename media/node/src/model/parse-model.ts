import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureAnalysis } from '@kinora/contract';
import sharp from 'sharp';
import { analysePicture } from '../pictures/index.ts';
import { type Drawing, drawModel, measureModel, viewSize } from './draw-model.ts';
import { readModel } from './read-model.ts';

export type ParsedModel = {
  triangles: number;
  /** A picture of it from where it looks its best: what stands for the model where a picture is wanted. */
  picture: { file: string; width: number; height: number };
  /** Once round, beginning with the front. */
  views: { file: string; hash: string; width: number; height: number }[];
  /** Of the picture, with the views as the turn. `hash` is the picture's: whoever stores it puts the model's. */
  analysis: PictureAnalysis;
  cutoutFile?: string;
};

/** A step of 15°: between such views the turntable works out the rest without tearing. */
const VIEWS = 24;
const VIEW_SIDE = 800;
const PICTURE_SIDE = 1400;
const THREE_QUARTERS = -0.09;

/** Reads a model, draws it from all sides, and looks at its picture as at any photograph. */
export async function parseModel(file: string, folder: string): Promise<ParsedModel> {
  const model = await readModel(file);
  const stand = measureModel(model);
  await mkdir(folder, { recursive: true });
  const size = viewSize(stand, VIEW_SIDE);
  const drawings = Array.from({ length: VIEWS }, (_, index) => drawModel(model, stand, size, index / VIEWS));
  const crop = planCrop(drawings);
  const views: ParsedModel['views'] = [];
  for (const drawing of drawings) views.push(await writeView(drawing, crop, folder));
  const drawing = drawModel(model, stand, viewSize(stand, PICTURE_SIDE), THREE_QUARTERS);
  const picture = await writePicture(drawing, folder);
  const { analysis, cutoutFile } = await analysePicture(picture.file, { folder });
  const turn = views.map(({ hash, width, height }) => ({ hash, width, height }));
  return {
    triangles: model.triangles,
    picture,
    views,
    analysis: { ...analysis, turn },
    ...(cutoutFile ? { cutoutFile } : {}),
  };
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

async function writeView(drawing: Drawing, crop: Crop, folder: string) {
  const png = await toPng(drawing).extract(crop).toBuffer();
  const hash = createHash('sha256').update(png).digest('hex');
  const file = join(folder, `${hash}.png`);
  await writeFile(file, png);
  return { file, hash, width: crop.width, height: crop.height };
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
