import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { rgbToLab } from '../colour/lch.ts';
import { blurChannel } from '../raster/blur.ts';
import { repaintPixels } from '../raster/pixels.ts';
import type { Box } from '../type/box.ts';
import { cachedLayer } from './cache.ts';

/** The photograph is looked at this small; its outermost pixels are its studio paper or they are not. */
const PROBE = 48;
/** A neighbour on the border differs by less than this in lightness or colour where paper runs on without a thing on it. */
const EVEN_STEP = 3;
/** From one end of the border to the other, light on paper falls off by so much at most. */
const EVEN_SPAN = 22;
/** Share of the print's sides over which it passes into the ground. */
const FEATHER = 0.07;

/** Whether a photograph's border is plain paper all round, so that its ground can run on over the whole frame. */
export async function hasPlainBorder(toolkit: Toolkit, subject: SceneSubject, crop: Box): Promise<boolean> {
  const isWhole = crop.width >= subject.width * 0.98 && crop.height >= subject.height * 0.98;
  if (!isWhole) return false;
  const pixels = await toolkit.readPixels(subject.hash, PROBE, PROBE);
  const ring = borderRing().map((index) =>
    rgbToLab(pixels[index * 4]!, pixels[index * 4 + 1]!, pixels[index * 4 + 2]!),
  );
  const isEven = ring.every((here, index) => {
    const next = ring[(index + 1) % ring.length]!;
    return Math.hypot(here.l - next.l, here.a - next.a, here.b - next.b) < EVEN_STEP;
  });
  const lights = ring.map(({ l }) => l);
  return isEven && Math.max(...lights) - Math.min(...lights) < EVEN_SPAN;
}

/** Indices of the border pixels, once round. */
function borderRing(): number[] {
  const last = PROBE - 1;
  const side = Array.from({ length: last }, (_, index) => index);
  return [
    ...side.map((x) => x),
    ...side.map((y) => y * PROBE + last),
    ...side.map((x) => last * PROBE + (last - x)),
    ...side.map((y) => (last - y) * PROBE),
  ];
}

/** The photograph's own paper carried on over the frame: its border colours run outwards from the print, softened. */
export function paintSeamless(
  toolkit: Toolkit,
  frame: { width: number; height: number },
  print: { subject: SceneSubject; box: Box },
): Promise<Picture> {
  const { subject, box } = print;
  const width = 160;
  const height = Math.max(8, Math.round((width * frame.height) / frame.width));
  const key = `seamless ${subject.hash} ${width}x${height} ${JSON.stringify(box)}`;
  return cachedLayer(toolkit, key, async () => {
    const pixels = await toolkit.readPixels(subject.hash, PROBE, PROBE);
    const surface = toolkit.createSurface(width, height);
    const channels = [0, 1, 2].map((channel) => {
      const values = new Float32Array(width * height);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = nearestBorder(
            (((x + 0.5) / width) * frame.width - box.x) / box.width,
            (((y + 0.5) / height) * frame.height - box.y) / box.height,
          );
          values[y * width + x] = pixels[at * 4 + channel]!;
        }
      }
      return blurChannel(values, width, height, 6);
    });
    repaintPixels(surface, (out) => {
      for (let index = 0; index < width * height; index++) {
        for (let channel = 0; channel < 3; channel++) out[index * 4 + channel] = channels[channel]![index]!;
        out[index * 4 + 3] = 255;
      }
    });
    return toolkit.freeze(surface);
  });
}

/** Border pixel next to a place given in shares of the print; places inside it take the nearest side. */
function nearestBorder(across: number, down: number): number {
  const clamp = (value: number) => Math.max(0, Math.min(1, value));
  let [x, y] = [clamp(across), clamp(down)];
  const isInside = x > 0 && x < 1 && y > 0 && y < 1;
  if (isInside) {
    const sides = [x, 1 - x, y, 1 - y];
    const nearest = sides.indexOf(Math.min(...sides));
    if (nearest < 2) x = nearest;
    else y = nearest - 2;
  }
  return Math.round(y * (PROBE - 1)) * PROBE + Math.round(x * (PROBE - 1));
}

/** The print with its sides passing into nothing. */
export async function featherSides(toolkit: Toolkit, picture: Picture): Promise<Picture> {
  const { width, height } = picture;
  const surface = toolkit.createSurface(width, height);
  const { context } = surface;
  context.drawImage(picture.source, 0, 0, width, height);
  context.globalCompositeOperation = 'destination-in';
  for (const [x, y] of [
    [width, 0],
    [0, height],
  ] as const) {
    const fade = context.createLinearGradient(0, 0, x, y);
    fade.addColorStop(0, 'rgba(0, 0, 0, 0)');
    fade.addColorStop(FEATHER, 'rgba(0, 0, 0, 1)');
    fade.addColorStop(1 - FEATHER, 'rgba(0, 0, 0, 1)');
    fade.addColorStop(1, 'rgba(0, 0, 0, 0)');
    context.fillStyle = fade;
    context.fillRect(0, 0, width, height);
  }
  return toolkit.freeze(surface);
}
