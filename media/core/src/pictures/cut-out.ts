import { openHoles, removeSpecks } from './components.ts';
import { removeContactShadow } from './contact-shadow.ts';
import { type SoftEdge, smoothContour, softenEdge } from './edge.ts';
import { creepThroughShadow, floodFromBorder, floodWithLeakTest, groundCandidates, lightnessSteps } from './flood.ts';
import { fitGroundToBorder, type Ground, refitGround } from './ground.ts';
import { type LabPlanes, toLabPlanes } from './lab.ts';
import { boxOfAlpha, boxSum, type PixelBox, type Raster } from './raster.ts';
import { judgeKey, type KeyFigures, type Trust } from './trust.ts';

/** Short side of the copy a key is made on: the lengths of craft.md §2 are given at this size. */
export const KEY_SHORT_SIDE = 768;

/** A border this foreign is no flat ground: the key is not tried. */
const HOPELESS_TOUCH = 0.4;

/** A key that was made. `edge.alpha` covers the whole picture; `box` is the tight box of what is visible. */
export type FlatKey = Trust & {
  kind: 'keyed';
  edge: SoftEdge;
  box: PixelBox;
  ground: Ground;
  lab: LabPlanes;
  figures: KeyFigures & { holes: number; leakRadius: number };
};

/** No key: the ground is busy, or nothing stands out from it. */
export type NoKey = Trust & { kind: 'none'; ground: Ground; lab: LabPlanes };

/**
 * Cuts the product out of a flat ground, in the steps and with the figures of craft.md §2: surface fit in two rounds,
 * flood, leak test, shadow creep, contact shadow, holes, specks, soft edge, contour. `raster` should have a short side of about
 * KEY_SHORT_SIDE; smaller pictures work as they are.
 */
export function keyFlatGround(raster: Raster): FlatKey | NoKey {
  const { width, height } = raster;
  const lab = toLabPlanes(raster);
  const first = fitGroundToBorder(raster, lab);
  if (first.touch > HOPELESS_TOUCH) return { kind: 'none', trust: 0, doubts: ['touches-border'], ground: first, lab };
  const steps = lightnessSteps(lab.lightness, width, height);
  const ground = refitGround(raster, lab, first, floodFromBorder(groundCandidates(first, steps), width, height));
  const flood = floodWithLeakTest(groundCandidates(ground, steps), raster);
  creepThroughShadow(flood.isGround, ground, steps, raster);
  removeContactShadow(flood.isGround, ground, lab, steps, raster);
  const holes = openHoles(flood, ground, raster);
  const parts = removeSpecks(flood.isGround, width);
  const edge = softenEdge(
    raster,
    flood.isGround,
    flood.leakRadius > 0 ? markLightPrint(flood.isGround, ground, raster) : undefined,
  );
  edge.alpha = smoothContour(edge.alpha, width, height);
  const box = boxOfAlpha(edge.alpha, width, height);
  if (!box) return { kind: 'none', trust: 0, doubts: ['no-product'], ground, lab };
  const figures = {
    touch: ground.touch,
    roughness: ground.roughness,
    areaShare: parts.area / (width * height),
    weakEdge: edge.weakShare,
    parts: parts.count,
    largestPartShare: parts.largestShare,
    holes,
    leakRadius: flood.leakRadius,
  };
  return { kind: 'keyed', ...judgeKey(figures), edge, box, ground, lab, figures };
}

/**
 * Where the product wears the ground's colour: patches of it, not the thin line of mixed pixels that runs round every
 * product.
 */
function markLightPrint(isGround: Uint8Array, ground: Ground, { width, height }: Raster): Uint8Array {
  const isLight = isGround.map((value, i) => (!value && ground.distance[i]! < LIGHT_PRINT_DISTANCE ? 1 : 0));
  const near = boxSum(isLight, width, height, 2);
  return isLight.map((value, i) => (value && near[i]! >= 12 ? 1 : 0));
}

const LIGHT_PRINT_DISTANCE = 9;
