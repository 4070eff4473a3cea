import type { Picture, Surface, Toolkit } from '../canvas/toolkit.ts';

export type PixelPainter = (pixels: Uint8ClampedArray, width: number, height: number) => void;

/** Paints a picture pixel by pixel while a scene is prepared, then freezes it. */
export async function pictureFromPixels(
  toolkit: Toolkit,
  width: number,
  height: number,
  paint: PixelPainter,
): Promise<Picture> {
  const surface = toolkit.createSurface(width, height);
  const image = surface.context.createImageData(width, height);
  paint(image.data, width, height);
  surface.context.putImageData(image, 0, 0);
  return toolkit.freeze(surface);
}

/** Changes a surface's pixels in place. */
export function repaintPixels(surface: Surface, paint: PixelPainter): void {
  const image = surface.context.getImageData(0, 0, surface.width, surface.height);
  paint(image.data, surface.width, surface.height);
  surface.context.putImageData(image, 0, 0);
}

/** Opacity (0–1) of a picture at the size given, with an empty margin around it. */
export function alphaOf(
  toolkit: Toolkit,
  picture: Picture,
  width: number,
  height: number,
  margin: number,
): Float32Array {
  const surface = toolkit.createSurface(width + 2 * margin, height + 2 * margin);
  surface.context.drawImage(picture.source, margin, margin, width, height);
  const data = surface.context.getImageData(0, 0, surface.width, surface.height).data;
  const alpha = new Float32Array(surface.width * surface.height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[i * 4 + 3]! / 255;
  return alpha;
}
