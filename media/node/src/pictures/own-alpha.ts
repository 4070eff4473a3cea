import { alphaOf, boxOfAlpha, type PixelBox, type Raster } from '@kinora/media-core';

/** A picture that brings its own transparent ground, as many shop exports do: nothing has to be keyed. */
export type OwnAlpha = { alpha: Uint8Array; box: PixelBox; areaShare: number };

const SMALLEST_CLEAR_SHARE = 0.04;

/** Undefined for opaque pictures and for those whose transparency is only rounded corners or a soft border. */
export function findOwnAlpha(raster: Raster): OwnAlpha | undefined {
  if (raster.channels !== 4) return undefined;
  const alpha = alphaOf(raster);
  let clear = 0;
  let solid = 0;
  for (const value of alpha) {
    if (value < 16) clear++;
    else if (value > 240) solid++;
  }
  const box = boxOfAlpha(alpha, raster.width, raster.height);
  if (!box || clear < alpha.length * SMALLEST_CLEAR_SHARE || solid < alpha.length * 0.01) return undefined;
  return { alpha, box, areaShare: solid / alpha.length };
}
