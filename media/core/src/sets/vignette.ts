import type { Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { pictureFromPixels } from '../raster/pixels.ts';
import { cachedLayer } from './cache.ts';

const QUARTER = 4;
/** Begins at 55 % of the radius and reaches its full strength beyond the corners. */
const INNER = 0.55;
const OUTER = 1.45;

/** Darker corners: 0.16–0.34 for scenes, 0.55 only for the hook. Stretched to the frame when drawn. */
export function paintVignette(toolkit: Toolkit, frame: Size, strength: number): Promise<Picture> {
  const width = Math.ceil(frame.width / QUARTER);
  const height = Math.ceil(frame.height / QUARTER);
  return cachedLayer(toolkit, `vignette ${width}x${height} ${strength}`, () =>
    pictureFromPixels(toolkit, width, height, (pixels) => {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const radius = Math.hypot((x + 0.5) / width - 0.5, (y + 0.5) / height - 0.5) * 2;
          const share = Math.min(1, Math.max(0, (radius - INNER) / (OUTER - INNER)));
          const index = (y * width + x) * 4;
          pixels[index] = 10;
          pixels[index + 1] = 8;
          pixels[index + 2] = 14;
          pixels[index + 3] = 255 * strength * (share < 0.5 ? share * 0.64 : 0.32 + (share - 0.5) * 1.36);
        }
      }
    }),
  );
}

export function drawVignette(context: CanvasRenderingContext2D, vignette: Picture, frame: Size): void {
  context.drawImage(vignette.source, 0, 0, frame.width, frame.height);
}
