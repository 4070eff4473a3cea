import type { GroundStyle, Lch, SceneSubject, Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, shiftLch } from '../colour/lch.ts';
import { blurChannel } from '../raster/blur.ts';
import { repaintPixels } from '../raster/pixels.ts';
import { seededRandom } from '../raster/random.ts';
import { cachedLayer } from './cache.ts';
import { paintWall } from './wall.ts';

/** The blurred ground is made this small and stretched: nothing in it may be recognised as a second photograph. */
const TINY = 96;
const TINY_SIGMA = 3.2;

/** What stands beside a whole photograph whose shape is not the frame's. The photograph itself is never stretched. */
export function paintExtension(
  toolkit: Toolkit,
  frame: Size,
  ground: { style: GroundStyle; colour: Lch; subject: SceneSubject },
): Promise<Picture> {
  if (ground.style === 'blurred') return paintBlurred(toolkit, ground.subject);
  if (ground.style === 'gradient') return paintGradient(toolkit, frame, ground.colour);
  return paintWall(toolkit, frame, { colour: ground.colour, light: { x: 0.22, y: 0.1 }, drop: 13 });
}

function paintBlurred(toolkit: Toolkit, subject: SceneSubject): Promise<Picture> {
  const height = Math.max(8, Math.round((TINY * subject.height) / subject.width));
  return cachedLayer(toolkit, `blurred ${subject.hash}`, async () => {
    const small = await toolkit.resize(subject.hash, TINY, height);
    const surface = toolkit.createSurface(TINY, height);
    surface.context.drawImage(small.source, 0, 0);
    repaintPixels(surface, (pixels) => {
      for (let channel = 0; channel < 3; channel++) {
        const values = Float32Array.from({ length: TINY * height }, (_, index) => pixels[index * 4 + channel]!);
        const soft = blurChannel(values, TINY, height, TINY_SIGMA);
        // A little darker, so that the photograph in front is the light.
        for (let index = 0; index < soft.length; index++) pixels[index * 4 + channel] = soft[index]! * 0.78;
      }
    });
    return toolkit.freeze(surface);
  });
}

/** The kit's colour from light to deep, dithered. */
function paintGradient(toolkit: Toolkit, frame: Size, colour: Lch): Promise<Picture> {
  const width = Math.round(frame.width * 1.12);
  const height = Math.round(frame.height * 1.12);
  return cachedLayer(toolkit, `gradient ${width}x${height} ${JSON.stringify(colour)}`, () => {
    const surface = toolkit.createSurface(width, height);
    const gradient = surface.context.createLinearGradient(0, 0, width * 0.6, height);
    gradient.addColorStop(0, cssColour(shiftLch(colour, { l: 9 })));
    gradient.addColorStop(1, cssColour(shiftLch(colour, { l: -17, chromaFactor: 1.15 })));
    surface.context.fillStyle = gradient;
    surface.context.fillRect(0, 0, width, height);
    const random = seededRandom(77);
    repaintPixels(surface, (pixels) => {
      for (let index = 0; index < pixels.length; index += 4) {
        const dither = (random() - 0.5) * 3;
        pixels[index] = pixels[index]! + dither;
        pixels[index + 1] = pixels[index + 1]! + dither;
        pixels[index + 2] = pixels[index + 2]! + dither;
      }
    });
    return toolkit.freeze(surface);
  });
}
