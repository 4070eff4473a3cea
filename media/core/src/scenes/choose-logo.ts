import type { FilmLook, Lch } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb, luminanceOf } from '../colour/lch.ts';
import { seenShare } from '../type/contrast.ts';
import { groundColour, type SceneInput } from './scene.ts';

type Logo = NonNullable<FilmLook['logo']>;
export type LogoOnGround = { logo: Logo; ground: Lch };

/** Share of a logo's pixels that must stand out from the wall at 3:1. */
const SEEN_SHARE = 0.85;

/**
 * The logo on the planned wall; the brand's picture for dark grounds where that one is seen better; or the film's lightest
 * or darkest wall when either would be lost: a white logo on bone.
 */
export async function chooseLogo(input: SceneInput, toolkit: Toolkit): Promise<LogoOnGround | undefined> {
  const { logo, logoOnDark, palette } = input.look;
  if (!logo) return undefined;
  const choices: (LogoOnGround & { share: number })[] = [];
  for (const one of logoOnDark ? [logo, logoOnDark] : [logo]) {
    const pixels = await toolkit.readPixels(one.hash, PROBE_WIDTH, probeHeight(one));
    for (const ground of [groundColour(input), palette.paper, palette.stage])
      choices.push({ logo: one, ground, share: seenShare(pixels, () => luminanceOfGround(ground)) });
  }
  const planned = choices.filter(({ ground }) => ground === choices[0]!.ground);
  const best = (entries: typeof choices) => entries.reduce((top, entry) => (entry.share > top.share ? entry : top));
  if (planned[0]!.share >= SEEN_SHARE) return planned[0];
  return best(planned).share >= SEEN_SHARE ? best(planned) : best(choices);
}

const PROBE_WIDTH = 96;
function probeHeight({ width, height }: Logo): number {
  return Math.max(2, Math.round((PROBE_WIDTH * height) / width));
}

function luminanceOfGround(ground: Lch): number {
  const { r, g, b } = lchToRgb(ground);
  return luminanceOf(r, g, b);
}
