import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { luminanceOf } from '../colour/lch.ts';
import { type Footing, measureFooting } from './foot.ts';
import { type ProductLight, paintProduct } from './product.ts';
import { planTurnPlaces, type TurnPlace } from './turn-places.ts';

/** Exposure is matched by at most this factor either way: more would be another light, not another exposure. */
const MOST_GAIN = 1.35;
const PROBE_HEIGHT = 120;

/** One side of a thing on the canvas of all its sides, and how it meets the floor there. */
export type Angle = { picture: Picture; place: TurnPlace; footing: Footing | undefined };
/** The sides of a thing, all on canvases of one size, about one axis and as bright as each other. */
export type Angles = { sides: Angle[]; width: number; height: number; scale: number };

/** @param heightPx height of the canvas they share */
export async function paintAngles(
  toolkit: Toolkit,
  subjects: readonly SceneSubject[],
  heightPx: number,
  light: ProductLight,
): Promise<Angles> {
  const canvas = planTurnPlaces(subjects);
  const scale = heightPx / canvas.height;
  const size = { width: Math.max(2, Math.round(canvas.width * scale)), height: Math.max(2, Math.round(heightPx)) };
  const lights = await Promise.all(subjects.map((subject) => meanLight(toolkit, subject)));
  const wanted = middleOf(lights);
  const sides = await Promise.all(
    subjects.map(async (subject, index): Promise<Angle> => {
      const place = scaled(canvas.places[index]!, scale);
      const gain = matchGain(lights[index]!, wanted);
      const lit = Math.abs(gain - 1) < 0.02 ? light : { ...light, gain };
      const product = await paintProduct(toolkit, subject, place.height, lit);
      const footing = subject.stands ? await measureFooting(toolkit, subject) : undefined;
      return { picture: await layOn(toolkit, size, product, place), place, footing };
    }),
  );
  return { ...size, sides, scale };
}

function scaled({ x, y, width, height }: TurnPlace, scale: number): TurnPlace {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

async function layOn(
  toolkit: Toolkit,
  size: { width: number; height: number },
  product: Picture,
  place: TurnPlace,
): Promise<Picture> {
  const surface = toolkit.createSurface(size.width, size.height);
  surface.context.imageSmoothingQuality = 'high';
  surface.context.drawImage(product.source, place.x, place.y, place.width, place.height);
  return toolkit.freeze(surface);
}

/** The light that most of them have: the first one may be the one that is off. */
function middleOf(lights: readonly number[]): number {
  return lights.toSorted((a, b) => a - b)[lights.length >> 1]!;
}

/** Factor on channel values that brings one mean light to another; channels go by the power 1/2.2 of light. */
export function matchGain(own: number, wanted: number): number {
  if (own <= 0 || wanted <= 0) return 1;
  const gain = (wanted / own) ** (1 / 2.2);
  return Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, Math.round(gain * 1000) / 1000));
}

async function meanLight(toolkit: Toolkit, subject: SceneSubject): Promise<number> {
  const width = Math.max(8, Math.round((PROBE_HEIGHT * subject.width) / subject.height));
  const pixels = await toolkit.readPixels(subject.hash, width, PROBE_HEIGHT);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3]! < 200) continue;
    sum += luminanceOf(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
