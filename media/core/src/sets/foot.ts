import type { SceneSubject } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';

const PROBE_HEIGHT = 240;
/** Opaque enough to be the thing and not its soft edge. */
const SOLID = 128;
/** Where a foot is looked at, in shares of its width from each side. */
const INSIDE = 0.08;
/** A round foot seen from as high as a product is photographed bends by no more than this share of the height. */
const MOST_BEND = 0.08;
/** Both sides of a round foot rise alike; those of a shoe do not. */
const MOST_UNLIKE = 0.35;

/**
 * How far the middle of a foot hangs below its sides, in shares of the height: a round foot seen from above is an arc.
 * What it is mirrored in and what it shades begins at its sides; begun at its lowest point it would float.
 */
export async function measureFootBend(toolkit: Toolkit, subject: SceneSubject): Promise<number> {
  const width = Math.max(8, Math.round((PROBE_HEIGHT * subject.width) / subject.height));
  return footBend(await toolkit.readPixels(subject.hash, width, PROBE_HEIGHT), width, PROBE_HEIGHT);
}

/** @param pixels RGBA */
export function footBend(pixels: Uint8ClampedArray | Uint8Array, width: number, height: number): number {
  const lowest = (x: number): number => {
    for (let y = height - 1; y >= 0; y--) if (pixels[(y * width + x) * 4 + 3]! >= SOLID) return y;
    return -1;
  };
  const bottoms = Array.from({ length: width }, (_, x) => lowest(x));
  const floor = Math.max(...bottoms);
  const isFoot = (bottom: number) => bottom >= floor - MOST_BEND * height;
  const [first, last] = [bottoms.findIndex(isFoot), bottoms.findLastIndex(isFoot)];
  const inside = Math.round((last - first) * INSIDE);
  const rises = [first + inside, last - inside].map((x) => floor - bottoms[x]!);
  const bend = Math.min(...rises);
  const middle = bottoms[Math.round((first + last) / 2)]!;
  const isRound =
    floor - middle <= 1 && bend > 0 && Math.abs(rises[0]! - rises[1]!) <= MOST_UNLIKE * Math.max(...rises, 3);
  return isRound ? Math.min(MOST_BEND, bend / height) : 0;
}
