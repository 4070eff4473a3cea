import type { PixelBox, Raster } from '@kinora/media-core';

import smartcropModule from 'smartcrop';
import { fromRaster } from './load.ts';

type Opened = { width: number; height: number; raster: Raster };
type Pixels = { width: number; height: number; data: Uint8ClampedArray };

/** What smartcrop asks of a picture library. */
type ImageOperations = {
  open(raster: Raster): Promise<Opened>;
  resample(opened: Opened, width: number, height: number): Opened;
  getData(opened: Opened): Promise<Pixels>;
};

type CropOptions = { width: number; height: number; minScale: number; imageOperations: ImageOperations };
type SmartCrop = {
  crop(
    raster: Raster,
    options: CropOptions,
  ): Promise<{ topCrop: { x: number; y: number; width: number; height: number } }>;
};

// The package's own types describe a default export that it does not have in Node.
const smartcrop = smartcropModule as unknown as SmartCrop;

/** smartcrop on sharp (smartcrop-sharp itself wants sharp 0.32). */
const sharpOperations: ImageOperations = {
  open: async (raster) => ({ width: raster.width, height: raster.height, raster }),
  resample: (opened, width, height) => ({ ...opened, width: Math.floor(width), height: Math.floor(height) }),
  getData: async ({ raster, width, height }) => {
    const data = await fromRaster(raster).resize({ width, height, fit: 'fill' }).ensureAlpha().raw().toBuffer();
    return { width, height, data: new Uint8ClampedArray(data) };
  },
};

/** Most interesting region of a picture with no trusted cut-out: the box framing keeps whole. */
export async function findFocus(raster: Raster): Promise<PixelBox> {
  const side = Math.min(raster.width, raster.height);
  const options = { width: side, height: side, minScale: 0.7, imageOperations: sharpOperations };
  const { topCrop } = await smartcrop.crop(raster, options);
  return { left: topCrop.x, top: topCrop.y, width: topCrop.width, height: topCrop.height };
}
