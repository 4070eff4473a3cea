import type { PaletteColour } from '@kinora/contract';
import { type LabPlanes, lchFromLab } from './lab.ts';

const CLUSTERS = 5;
const ROUNDS = 12;

type Centre = { lightness: number; a: number; b: number };

/**
 * Five clusters in Lab over the pixels that `includes` (opaque ones), heaviest first. Deterministic: the first centre is
 * the mean, each next one the pixel furthest from all centres so far, among a fixed spread of pixels.
 */
export function clusterColours(lab: LabPlanes, includes: (i: number) => boolean): PaletteColour[] {
  const indexes: number[] = [];
  for (let i = 0; i < lab.lightness.length; i++) if (includes(i)) indexes.push(i);
  if (indexes.length === 0) return [];
  const stride = Math.max(1, Math.floor(indexes.length / 9000));
  const sample = indexes.filter((_, position) => position % stride === 0);
  let centres = firstCentres(lab, sample);
  let counts = new Array<number>(centres.length).fill(0);
  for (let round = 0; round < ROUNDS; round++) ({ centres, counts } = moveCentres(lab, sample, centres));
  return centres
    .map((centre, k) => ({
      colour: lchFromLab(centre.lightness, centre.a, centre.b),
      share: counts[k]! / sample.length,
    }))
    .filter((entry) => entry.share > 0)
    .sort((first, second) => second.share - first.share);
}

/** Mean lightness 0–100 of the pixels that `includes`. */
export function meanLightnessOf(lab: LabPlanes, includes: (i: number) => boolean): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < lab.lightness.length; i++) {
    if (!includes(i)) continue;
    sum += lab.lightness[i]!;
    count++;
  }
  return count === 0 ? 0 : Math.min(100, Math.max(0, sum / count));
}

function centreAt(lab: LabPlanes, i: number): Centre {
  return { lightness: lab.lightness[i]!, a: lab.a[i]!, b: lab.b[i]! };
}

function squaredDistance(lab: LabPlanes, i: number, centre: Centre): number {
  return (lab.lightness[i]! - centre.lightness) ** 2 + (lab.a[i]! - centre.a) ** 2 + (lab.b[i]! - centre.b) ** 2;
}

function firstCentres(lab: LabPlanes, sample: number[]): Centre[] {
  const { centres } = moveCentres(lab, sample, [centreAt(lab, sample[0]!)]);
  const spread = sample.filter((_, position) => position % Math.max(1, Math.floor(sample.length / 600)) === 0);
  while (centres.length < Math.min(CLUSTERS, sample.length)) {
    let furthest = spread[0]!;
    let distance = -1;
    for (const i of spread) {
      const nearest = Math.min(...centres.map((centre) => squaredDistance(lab, i, centre)));
      if (nearest <= distance) continue;
      distance = nearest;
      furthest = i;
    }
    centres.push(centreAt(lab, furthest));
  }
  return centres;
}

function moveCentres(lab: LabPlanes, sample: number[], centres: Centre[]): { centres: Centre[]; counts: number[] } {
  const sums = centres.map(() => ({ lightness: 0, a: 0, b: 0 }));
  const counts = new Array<number>(centres.length).fill(0);
  for (const i of sample) {
    let nearest = 0;
    let distance = Number.POSITIVE_INFINITY;
    for (let k = 0; k < centres.length; k++) {
      const value = squaredDistance(lab, i, centres[k]!);
      if (value >= distance) continue;
      distance = value;
      nearest = k;
    }
    counts[nearest]!++;
    sums[nearest]!.lightness += lab.lightness[i]!;
    sums[nearest]!.a += lab.a[i]!;
    sums[nearest]!.b += lab.b[i]!;
  }
  const moved = sums.map((sum, k) => {
    const count = counts[k]!;
    return count === 0 ? centres[k]! : { lightness: sum.lightness / count, a: sum.a / count, b: sum.b / count };
  });
  return { centres: moved, counts };
}
