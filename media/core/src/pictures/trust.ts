import { ramp } from './raster.ts';

/** What a key measured about itself. Shares are 0–1. */
export type KeyFigures = {
  /** Border pixels that are not ground. */
  touch: number;
  /** Noise of the ground around its surface, in Lab units. */
  roughness: number;
  /** Product area over picture area. */
  areaShare: number;
  /** Edge pixels where product and ground are too close in colour. */
  weakEdge: number;
  parts: number;
  largestPartShare: number;
};

export type Doubt =
  | 'no-product'
  | 'touches-border'
  | 'busy-ground'
  | 'too-small'
  | 'too-large'
  | 'weak-edge'
  | 'scattered';

/** Trust 0–1 and the named reasons that lowered it. */
export type Trust = { trust: number; doubts: Doubt[] };

/**
 * Each figure gives a factor that is 1 inside craft.md §2's limits and falls to 0 where a key is plainly wrong; the trust
 * is their product, so one bad figure is enough to fall below the limit, and two doubtful ones are as well.
 */
export function judgeKey(figures: KeyFigures): Trust {
  if (figures.areaShare <= 0) return { trust: 0, doubts: ['no-product'] };
  const factors: [Doubt, number][] = [
    ['touches-border', ramp(figures.touch, 0.16, 0.01)],
    ['busy-ground', ramp(figures.roughness, 5.5, 2.6)],
    ['too-small', ramp(figures.areaShare, 0.005, 0.04)],
    ['too-large', ramp(figures.areaShare, 0.9, 0.75)],
    ['weak-edge', ramp(figures.weakEdge, 0.45, 0.1)],
    ['scattered', Math.max(ramp(figures.largestPartShare, 0.15, 0.6), figures.parts <= 2 ? 0.85 : 0)],
  ];
  const trust = factors.reduce((product, [, factor]) => product * factor, 1);
  return { trust, doubts: factors.filter(([, factor]) => factor < 0.999).map(([doubt]) => doubt) };
}
