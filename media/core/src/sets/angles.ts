import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { luminanceOf } from '../colour/lch.ts';
import { type ProductLight, paintProduct } from './product.ts';

/** Exposure is matched by at most this factor either way: more would be another light, not another exposure. */
const MOST_GAIN = 1.35;
const PROBE_HEIGHT = 120;

/** Photographs of one thing from several sides, all as tall as each other and as bright as the first. */
export async function paintAngles(
  toolkit: Toolkit,
  subjects: readonly SceneSubject[],
  heightPx: number,
  light: ProductLight,
): Promise<Picture[]> {
  const lights = await Promise.all(subjects.map((subject) => meanLight(toolkit, subject)));
  return Promise.all(
    subjects.map((subject, index) => {
      const gain = matchGain(lights[index]!, lights[0]!);
      return paintProduct(toolkit, subject, heightPx, Math.abs(gain - 1) < 0.02 ? light : { ...light, gain });
    }),
  );
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
