import type { Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { blurChannel } from '../raster/blur.ts';
import { pictureFromPixels } from '../raster/pixels.ts';
import { seededRandom } from '../raster/random.ts';
import { cachedLayer } from './cache.ts';

const TILE = 512;
const TILES = 6;

/** Six tiles, another one in another place each frame, so that the eye finds no pattern. */
export function paintGrain(toolkit: Toolkit): Promise<Picture[]> {
  return Promise.all(
    Array.from({ length: TILES }, (_, index) =>
      cachedLayer(toolkit, `grain ${index}`, () => paintTile(toolkit, index)),
    ),
  );
}

function paintTile(toolkit: Toolkit, index: number): Promise<Picture> {
  const random = seededRandom(101 + index);
  const values = Float32Array.from({ length: TILE * TILE }, () => (random() + random() + random() - 1.5) * 115);
  const soft = blurChannel(values, TILE, TILE, 0.55);
  return pictureFromPixels(toolkit, TILE, TILE, (pixels) => {
    for (let i = 0; i < soft.length; i++) {
      pixels[i * 4] = pixels[i * 4 + 1] = pixels[i * 4 + 2] = 128 + soft[i]!;
      pixels[i * 4 + 3] = 255;
    }
  });
}

/** @param frame number of the frame in the film, so that neighbouring segments do not repeat */
export function drawGrain(
  context: CanvasRenderingContext2D,
  tiles: readonly Picture[],
  size: Size,
  frame: number,
  strength: number,
): void {
  if (strength <= 0) return;
  const tile = tiles[frame % tiles.length]!;
  context.save();
  context.globalCompositeOperation = 'overlay';
  context.globalAlpha = strength;
  for (let y = -((frame * 331) % TILE); y < size.height; y += TILE) {
    for (let x = -((frame * 197) % TILE); x < size.width; x += TILE) context.drawImage(tile.source, x, y);
  }
  context.restore();
}
