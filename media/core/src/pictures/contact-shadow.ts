import type { Ground } from './ground.ts';
import type { LabPlanes } from './lab.ts';
import { boxOfMask, boxSum, type Raster, scaledRadius } from './raster.ts';

const DEEPEST_SHADOW = 62;
const LARGEST_STEP = 11;
const REACH_AT_768 = 56;
const LOWER_PART = 0.3;
const LARGEST_SHARE = 0.07;

/**
 * Contact shadow: under a standing product the cast shadow is darker than the flood allows and wider than shadow creep
 * reaches, and stays behind as a grey skirt. It is followed from the ground inwards, only in the lower part, only
 * through neutral pixels that keep getting darker (a sole or a foot is lighter or coloured again) and without a hard
 * step. Given up when it would take more than 7 % of the product: then it is the product's own grey.
 */
export function removeContactShadow(
  isGround: Uint8Array,
  ground: Ground,
  lab: LabPlanes,
  steps: Float32Array,
  raster: Raster,
): void {
  const { width, height } = raster;
  const box = boxOfMask(isGround, width, height);
  if (!box) return;
  const lowest = box.top + box.height;
  const from = Math.max(2, Math.floor(lowest - box.height * LOWER_PART));
  const smooth = boxSum(lab.lightness, width, height, 1);
  const reached: number[] = [];
  const isReached = new Uint8Array(isGround.length);
  const allows = (i: number, before: number) => {
    const offset = ground.lightnessOffset[i]!;
    return (
      !isGround[i] &&
      !isReached[i] &&
      offset < -1.5 &&
      offset > -DEEPEST_SHADOW &&
      ground.chromaOffset[i]! < 4 &&
      steps[i]! < LARGEST_STEP &&
      smooth[i]! <= smooth[before]! + 6
    );
  };
  let front = groundRows(isGround, width, from, Math.min(height - 2, lowest + 2));
  for (let ring = 0; ring < scaledRadius(REACH_AT_768, width, height) && front.length > 0; ring++) {
    const next: number[] = [];
    for (const i of front) {
      const x = i % width;
      for (const j of [x > 2 ? i - 1 : -1, x < width - 3 ? i + 1 : -1, i - width, i + width]) {
        if (j < from * width || j >= (height - 2) * width || !allows(j, i)) continue;
        isReached[j] = 1;
        reached.push(j);
        next.push(j);
      }
    }
    front = next;
  }
  const productArea = isGround.length - isGround.reduce((sum, value) => sum + value, 0);
  if (reached.length <= productArea * LARGEST_SHARE) for (const i of reached) isGround[i] = 1;
}

function groundRows(isGround: Uint8Array, width: number, from: number, to: number): number[] {
  const found: number[] = [];
  for (let i = from * width; i < to * width; i++) if (isGround[i]) found.push(i);
  return found;
}
